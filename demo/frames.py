"""From a site in local metres to the frames of docs/frames.md in longitude and latitude."""

from __future__ import annotations

import math
from typing import Any, TypeVar

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.random import Generator
from numpy.typing import NDArray
from pyproj import Transformer
from shapely.geometry.base import BaseGeometry

from demo.figures import Figures
from demo.homes import fit_homes, spread
from demo.layout.network import noded
from demo.layout.shapes import House
from demo.numerals import chinese
from demo.site import Site
from geodata.crs import STORAGE_SRID, metric_srid

_PREFIX = {"apartment": "", "bungalow": "平", "villa": "墅", "other": "厂"}
_NAME = {"apartment": "{}号楼", "bungalow": "平房{}号", "villa": "别墅{}号", "other": "{}号厂房"}

Shape = TypeVar("Shape", bound=BaseGeometry)


def build_frames(site: Site, figures: Figures, rng: Generator) -> dict[str, gpd.GeoDataFrame]:
    """Give all frames with geometry of a community.

    Parameters
    ----------
    site : Site
        The ground, local metres.
    figures : Figures
        Sums that must be met exactly.
    rng : Generator
        Chooses which flats are joined and how many live where.

    Returns
    -------
    dict of str to GeoDataFrame
        ``boundary buildings entrances paths estates areas cells``, EPSG:4326.
    """
    place = Placer(site)
    _number(site.ground.houses)
    buildings, entrances = _houses(site.ground.houses, figures, place, rng)
    cells = _cells(site, figures, place)
    outline = shapely.coverage_union_all(cells.geometry) if len(cells) else place(site.boundary)
    return {
        "boundary": _frame({"name": [figures.name]}, [outline]),
        "buildings": buildings,
        "entrances": entrances,
        "paths": _paths(site, place),
        "estates": _estates(site, place),
        "areas": _areas(site, place),
        "cells": cells,
    }


class Placer:
    """Turns local metres and moves them to their place on the globe.

    Parameters
    ----------
    site : Site
        Its outline is centred on its place, and turned around it.
    """

    def __init__(self, site: Site) -> None:
        srid = metric_srid(*site.centre)
        to_metres = Transformer.from_crs(STORAGE_SRID, srid, always_xy=True)
        self._to_globe = Transformer.from_crs(srid, STORAGE_SRID, always_xy=True)
        self._target = to_metres.transform(*site.centre)
        west, south, east, north = site.boundary.bounds
        self._middle = (west + east) / 2, (south + north) / 2
        self._turn = math.radians(site.turn_deg)

    def __call__(self, shape: Shape) -> Shape:
        """Place a shape.

        Parameters
        ----------
        shape : BaseGeometry
            Local metres.

        Returns
        -------
        BaseGeometry
            The same kind of shape, EPSG:4326.
        """
        return shapely.transform(shape, self._move)

    def _move(self, xy: NDArray[np.float64]) -> NDArray[np.float64]:
        offset = xy - self._middle
        cos, sin = math.cos(self._turn), math.sin(self._turn)
        x = offset[:, 0] * cos - offset[:, 1] * sin + self._target[0]
        y = offset[:, 0] * sin + offset[:, 1] * cos + self._target[1]
        # Nine decimals are a tenth of a millimetre, and make the bytes the same everywhere.
        return np.round(np.column_stack(self._to_globe.transform(x, y)), 9)


def _frame(columns: dict[str, Any], shapes: list[BaseGeometry]) -> gpd.GeoDataFrame:
    frame: gpd.GeoDataFrame = gpd.GeoDataFrame(columns, geometry=shapes, crs=STORAGE_SRID)
    return frame


def _number(houses: list[House]) -> None:
    """Count up in each kind, in the order of compounds and rows."""
    counts: dict[str, int] = {}
    for house in houses:
        counts[house.kind] = counts.get(house.kind, 0) + 1
        house.number = f"{_PREFIX[house.kind]}{counts[house.kind]}"


def _houses(
    houses: list[House],
    figures: Figures,
    place: Placer,
    rng: Generator,
) -> tuple[gpd.GeoDataFrame, gpd.GeoDataFrame]:
    homes = _homes(houses, figures, rng)
    starts = np.cumsum([0, *(len(house.homes) for house in houses)])
    sums = np.add.reduceat(homes, starts[:-1])
    keys = [_key(figures.key, house) for house in houses]
    buildings = _frame(
        {
            "key": keys,
            "number": [house.number for house in houses],
            "name": [_name(house) for house in houses],
            "address": [f"{house.estate}{_name(house)}" for house in houses],
            "kind": [house.kind for house in houses],
            "levels": pd.array([house.levels for house in houses], dtype="Int64"),
            "entrance_count": pd.array([len(h.doors) or pd.NA for h in houses], dtype="Int64"),
            "households": pd.array(sums, dtype="Int64"),
            "population": pd.array(spread(figures.population, sums, rng), dtype="Int64"),
        },
        [place(house.shape) for house in houses],
    )
    doors = [
        (keys[i], n, homes[starts[i] + n], place(door))
        for i, house in enumerate(houses)
        for n, door in enumerate(house.doors)
    ]
    entrances = _frame(
        {
            "key": [f"{key}-{n + 1}" for key, n, _, _ in doors],
            "building_key": [key for key, _, _, _ in doors],
            "name": [f"{n + 1}单元" for _, n, _, _ in doors],
            "households": pd.array([count for _, _, count, _ in doors], dtype="Int64"),
        },
        [point for _, _, _, point in doors],
    )
    return buildings, entrances


def _homes(houses: list[House], figures: Figures, rng: Generator) -> NDArray[np.int64]:
    """Give the households of every stairwell or house, as published for each kind."""
    built = np.array([n for house in houses for n in house.homes], dtype=np.int64)
    flats = np.array([house.kind == "apartment" for house in houses for _ in house.homes])
    in_blocks = figures.extra.get("households_in_blocks")
    if in_blocks is None:
        return fit_homes(built, figures.households, rng)
    built[flats] = fit_homes(built[flats], in_blocks, rng)
    built[~flats] = fit_homes(built[~flats], figures.households - in_blocks, rng)
    return built


def _bare(house: House) -> str:
    return house.number.removeprefix(_PREFIX[house.kind])


def _name(house: House) -> str:
    return _NAME[house.kind].format(_bare(house))


def _key(community: str, house: House) -> str:
    return f"{community}-{house.kind[0]}{_bare(house)}"


def _paths(site: Site, place: Placer) -> gpd.GeoDataFrame:
    lanes = noded(site.ground.lanes)
    return _frame(
        {
            "key": [f"p{i:04d}" for i in range(1, len(lanes) + 1)],
            "name": [lane.name for lane in lanes],
            "kind": [lane.kind for lane in lanes],
            "barrier": [lane.barrier for lane in lanes],
        },
        [place(lane.line) for lane in lanes],
    )


def _estates(site: Site, place: Placer) -> gpd.GeoDataFrame:
    estates = site.ground.estates
    keys = [f"e{i:02d}" for i in range(1, len(estates) + 1)]
    return _frame({"key": keys, "name": list(estates)}, [place(s) for s in estates.values()])


def _areas(site: Site, place: Placer) -> gpd.GeoDataFrame:
    areas = site.ground.areas
    return _frame(
        {
            "key": [f"a{i:03d}" for i in range(1, len(areas) + 1)],
            "kind": [area.kind for area in areas],
            "name": [area.name for area in areas],
        },
        [place(area.shape) for area in areas],
    )


def _cells(site: Site, figures: Figures, place: Placer) -> gpd.GeoDataFrame:
    cells = site.cells()
    numbers = range(1, len(cells) + 1)
    return _frame(
        {
            "code": [f"{figures.code}{i:03d}" if figures.code else None for i in numbers],
            "name": [
                site.cell_name.format(number=chinese(i), estate=_estate_of(site, cell))
                for i, cell in zip(numbers, cells, strict=True)
            ],
            "kind": ["general"] * len(cells),
        },
        [place(cell) for cell in cells],
    )


def _estate_of(site: Site, cell: shapely.Polygon) -> str:
    estates = site.ground.estates
    return max(estates, key=lambda name: estates[name].intersection(cell).area)
