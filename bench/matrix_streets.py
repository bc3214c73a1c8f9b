"""Walking networks of any size for the travel matrix: streets as surveys give them, and a grid."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from patrol.network import WalkingNetwork, build_network
from patrol.snap import Snaps

SRID = 4548
_CORNER = (450_000.0, 4_430_000.0)
_BLOCK_M = 60.0
_NODES_A_CORNER = {"streets": 3.37, "grid": 1.0}
"""Corner, bends and dead ends together."""

Floats = NDArray[np.float64]


def walking_network(nodes: int, *, kind: str = "streets", seed: int = 1) -> WalkingNetwork:
    """Generate a walking network.

    Parameters
    ----------
    nodes : int
        About how many nodes it has, at least 100.
    kind : str
        ``streets``: an irregular grid of which one stretch in seven is missing, where surveys end a
        path at every bend and four bends in ten have a blind lane. ``grid``: crossings alone,
        which nothing can be taken away from.
    seed : int
        The same seed gives the same network.

    Returns
    -------
    WalkingNetwork
    """
    rng = np.random.default_rng(seed)
    side = round((nodes / _NODES_A_CORNER[kind]) ** 0.5)
    corners, stretches = _corners(side, rng)
    if kind == "grid":
        lines = np.asarray(shapely.linestrings(corners[stretches]), dtype=np.object_)
    else:
        lines = _surveyed(corners, stretches[rng.random(len(stretches)) < 6 / 7], rng)
    keys = [f"p{number}" for number in range(len(lines))]
    paths = gpd.GeoDataFrame({"key": keys, "kind": "footway"}, geometry=lines, crs=SRID)
    return build_network(paths, srid=SRID)


def stops_on(network: WalkingNetwork, count: int, *, seed: int = 1) -> Snaps:
    """Spread stops over the largest piece of a network.

    Parameters
    ----------
    network : WalkingNetwork
        Where one can walk.
    count : int
        How many stops.
    seed : int
        The same seed gives the same stops.

    Returns
    -------
    Snaps
    """
    rng = np.random.default_rng(seed)
    edge = rng.choice(np.flatnonzero(network.edge_piece == 0), count)
    along_m = rng.uniform(0.01, 0.99, count) * network.edge_length_m[edge]
    return Snaps(
        edge=edge,
        along_m=along_m,
        distance_m=np.zeros(count),
        xy=shapely.get_coordinates(shapely.line_interpolate_point(network.lines[edge], along_m)),
        reachable=np.ones(count, dtype=bool),
        blocked=np.zeros(count, dtype=bool),
        reason=(None,) * count,
        piece=0,
    )


def _corners(side: int, rng: np.random.Generator) -> tuple[Floats, NDArray[np.int64]]:
    """Lay corners, metres, and all stretches between neighbours."""
    number = np.arange(side * side).reshape(side, side)
    xy = np.argwhere(number >= 0) * _BLOCK_M + rng.uniform(-12.0, 12.0, (side * side, 2)) + _CORNER
    upright = np.column_stack([number[:, :-1].ravel(), number[:, 1:].ravel()])
    level = np.column_stack([number[:-1].ravel(), number[1:].ravel()])
    return xy, np.concatenate([upright, level])


def _surveyed(
    corners: Floats, stretches: NDArray[np.int64], rng: np.random.Generator
) -> NDArray[np.object_]:
    """Bend each stretch and cut it there; let blind lanes begin at some bends."""
    start, end = corners[stretches[:, 0]], corners[stretches[:, 1]]
    bend = (start + end) / 2 + rng.uniform(-6.0, 6.0, start.shape)
    blind = rng.random(len(bend)) < 2 / 5
    across = (end - start)[:, ::-1] * (1, -1) * rng.uniform(0.15, 0.35, (len(bend), 1))
    pairs = [(start, bend), (bend, end), (bend[blind], (bend + across)[blind])]
    return np.concatenate([shapely.linestrings(np.stack(pair, axis=1)) for pair in pairs])
