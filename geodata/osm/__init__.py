"""OpenStreetMap extracts: buildings, entrances, paths, barriers, compounds and calm ground.

Kept are ways and relations as they are: a building drawn as a multipolygon with courtyards stays
one building. Keys are OpenStreetMap's own, ``way/123``, ``relation/45``, ``node/6``.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from geodata.clean import clean, empty_frame
from geodata.errors import N_, InputRefused
from geodata.findings import Finding
from geodata.limits import MAX_FILE_BYTES
from geodata.osm.barriers import barrier_words
from geodata.osm.gates import mark_gates
from geodata.osm.join import join_entrances
from geodata.osm.kinds import tell_kinds
from geodata.osm.layers import read_layer
from geodata.read.types import RawLayer

__all__ = ["OsmExtract", "read_osm"]

_ENTRANCE_NOT = frozenset({"no", "closed"})


@dataclass(frozen=True)
class OsmExtract:
    """Frames of docs/frames.md out of one extract, in EPSG:4326.

    Attributes
    ----------
    buildings, entrances, paths, barriers, estates, areas : GeoDataFrame
    findings : list of Finding
    """

    buildings: gpd.GeoDataFrame
    entrances: gpd.GeoDataFrame
    paths: gpd.GeoDataFrame
    barriers: gpd.GeoDataFrame
    estates: gpd.GeoDataFrame
    areas: gpd.GeoDataFrame
    findings: list[Finding]


def read_osm(
    path: Path,
    *,
    bbox: tuple[float, float, float, float] | None = None,
    boundary: BaseGeometry | None = None,
) -> OsmExtract:
    """Read an extract of OpenStreetMap.

    Parameters
    ----------
    path : Path
        An ``.osm.pbf``.
    bbox : tuple of float, optional
        West, south, east, north in degrees: what touches it is taken, whole.
    boundary : shapely geometry, optional
        In EPSG:4326, instead of ``bbox``: buildings, entrances and compounds are taken whose
        middle lies inside; paths and calm ground that touch it, whole.

    Returns
    -------
    OsmExtract
        The 257 buildings of the extract beijing_cau come out as 257: none is split or lost.

    Raises
    ------
    InputRefused
        If the file is no such extract, or holds nothing in that place.
    """
    _check(path)
    area = boundary if boundary is not None else shapely.box(*bbox) if bbox else None
    file = path.name
    polygons = _inside(read_layer(path, "multipolygons", file), area)
    lines = _inside(read_layer(path, "lines", file), area)
    points = _inside(read_layer(path, "points", file), area)
    inner = _middle_inside(polygons, boundary)
    findings: list[Finding] = []
    buildings = _cleaned("buildings", inner[_is_building(inner)], findings)
    buildings = tell_kinds(buildings, polygons)
    if buildings.empty and lines["highway"].isna().all():
        raise InputRefused(
            N_("%(file)s holds no buildings and no paths in the place that was asked for."),
            file=file,
        )
    entrances = _cleaned("entrances", points[_is_entrance(points)], findings)
    ways = lines[lines["highway"].notna() & (lines["area"] != "yes")].drop(columns="barrier")
    dividing = lines.assign(barrier=barrier_words(lines)).dropna(subset="barrier")
    return OsmExtract(
        buildings=buildings,
        entrances=join_entrances(entrances, buildings, findings),
        paths=mark_gates(_cleaned("paths", ways, findings), points),
        barriers=_cleaned("barriers", dividing, findings),
        estates=_cleaned("estates", inner[_is_estate(inner)], findings),
        areas=_cleaned("areas", polygons[_is_calm(polygons)], findings),
        findings=findings,
    )


def _check(path: Path) -> None:
    if not path.is_file():
        raise InputRefused(N_("There is no file %(file)s."), file=path.name)
    if not path.name.lower().endswith(".pbf"):
        raise InputRefused(
            N_("%(file)s is no extract of OpenStreetMap (.osm.pbf)."), file=path.name
        )
    if path.stat().st_size > MAX_FILE_BYTES:
        raise InputRefused(
            N_("The file %(file)s is bigger than %(limit)s MB. Split it."),
            file=path.name,
            limit=MAX_FILE_BYTES >> 20,
        )


def _inside(frame: gpd.GeoDataFrame, area: BaseGeometry | None) -> gpd.GeoDataFrame:
    if area is None:
        return frame
    shapely.prepare(area)
    return frame[shapely.intersects(area, frame.geometry.to_numpy())]


def _middle_inside(frame: gpd.GeoDataFrame, boundary: BaseGeometry | None) -> gpd.GeoDataFrame:
    if boundary is None or frame.empty:
        return frame
    middles = shapely.point_on_surface(shapely.make_valid(frame.geometry.to_numpy()))
    return frame[shapely.intersects(boundary, middles)]


def _is_building(frame: pd.DataFrame) -> pd.Series:
    return frame["building"].notna() & ~frame["building"].isin(["no", "demolished", "razed"])


def _is_entrance(frame: pd.DataFrame) -> pd.Series:
    return frame["entrance"].notna() & ~frame["entrance"].isin(_ENTRANCE_NOT)


def _is_estate(frame: pd.DataFrame) -> pd.Series:
    return (frame["landuse"] == "residential") | (frame["place"] == "plot")


def _is_calm(frame: pd.DataFrame) -> pd.Series:
    green = frame["leisure"].isin(["park", "garden", "pitch", "playground", "nature_reserve"])
    green |= frame["landuse"].isin(
        ["grass", "forest", "meadow", "village_green", "recreation_ground", "basin", "reservoir"]
    )
    natural = frame["natural"].isin(["water", "wood", "scrub", "grassland", "wetland"])
    return (green | natural | frame["water"].notna() | (frame["waterway"] == "riverbank")) & (
        frame["building"].isna()
    )


def _cleaned(subject: str, frame: gpd.GeoDataFrame, findings: list[Finding]) -> gpd.GeoDataFrame:
    if frame.empty:  # Cleaning refuses a layer without places; in an extract that is usual.
        return empty_frame(subject)
    layer = RawLayer(frame.reset_index(drop=True), subject, "utf-8", "EPSG:4326", file=subject)
    cleaned = clean(subject, layer)
    findings += cleaned.findings
    return cleaned.frame
