"""TSPLIB: one shortest round, by `patrol.tours.one.tour_order`."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import numpy as np

from bench.routing.keywords import Unreadable, read_sections
from bench.routing.weights import weights
from patrol.noding import Ints
from patrol.tours.one import tour_order


def solve_file(path: Path, time_limit_s: float) -> dict[str, Any]:
    """Solve a ``.tsp`` file.

    Parameters
    ----------
    path : Path
    time_limit_s : float
        For the solver; reading the file comes on top.

    Returns
    -------
    dict
        ``name, kind, cost, optimum, seconds``; ``optimum`` only where the comment tells it.

    Raises
    ------
    Unreadable
        If the file is not what it promises.
    """
    sections = read_sections(path)
    kind = sections.words.get("TYPE", "TSP").split()[:1]
    if kind != ["TSP"] or "FIXED_EDGES_SECTION" in sections.numbers:
        raise Unreadable("only symmetric rounds without fixed edges are solved")
    matrix = weights(sections)
    start = time.perf_counter()
    tour = tour_order(matrix, time_limit_s=time_limit_s)
    seconds = time.perf_counter() - start
    return {
        "name": path.stem,
        "kind": "tsp",
        "cost": round_cost(matrix, tour),
        "optimum": sections.optimum,
        "seconds": seconds,
    }


def round_cost(matrix: Ints, tour: Ints) -> int:
    """Add up a round, after checking that it meets every stop once.

    Parameters
    ----------
    matrix : (n, n) int array
        Distances of the file.
    tour : (n,) int array
        Rows in order.

    Returns
    -------
    int
    """
    assert sorted(tour.tolist()) == list(range(len(matrix))), "a stop is missed or met twice"
    return int(matrix[tour, np.roll(tour, -1)].sum())
