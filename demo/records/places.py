"""The ground as the records need it: which building belongs to which unit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.random import Generator

from geodata.crs import metric_srid

Spot = tuple[float, float]
"""Longitude and latitude."""


@dataclass(frozen=True)
class Door:
    """A stairwell: its key, its name, and where its door is."""

    key: str
    name: str
    spot: Spot


@dataclass(frozen=True)
class Home:
    """A building in which people live.

    Attributes
    ----------
    key, number, name, kind : str
        As in the ``buildings`` frame.
    population : int
        People.
    spot : Spot
        A point inside.
    xy : complex
        The same in metres, so that the distance to another is ``abs(a.xy - b.xy)``.
    unit : str
        Key of the unit in which it lies.
    doors : tuple of Door
        Stairwells, none in bungalows and villas.
    """

    key: str
    number: str
    name: str
    kind: str
    population: int
    spot: Spot
    xy: complex
    unit: str
    doors: tuple[Door, ...]


@dataclass(frozen=True)
class Places:
    """Buildings by unit: the cell in which they lie, or their compound before a division.

    Attributes
    ----------
    homes : Mapping[str, Home]
        Buildings in which people live, by key.
    units : Mapping[str, str]
        Name of each unit by its key (cell code or estate key).
    works : list of str
        Keys of compounds in which nobody lives: factories.
    divided : bool
        Whether units are cells.
    streets : list of tuple
        Points on paths, where issues away from buildings lie, with the name of the street or none.
    """

    homes: Mapping[str, Home]
    units: Mapping[str, str]
    works: list[str]
    divided: bool
    streets: list[tuple[Spot, str | None]]

    @cached_property
    def by_unit(self) -> Mapping[str, list[Home]]:
        """Buildings of each unit."""
        table: dict[str, list[Home]] = {unit: [] for unit in self.units}
        for home in self.homes.values():
            table[home.unit].append(home)
        return table

    @cached_property
    def _everywhere(self) -> list[Home]:
        return list(self.homes.values())

    def home(self, rng: Generator, unit: str | None = None) -> Home:
        """Choose the building in which somebody lives: likelier where many live.

        Parameters
        ----------
        rng : Generator
            Chooses.
        unit : str, optional
            Only in this unit.

        Returns
        -------
        Home
        """
        here = self._everywhere if unit is None else self.by_unit[unit]
        people = np.cumsum([home.population for home in here])
        return here[int(np.searchsorted(people, rng.integers(people[-1]), side="right"))]


def places(ground: Mapping[str, gpd.GeoDataFrame]) -> Places:
    """Join buildings to their units and stairwells.

    Parameters
    ----------
    ground : Mapping[str, GeoDataFrame]
        Frames as :func:`demo.frames.build_frames` gives them.

    Returns
    -------
    Places
    """
    divided = len(ground["cells"]) > 0
    units = ground["cells"].rename(columns={"code": "key"}) if divided else ground["estates"]
    names = dict(zip(units["key"], units["name"], strict=True))
    doors = _doors(ground["entrances"])
    lived_in = ground["buildings"][ground["buildings"]["population"] > 0]
    homes = {home.key: home for home in _homes(lived_in, units, doors)}
    used = {home.unit for home in homes.values()}
    works = [key for key in names if key not in used]
    for key in works:
        del names[key]
    return Places(homes, names, works, divided, _street_spots(ground["paths"], ground["boundary"]))


def _homes(
    buildings: gpd.GeoDataFrame, units: gpd.GeoDataFrame, doors: Mapping[str, tuple[Door, ...]]
) -> Iterator[Home]:
    """Give each building its unit, and a point inside in degrees and in metres."""
    points = buildings.representative_point()
    spots = shapely.get_coordinates(points).tolist()
    metres = shapely.get_coordinates(points.to_crs(metric_srid(*spots[0]))).tolist()
    which, unit = units.sindex.query(points, predicate="within")
    unit_of = dict(zip(which.tolist(), units["key"].iloc[unit], strict=True))
    for i, row in enumerate(_rows(buildings)):
        spot, xy = (spots[i][0], spots[i][1]), complex(*metres[i])
        yield Home(
            row["key"], row["number"], row["name"], row["kind"], int(row["population"]),
            spot, xy, unit_of[i], doors.get(row["key"], ()),
        )  # fmt: skip


def _rows(frame: gpd.GeoDataFrame) -> list[dict[Any, Any]]:
    rows: list[dict[Any, Any]] = pd.DataFrame(frame).to_dict("records")
    return rows


def _doors(entrances: gpd.GeoDataFrame) -> dict[str, tuple[Door, ...]]:
    doors: dict[str, tuple[Door, ...]] = {}
    for row in _rows(entrances):
        door = Door(row["key"], row["name"], (row["geometry"].x, row["geometry"].y))
        building = row["building_key"]
        doors[building] = (*doors.get(building, ()), door)
    return doors


def _street_spots(
    paths: gpd.GeoDataFrame, boundary: gpd.GeoDataFrame
) -> list[tuple[Spot, str | None]]:
    middles = shapely.line_interpolate_point(paths.geometry.values, 0.5, normalized=True)
    inside = shapely.within(middles, boundary.geometry.iloc[0])
    spots = np.round(shapely.get_coordinates(middles[inside]), 9).tolist()
    names = paths["name"][inside]
    return [
        ((lon, lat), name if isinstance(name, str) else None)
        for (lon, lat), name in zip(spots, names, strict=True)
    ]
