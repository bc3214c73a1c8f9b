"""What somebody wants of a division, and how many cells that makes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

import geopandas as gpd

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
    """

    cells: int
    low: float
    high: float


TOLERANCE = 0.05
"""Largest deviation from the mean that a division should have."""


def decide_size(
    total: float, houses: int, cells: int | None, households: tuple[float, float] | None
) -> tuple[Size, list[Finding]]:
    """Decide how many cells there are to be.

    Parameters
    ----------
    total : float
        Households to share out.
    houses : int
        Buildings that can be parted.
    cells : int or None
        Wished number.
    households : tuple of float or None
        Wished range of a cell.

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
    wished = cells if cells is not None else _fitting(total, *(households or (1, 1)))
    if wished < 1:
        raise InputRefused(N_("There must be at least one cell."))
    if wished > houses:
        raise InputRefused(
            N_("%(cells)s cells are more than the %(houses)s buildings that can be shared out. "
               "Ask for fewer cells."),
            cells=wished, houses=houses,
        )  # fmt: skip
    mean = total / wished
    if households is None:
        return Size(wished, mean * (1 - TOLERANCE), mean * (1 + TOLERANCE)), []
    low, high = households
    if low <= mean <= high:
        return Size(wished, low, high), []
    finding = Finding(
        "range_cannot_hold", Severity.WARNING,
        N_("%(total)s households in %(cells)s cells are %(mean)s each: outside of the wished "
           "%(low)s to %(high)s. Wish for another number or range."),
        {"total": round(total), "cells": wished, "mean": round(mean), "low": low, "high": high},
    )  # fmt: skip
    return Size(wished, low, high), [finding]


def _fitting(total: float, low: float, high: float) -> int:
    """Give the number of cells whose mean is nearest to the middle of a range."""
    guess = 2 * total / (low + high)
    near = {max(1, int(guess)), int(guess) + 1}
    return min(near, key=lambda cells: abs(total / cells - (low + high) / 2))
