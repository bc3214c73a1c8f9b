"""Households where nobody counted them: footprint times levels over the ground of one household.

The rule is written down once, as :data:`DWELLINGS` and a measure of ground that a database can
take as well; ``app.queries.households`` says the same in SQL.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geodata.crs import STORAGE_SRID

DEFAULT_M2_PER_HOUSEHOLD = 100.0
"""Gross floor of one household. The census of 2020 gives 111 m2 of dwelling for a family household
in China's towns and cities; older communities are denser. A setting, not a fact."""

_EARTH_M = 6_371_008.8
M2_PER_SQUARE_DEGREE = (_EARTH_M * math.pi / 180) ** 2
"""Ground of a square degree at the equator of a sphere with the earth's mean radius."""

UNKNOWN = "unknown"
"""The kind of a building of which nobody said what it is."""


@dataclass(frozen=True)
class Dwelling:
    """How many households a kind of building has where nobody counted.

    Attributes
    ----------
    levels : int
        Where they are unknown.
    is_single : bool
        One household, however large.
    least_m2 : float
        Smaller footprints are sheds: nobody lives there.
    """

    levels: int = 1
    is_single: bool = False
    least_m2: float = 0.0


DWELLINGS: Mapping[str, Dwelling] = MappingProxyType(
    {
        "apartment": Dwelling(levels=6),
        "bungalow": Dwelling(is_single=True),
        "villa": Dwelling(is_single=True),
        # Most buildings without a kind are homes, but lower ones than the blocks that have one.
        UNKNOWN: Dwelling(levels=3, least_m2=40.0),
    }
)
"""Kinds of buildings in which people live; in all others nobody does."""


def estimate_households(
    buildings: gpd.GeoDataFrame, *, m2_per_household: float = DEFAULT_M2_PER_HOUSEHOLD
) -> pd.DataFrame:
    """Estimate the households of buildings that lack a count and in which people may live.

    ``households = max(1, round(footprint_m2 * levels / m2_per_household))``, with the levels of
    :data:`DWELLINGS` where they are unknown. A villa or bungalow is not split.

    Parameters
    ----------
    buildings : GeoDataFrame
        Frame ``buildings`` in EPSG:4326; a missing ``kind`` is an unknown one.
    m2_per_household : float
        Square metres of gross floor.

    Returns
    -------
    DataFrame
        ``households`` (Int64: counted, else estimated, NA for points and where nobody lives) and
        ``estimated`` (bool), with the index of ``buildings``.

    Raises
    ------
    ValueError
        If ``m2_per_household`` is not positive.
    """
    if not m2_per_household > 0:
        raise ValueError(f"m2_per_household must be positive: {m2_per_household}")
    shapes = buildings.to_crs(STORAGE_SRID).geometry.to_numpy()
    footprint_m2 = _ground_m2(shapes)
    rules = buildings["kind"].fillna(UNKNOWN).map(DWELLINGS)
    lacks = buildings["households"].isna() & rules.notna() & (shapely.get_dimensions(shapes) == 2)
    rules = rules.where(rules.notna(), Dwelling())
    lacks &= footprint_m2 >= _each(rules, "least_m2")
    levels = buildings["levels"].astype("Float64").fillna(_each(rules, "levels"))
    guess = np.maximum(1, np.round(footprint_m2 * levels.to_numpy(float) / m2_per_household))
    guess = np.where(_each(rules, "is_single"), 1, guess)
    estimate = pd.Series(guess, index=buildings.index).astype("Int64")
    return pd.DataFrame(
        {"households": buildings["households"].mask(lacks, estimate), "estimated": lacks}
    )


def _ground_m2(shapes: NDArray[np.object_]) -> NDArray[np.float64]:
    """Measure footprints on the sphere: right to 0.5 %, and the same in the database."""
    south = np.radians(shapely.bounds(shapes)[:, 1])
    return np.asarray(shapely.area(shapes) * M2_PER_SQUARE_DEGREE * np.cos(south), np.float64)


def _each(rules: pd.Series, name: str) -> pd.Series:
    """Give one figure of the rule of each building."""
    return rules.map(lambda rule: getattr(rule, name))
