"""Generated districts with streets, compounds, a river, parks: ground as it is to be divided."""

from __future__ import annotations

import math

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from bench.districts.houses import STYLES, Built, build
from bench.districts.lots import Lots, share_out
from bench.districts.streets import Grid, lay_grid, river_and_railway, street_lines
from bench.ground import Ground
from bench.towns import degrees
from geodata.crs import STORAGE_SRID

__all__ = ["district"]

HOUSEHOLDS_A_CELL = 400
_BUILDINGS_A_BLOCK = 9.0
_GROWTH = 1.1


def district(buildings: int, *, seed: int = 1) -> Ground:
    """Generate a district.

    Parameters
    ----------
    buildings : int
        How many, at least 100.
    seed : int
        The same seed gives the same district.

    Returns
    -------
    Ground
        Streets of several classes on an irregular grid, compounds of four blocks with wall or
        outline and lanes, a river with bridges, a railway in larger ones, parks; no building lies
        across a street.

    Raises
    ------
    ValueError
        If there are fewer than 100 buildings.
    """
    if buildings < 100:
        raise ValueError(f"a district has at least 100 buildings: {buildings}")
    blocks = buildings / _BUILDINGS_A_BLOCK
    while True:
        rng = np.random.default_rng(seed)
        columns = math.ceil(math.sqrt(blocks))
        grid = lay_grid(columns, math.ceil(blocks / columns), rng)
        lots = share_out(grid, rng)
        built = build(lots.corners, lots.in_compound, rng)
        if len(built.homes) >= buildings:
            kept = np.sort(rng.choice(len(built.homes), buildings, replace=False))
            return _ground(f"town-{buildings}", grid, lots, built, kept)
        blocks *= _GROWTH


def _ground(name: str, grid: Grid, lots: Lots, built: Built, kept: NDArray[np.int64]) -> Ground:
    """Put the parts together, in degrees."""
    size_m = grid.nodes.max(axis=(0, 1))

    def place(shapes: list[BaseGeometry]) -> NDArray[np.object_]:
        return np.asarray(shapely.transform(np.array(shapes), lambda xy: degrees(xy, size_m)))

    lines, kinds = street_lines(grid)
    wide, wide_kinds = river_and_railway(grid)
    barriers = gpd.GeoDataFrame(
        {"kind": [*kinds, *wide_kinds, *lots.kinds]},
        geometry=place([*lines, *wide, *lots.shapes]),
        crs=STORAGE_SRID,
    )
    homes = built.homes[kept]
    houses = gpd.GeoDataFrame(
        {
            "key": [f"b{number}" for number in range(1, len(kept) + 1)],
            "kind": np.array([style.kind for style in STYLES])[built.style[kept]],
            "levels": np.array([style.levels for style in STYLES])[built.style[kept]],
            "households": homes,
        },
        geometry=shapely.polygons(degrees(built.corners[kept], size_m)),
        crs=STORAGE_SRID,
    )
    cells = max(2, round(int(homes.sum()) / HOUSEHOLDS_A_CELL))
    return Ground(name, place([grid.outline])[0], houses, barriers, cells)
