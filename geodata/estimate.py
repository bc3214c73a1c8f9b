"""Households where nobody counted them: footprint times levels over the ground of one household."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geodata.crs import to_metric

DEFAULT_M2_PER_HOUSEHOLD = 100.0
"""Gross floor of one household. The census of 2020 gives 111 m2 of dwelling for a family household
in China's towns and cities; older communities are denser. A setting, not a fact."""
_LIVED_IN = frozenset({"apartment", "bungalow", "villa"})
_DEFAULT_LEVELS = {"apartment": 6, "bungalow": 1, "villa": 2}


def estimate_households(
    buildings: gpd.GeoDataFrame, *, m2_per_household: float = DEFAULT_M2_PER_HOUSEHOLD
) -> pd.DataFrame:
    """Estimate the households of residential buildings that lack a count.

    ``households = max(1, round(footprint_m2 * levels / m2_per_household))``, with 6, 1 and 2 levels
    for apartment, bungalow and villa where levels are unknown. A villa or bungalow is not split.

    Parameters
    ----------
    buildings : GeoDataFrame
        Frame ``buildings`` in EPSG:4326.
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
    is_area = shapely.get_dimensions(buildings.geometry.to_numpy()) == 2
    footprint_m2 = shapely.area(to_metric(buildings).geometry.to_numpy())
    default = pd.Series(buildings["kind"].map(_DEFAULT_LEVELS), dtype="Float64")
    levels = buildings["levels"].astype("Float64").fillna(default).to_numpy(float, na_value=1)
    guess = np.maximum(1, np.round(footprint_m2 * levels / m2_per_household))
    guess = np.where(buildings["kind"].isin(["bungalow", "villa"]), 1, guess)
    lacks = buildings["households"].isna().to_numpy() & is_area
    lacks &= buildings["kind"].isin(_LIVED_IN).to_numpy()
    estimate = pd.Series(guess, index=buildings.index).astype("Int64")
    return pd.DataFrame(
        {"households": buildings["households"].mask(lacks, estimate), "estimated": lacks}
    )
