"""Peers that label atoms: METIS, gerrychain, k-means, all on the same atoms and adjacency."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import geopandas as gpd
import numpy as np
import pandas as pd
import pymetis
import shapely
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from bench.ground import Divided, Ground
from geodata.crs import STORAGE_SRID
from geodata.divide.atoms import Atoms, make_atoms
from geodata.divide.coverage import dissolve, to_storage
from geodata.divide.ground import Ground as LaidGround
from geodata.divide.ground import lay_ground
from geodata.divide.prices import metre_prices
from geodata.divide.wishes import Variant

Ints = NDArray[np.int64]
SEED = 1


@dataclass(frozen=True)
class Adjacency:
    """Atoms and how they meet; each edge once.

    Attributes
    ----------
    households : ndarray of int, shape (n,)
    points : ndarray of float, shape (n, 2)
        In each atom, metres.
    first, second : ndarray of int, shape (e,)
    length_m : ndarray of float, shape (e,)
    road_m : ndarray of float, shape (e,)
        Length, cheap along roads: the weights that our own search uses.
    """

    households: Ints
    points: NDArray[np.float64]
    first: Ints
    second: Ints
    length_m: NDArray[np.float64]
    road_m: NDArray[np.float64]


Labeller = Callable[[Ground, Adjacency], Ints]


def by_labels(label: Labeller, ground: Ground) -> Divided:
    """Let a peer label the plots of all buildings, and dissolve them to cells.

    Parameters
    ----------
    label : callable
        One of :data:`LABELLERS`.
    ground : Ground

    Returns
    -------
    Divided
    """
    laid = lay_ground(ground.buildings, ground.boundary, ground.barriers)
    atoms = make_atoms(laid, np.ones(len(laid.blocks), np.bool_), {})
    labels = np.unique(label(ground, _adjacency(atoms, laid)), return_inverse=True)[1]
    shapes = to_storage(dissolve(atoms.pieces, labels), laid.srid)
    cell_of = pd.Series(labels[atoms.atom_of[laid.houses.house_of]], index=laid.houses.keys)
    return Divided(gpd.GeoDataFrame(geometry=shapes, crs=STORAGE_SRID), cell_of)


def _adjacency(atoms: Atoms, laid: LaidGround) -> Adjacency:
    """Take what one gets across on foot, and other borders where nothing else would connect."""
    borders, bridges = atoms.borders, atoms.bridges
    links = np.concatenate([np.column_stack([borders.first, borders.second])[atoms.foot], bridges])
    size = (len(atoms.pieces), len(atoms.pieces))
    ones = np.ones(len(links))
    part = connected_components(coo_array((ones, links.T), shape=size), directed=False)[1]
    kept = atoms.foot | (part[borders.first] != part[borders.second])
    points = shapely.point_on_surface(atoms.pieces)
    points[atoms.atom_of] = shapely.point_on_surface(laid.houses.shapes)
    short = np.ones(len(bridges))
    return Adjacency(
        households=atoms.households.round().astype(np.int64),
        points=shapely.get_coordinates(points),
        first=np.concatenate([borders.first[kept], bridges[:, 0]]),
        second=np.concatenate([borders.second[kept], bridges[:, 1]]),
        length_m=np.concatenate([borders.total_m[kept], short]),
        road_m=np.concatenate([borders.length_m[kept] @ metre_prices(Variant.BALANCE), short]),
    )


def metis(ground: Ground, graph: Adjacency, *, recursive: bool, roads: bool) -> Ints:
    """Divide by METIS, k-way or by recursive bisection.

    Parameters
    ----------
    ground : Ground
    graph : Adjacency
    recursive : bool
    roads : bool
        Edges weigh little along roads, else their length.

    Returns
    -------
    ndarray of int, shape (n,)
    """
    source = np.concatenate([graph.first, graph.second])
    order = np.argsort(source, kind="stable")
    counts = np.bincount(source, minlength=len(graph.households))
    weight = np.tile(graph.road_m if roads else graph.length_m, 2)[order]
    _, labels = pymetis.part_graph(
        ground.cells,
        xadj=np.concatenate([[0], np.cumsum(counts)]),
        adjncy=np.concatenate([graph.second, graph.first])[order],
        vweights=graph.households,
        eweights=np.maximum(1, weight.round()).astype(np.int64),
        recursive=recursive,
        contiguous=None if recursive else True,
        options=pymetis.Options(seed=SEED),
    )
    return np.asarray(labels, np.int64)


_TOLERANCES = (0.05, 0.1, 0.2, 0.4, 0.8)
_ATTEMPTS = 200


def gerrychain_tree(ground: Ground, graph: Adjacency) -> Ints:
    """Divide by cutting random spanning trees; the tolerance grows until it succeeds.

    Parameters
    ----------
    ground : Ground
    graph : Adjacency

    Returns
    -------
    ndarray of int, shape (n,)

    Raises
    ------
    RuntimeError
        If no tolerance succeeds.
    """
    import gerrychain  # Slow to import, and wanted by this peer alone.
    import networkx as nx
    from gerrychain.partition import recursive_tree_part
    from gerrychain.tree import bipartition_tree

    net = nx.Graph(zip(graph.first.tolist(), graph.second.tolist(), strict=True))
    nx.set_node_attributes(net, dict(enumerate(graph.households.tolist())), "households")
    wrapped = gerrychain.Graph.from_networkx(net)
    cut = partial(bipartition_tree, max_attempts=_ATTEMPTS)
    for tolerance in _TOLERANCES:
        try:
            found = recursive_tree_part(
                wrapped, range(ground.cells), ground.households / ground.cells, "households",
                tolerance, bipartition_tree_fn=cut, rng=SEED,
            )  # fmt: skip
        except (RuntimeError, gerrychain.tree.BalanceError):
            continue
        return np.array([found[atom] for atom in range(len(graph.households))], np.int64)
    raise RuntimeError("no tolerance up to 80 % succeeds")


def k_means(ground: Ground, graph: Adjacency) -> Ints:
    """Cluster the places of households.

    Parameters
    ----------
    ground : Ground
    graph : Adjacency

    Returns
    -------
    ndarray of int, shape (n,)
        Nearest centre of each atom.
    """
    from sklearn.cluster import KMeans  # type: ignore[import-untyped]  # Slow to import.

    lived_in = graph.households > 0
    model = KMeans(ground.cells, random_state=SEED, n_init=1)
    model.fit(graph.points[lived_in], sample_weight=graph.households[lived_in])
    return np.asarray(model.predict(graph.points), np.int64)


LABELLERS: dict[str, Labeller] = {
    "METIS k-way": partial(metis, recursive=False, roads=False),
    "METIS k-way + roads": partial(metis, recursive=False, roads=True),
    "METIS recursive": partial(metis, recursive=True, roads=False),
    "METIS recursive + roads": partial(metis, recursive=True, roads=True),
    "gerrychain": gerrychain_tree,
    "k-means": k_means,
}
"""Peers by the name under which they are printed."""
