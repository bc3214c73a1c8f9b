"""``python -m bench need``: whether patrols end up where they are needed.

Ten cells with true rates of 0.10 to 0.20 finds a visit, three patrols a day, 3,000 days, 20 runs.
The gap is half the sum of the differences between the shares of visits and those of the true rates.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from patrol.need import choose_places, shares_of_visits

CELLS, PATROLS, DAYS, RUNS = 10, 3, 3_000, 20
RATES = np.linspace(0.10, 0.20, CELLS)

Floats = NDArray[np.float64]
Way = Callable[[Floats, Floats, np.random.Generator], NDArray[np.intp]]


def by_top(found: Floats, _: Floats, rng: np.random.Generator) -> NDArray[np.intp]:
    """Go where most was found."""
    return np.lexsort((rng.random(CELLS), -found))[:PATROLS]


def by_counts(found: Floats, _: Floats, rng: np.random.Generator) -> NDArray[np.intp]:
    """Go by chance, as likely as much was found."""
    chances = (found + 1) / (found + 1).sum()
    return rng.choice(CELLS, PATROLS, replace=False, p=chances)


def by_need(found: Floats, visits: Floats, rng: np.random.Generator) -> NDArray[np.intp]:
    """Go as the product advises: by what a visit finds, and a share by chance."""
    return choose_places(shares_of_visits(found, visits), visits, PATROLS, seed=rng)


def simulate(way: Way, seed: int) -> Floats:
    """Give the shares of visits after all days.

    Parameters
    ----------
    way : callable
        Chooses the cells of a day from finds and visits so far.
    seed : int
    """
    rng = np.random.default_rng(seed)
    rates = rng.permutation(RATES)
    found, visits = np.zeros(CELLS), np.zeros(CELLS)
    for _ in range(DAYS):
        cells = way(found, visits, rng)
        visits[cells] += 1
        found[cells] += rng.random(len(cells)) < rates[cells]
    order = np.argsort(rates)
    return np.asarray((visits / visits.sum())[order])


def main() -> None:
    """Print the gap to the true need, and the least share of a cell, of each way."""
    need = RATES / RATES.sum()
    print(f"{'':<42}{'gap':>8}{'worst run':>11}{'least share':>13}{'cells below 2 %':>17}")
    ways: dict[str, Way] = {
        "top three by counts": by_top,
        "by counts": by_counts,
        "rate per visit and 20 % random (ours)": by_need,
    }
    for name, way in ways.items():
        shares = np.array([simulate(way, seed) for seed in range(RUNS)])
        gaps = np.abs(shares - need).sum(axis=1) / 2
        print(
            f"{name:<42}{gaps.mean():8.3f}{gaps.max():11.3f}{shares.min():13.1%}"
            f"{(shares < 0.02).mean():17.1%}"
        )
