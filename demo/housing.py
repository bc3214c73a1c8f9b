"""Houses with their numbers, households and people, as the frames of buildings and entrances."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.random import Generator
from numpy.typing import NDArray

from demo.figures import Figures
from demo.homes import fit_homes, spread
from demo.layout.shapes import House
from demo.placer import Placer, frame_of

_PREFIX = {"apartment": "", "bungalow": "平", "villa": "墅", "other": "厂"}
_NAME = {"apartment": "{}号楼", "bungalow": "平房{}号", "villa": "别墅{}号", "other": "{}号厂房"}


def number_houses(houses: list[House]) -> None:
    """Count up in each kind, in the order of compounds and rows.

    Parameters
    ----------
    houses : list of House
        Get their numbers.
    """
    counts: dict[str, int] = {}
    for house in houses:
        counts[house.kind] = counts.get(house.kind, 0) + 1
        house.number = f"{_PREFIX[house.kind]}{counts[house.kind]}"


def buildings_frame(
    houses: list[House], figures: Figures, sums: NDArray[np.int64], place: Placer, rng: Generator
) -> gpd.GeoDataFrame:
    """Give the ``buildings`` frame.

    Parameters
    ----------
    houses : list of House
        Numbered houses.
    figures : Figures
        The key of the community, and its population.
    sums : ndarray of int
        Households of each house.
    place : Placer
        Moves local metres to the globe.
    rng : Generator
        Chooses how many live where.

    Returns
    -------
    GeoDataFrame
    """
    people = spread(figures.population, sums, rng)
    return frame_of(
        {
            "key": [_key(figures.key, house) for house in houses],
            "number": [house.number for house in houses],
            "name": [_name(house) for house in houses],
            "address": [f"{house.estate}{_name(house)}" for house in houses],
            "kind": [house.kind for house in houses],
            "levels": pd.array([house.levels for house in houses], dtype="Int64"),
            "entrance_count": pd.array([len(h.doors) or pd.NA for h in houses], dtype="Int64"),
            "households": pd.array(sums, dtype="Int64"),
            "population": pd.array(people, dtype="Int64"),
        },
        [place(house.shape) for house in houses],
    )


def entrances_frame(
    houses: list[House], figures: Figures, homes: list[NDArray[np.int64]], place: Placer
) -> gpd.GeoDataFrame:
    """Give the ``entrances`` frame.

    Parameters
    ----------
    houses, figures, place
        See :func:`buildings_frame`.
    homes : list of ndarray of int
        Households as :func:`homes_of` gives them.

    Returns
    -------
    GeoDataFrame
    """
    doors = [
        (_key(figures.key, house), n, count, place(door))
        for house, counts in zip(houses, homes, strict=True)
        for n, (door, count) in enumerate(zip(house.doors, counts, strict=False), start=1)
    ]
    return frame_of(
        {
            "key": [f"{key}-{n}" for key, n, _, _ in doors],
            "building_key": [key for key, _, _, _ in doors],
            "name": [f"{n}单元" for _, n, _, _ in doors],
            "households": pd.array([count for _, _, count, _ in doors], dtype="Int64"),
        },
        [point for _, _, _, point in doors],
    )


def homes_of(houses: list[House], figures: Figures, rng: Generator) -> list[NDArray[np.int64]]:
    """Give each house the households of its stairwells, in sum as published for each kind.

    Parameters
    ----------
    houses : list of House
        With the households for which they were built.
    figures : Figures
        The sums.
    rng : Generator
        Chooses which flats are joined or divided.

    Returns
    -------
    list of ndarray of int
        For each house one number a stairwell, or one for the whole house.
    """
    homes = _fitted(houses, figures, rng)
    return np.split(homes, np.cumsum([len(house.homes) for house in houses])[:-1])


def _fitted(houses: list[House], figures: Figures, rng: Generator) -> NDArray[np.int64]:
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
