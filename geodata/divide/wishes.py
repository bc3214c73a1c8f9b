"""What somebody wants of a division, and how many cells that makes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

import geopandas as gpd
import numpy as np
from numpy.typing import NDArray

from geodata.errors import N_, InputRefused
from geodata.findings import Finding, Severity


class Variant(StrEnum):
    """What comes first where not everything can be had."""

    BALANCE = "balance"
    STREETS = "streets"
    STABLE = "stable"


@dataclass(frozen=True)
class Wishes:
    """What a division should respect besides its size.

    Attributes
    ----------
    estates : GeoDataFrame or None
        Compounds to keep whole: polygons, any CRS.
    existing : GeoDataFrame or None
        Cells that hold today: polygons, any CRS. Needed for the variant ``stable``; the new
        cells then come in the order of the existing ones.
    fixed : mapping of str to int
        Buildings (by key) that must be in the cell which continues this row of ``existing``.
    exclusive : GeoDataFrame or None
        Grounds that are a cell of their own (a school, a market): polygons, any CRS.
    """

    estates: gpd.GeoDataFrame | None = None
    existing: gpd.GeoDataFrame | None = None
    fixed: Mapping[str, int] = field(default_factory=dict)
    exclusive: gpd.GeoDataFrame | None = None


@dataclass(frozen=True)
class Size:
    """How many cells, and how many households each may have.

    Attributes
    ----------
    cells : int
    low, high : float
        The wished range; a share of the mean where only a number of cells was wished.
    mean : float
        Households of a cell, those left out that one building alone fills.
    """

    cells: int
    low: float
    high: float
    mean: float


TOLERANCE = 0.05
"""Largest deviation from the mean that a balanced division should have."""

TOLERANCES: Mapping[Variant, float] = {
    Variant.BALANCE: TOLERANCE, Variant.STREETS: 0.15, Variant.STABLE: 0.15,
}  # fmt: skip
"""The same by variant: borders along streets, and cells that stay, want room."""


def decide_size(
    loads: NDArray[np.float64],
    cells: int | None,
    households: tuple[float, float] | None,
    tolerance: float = TOLERANCE,
) -> tuple[Size, list[Finding]]:
    """Decide how many cells there are to be.

    Parameters
    ----------
    loads : ndarray of float
        Households of each building that can be parted from the others.
    cells : int or None
        Wished number.
    households : tuple of float or None
        Wished range of a cell.
    tolerance : float
        Deviation from the mean that makes the range where only a number was wished.

    Returns
    -------
    size : Size
    findings : list of Finding
        That no number of cells fits the range.

    Raises
    ------
    InputRefused
        If nothing is wished, or what nobody can do.
    """
    if cells is None and households is None:
        raise InputRefused(N_("Say how many cells, or how many households a cell may have."))
    if households is not None and not 0 < households[0] <= households[1]:
        raise InputRefused(
            N_("A cell can't have from %(low)s to %(high)s households: the first number must be "
               "above 0 and not above the second."),
            low=households[0], high=households[1],
        )  # fmt: skip
    total = float(loads.sum())
    if not len(loads):
        raise InputRefused(N_("All buildings lie in exclusive cells: nothing is left to divide."))
    wished = cells if cells is not None else _fitting(loads, *(households or (1, 1)))
    if wished < 1:
        raise InputRefused(N_("There must be at least one cell."))
    if wished > len(loads):
        raise InputRefused(
            N_("%(cells)s cells are more than the %(houses)s buildings that can be shared out. "
               "Ask for fewer cells."),
            cells=wished, houses=len(loads),
        )  # fmt: skip
    mean = _usual_mean(loads, wished)
    if households is None:
        return Size(wished, mean * (1 - tolerance), mean * (1 + tolerance), mean), []
    low, high = households
    if low <= mean <= high:
        return Size(wished, low, high, mean), []
    finding = Finding(
        "range_cannot_hold", Severity.WARNING,
        N_("%(total)s households in %(cells)s cells are %(mean)s each: outside of the wished "
           "%(low)s to %(high)s. Wish for another number or range."),
        {"total": round(total), "cells": wished, "mean": round(mean), "low": low, "high": high},
    )  # fmt: skip
    return Size(wished, low, high, mean), [finding]


def _fitting(loads: NDArray[np.float64], low: float, high: float) -> int:
    """Give the number of cells whose mean is nearest to the middle of a range.

    A building that alone has more than a cell may have is a cell of its own.
    """
    giants = int((loads > high).sum())
    rest, middle = float(loads[loads <= high].sum()), (low + high) / 2
    if rest <= 0:
        return max(giants, 1)
    guess = int(rest / middle)
    return giants + min({max(1, guess), guess + 1}, key=lambda some: abs(rest / some - middle))


def _usual_mean(loads: NDArray[np.float64], cells: int) -> float:
    """Give the mean of the cells that are not filled by one building alone."""
    heaviest_first = np.sort(loads)[::-1]
    rest = float(loads.sum())
    for giants in range(cells - 1):
        mean = rest / (cells - giants)
        if heaviest_first[giants] <= mean * (1 + TOLERANCE):
            return mean
        rest -= float(heaviest_first[giants])
    return float(loads.sum()) / cells
