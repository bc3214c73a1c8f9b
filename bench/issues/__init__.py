"""Filing, moving and listing issues as they grow from 1,000 to 100,000.

``python -m bench issues``. Pages and layers are asked through the whole application, logged in as
the community's administrator, who sees the most; steps go through their services. What counts is
the CPU of Python and PostgreSQL together, for others may use the machine meanwhile.
"""

from __future__ import annotations

import math
import tempfile
from pathlib import Path

from app.settings import Settings
from bench.issues.asking import ADDRESSES, Site, grow_to, open_site
from bench.issues.plans import plan_of
from bench.issues.steps import STEPS, Case
from bench.issues.timing import Times
from bench.store import store_town, throwaway_store
from bench.towns import town

SIZES = (1_000, 10_000, 100_000)
ROUNDS = 15
GOAL_S = 0.150


def main(buildings: int = 5_000, cells: int = 60) -> None:
    """Measure and print.

    Parameters
    ----------
    buildings, cells : int
        Size of the generated town.
    """
    houses, grid = town(buildings, cells, seed=1)
    by_size: dict[int, Times] = {}
    with throwaway_store() as store, tempfile.TemporaryDirectory() as folder:
        store_town(store, houses, grid)
        site = open_site(store, Settings(wangge_instance=Path(folder)))
        for size in SIZES:
            grow_to(site, size)
            by_size[size] = measure(site)
        plans = {name: plan_of(site, address) for name, address in ADDRESSES.items()}
    print(
        f"{buildings} buildings, {cells} cells; ms of CPU (Python + PostgreSQL), median of {ROUNDS}"
    )
    print(table(by_size))
    print(f"goal: pages and layers below {1000 * GOAL_S:.0f} ms, growth below 1.0")
    for name, lines in plans.items():
        print(f"\n{name}: the slowest statement at {SIZES[-1]:,} issues")
        print("\n".join(f"  {line}" for line in lines))


def measure(site: Site) -> Times:
    """Take every step and ask for every page, several times in turn.

    Parameters
    ----------
    site : Site
    """
    times = Times()
    for number in range(ROUNDS + 1):
        kept = times if number else Times()  # The first round warms up.
        case = Case(site, number)
        for name, step in STEPS.items():
            with kept.measured(name, site.backend):
                step(case)
        for name, address in ADDRESSES.items():
            with kept.measured(name, site.backend):
                site.ask(address)
    return times


def table(by_size: dict[int, Times]) -> str:
    """Write medians by size, and the power of the size with which the last tenfold grew.

    Parameters
    ----------
    by_size : dict of int to Times
    """
    sizes = list(by_size)
    heads = "".join(f"{size:>20,}" for size in sizes)
    lines = [f"{'':<30}{heads}{'growth':>10}"]
    for name in by_size[sizes[0]].python:
        found = [by_size[size].medians(name) for size in sizes]
        figures = "".join(
            f"{1000 * sum(both):>8.0f} ({1000 * both[0]:3.0f} + {1000 * both[1]:3.0f})"
            for both in found
        )
        growth = math.log10(sum(found[-1]) / sum(found[-2]))
        lines.append(f"{name:<30}{figures}{growth:>10.2f}")
    return "\n".join(lines)
