"""Ranks of the methods, measure by measure, and ours against the goals."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
from scipy.stats import rankdata

from bench.division.measures import MEASURES

Figures = Mapping[str, float]

_BASE, _BASE_S, _MOST_S = 8_000, 60.0, 300.0
OURS, KWAY, KMEANS = "ours", "METIS k-way + roads", "k-means"


def ranks(figures: Mapping[str, Figures]) -> dict[str, float]:
    """Add up the ranks of each method on one set.

    Parameters
    ----------
    figures : mapping
        Figures by method; empty for one that failed, which is last in everything.

    Returns
    -------
    dict
        Sum of ranks by method: 1 is the best, equals share the mean of their ranks. Measures
        that nobody has on this set count for nobody.
    """
    total = np.zeros(len(figures))
    for one in MEASURES:
        values = [method.get(one.key, np.nan) for method in figures.values()]
        if not np.isnan(values).all():
            signed = np.array(values) * (-1 if one.more else 1)
            total += rankdata(np.where(np.isnan(signed), np.inf, signed).round(6))
    return dict(zip(figures, total.tolist(), strict=True))


def goals(
    figures: Mapping[str, Figures], least_percent: float, buildings: int
) -> list[tuple[str, str, bool]]:
    """Hold ours against the goals on one set.

    Parameters
    ----------
    figures : mapping
        Figures by method.
    least_percent : float
        Deviation that no division of whole buildings can go below.
    buildings : int
        How many there are.

    Returns
    -------
    list of tuple
        Goal, what was reached, whether it is met. Goals for which a figure is missing (no main
        road, no k-means) are left out.
    """
    ours = figures[OURS]
    allowed = max(5.0, least_percent)
    tiles = sum(ours[key] for key in ("gaps_m2", "overlaps_m2", "edges_differ"))
    lost = ours["split"] + ours["unassigned"]
    found = [
        ("valid coverage", f"{tiles:.2f} faults", tiles == 0),
        ("0 buildings split or unassigned", f"{lost:.0f}", lost == 0),
        ("every cell contiguous", f"{ours['pieces']:.0f} in pieces", ours["pieces"] == 0),
        _at_least("all cells in range", ours["in_range_percent"], 100),
        _at_most(f"largest deviation (least {least_percent:.1f} %)",
                 ours["largest_percent"], allowed),
        _at_least("inner border on ways, walls, edges", ours["on_lines_percent"], 88),
    ]  # fmt: skip
    found += _against_peers(ours, figures)
    if "recovered" in ours:
        yes = ours["recovered"] == 1
        found.append(("planted town recovered", "yes" if yes else "no", yes))
    limit_s, took_s = _patience_s(buildings), ours["cpu_s"]
    found.append((f"at most {limit_s:.0f} CPU s", f"{took_s:.1f} s", took_s <= limit_s))
    return found


def _against_peers(ours: Figures, figures: Mapping[str, Figures]) -> list[tuple[str, str, bool]]:
    """Hold ours against the goals that are set by METIS and k-means."""
    found = []
    if compact := figures.get(KWAY, {}).get("compact_mean"):
        ratio = 100 * ours["compact_mean"] / compact
        found.append(_at_least("Polsby-Popper of METIS k-way's", ratio, 115))
    inside = figures.get(KMEANS, {}).get("main_inside_percent")
    if inside is not None:
        found.append(_at_most("main road inside", ours["main_inside_percent"], inside / 2))
    return found


def _patience_s(buildings: int) -> float:
    """Give the time that dividing may take: 60 s to 8,000 buildings, then n log n to 5 minutes."""
    ratio = max(buildings, _BASE) * math.log(max(buildings, _BASE)) / (_BASE * math.log(_BASE))
    return min(_BASE_S * ratio, _MOST_S)


def _at_least(what: str, percent: float, goal: float) -> tuple[str, str, bool]:
    return f"{what} at least {goal:g} %", f"{percent:.1f} %", percent >= goal - 1e-9


def _at_most(what: str, percent: float, goal: float) -> tuple[str, str, bool]:
    return f"{what} at most {goal:.3g} %", f"{percent:.1f} %", percent <= goal + 1e-9
