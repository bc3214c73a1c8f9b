"""Team orienteering in Chao's text form, by `patrol.tours.chosen.chosen_tours`.

Chao, Golden and Wasil (1996), "The team orienteering problem", made the sets p1 to p7.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from bench.routing.keywords import Unreadable
from patrol.noding import Floats, Ints
from patrol.tours.chosen import chosen_tours
from patrol.tours.effort import Effort
from patrol.tours.fleet import Fleet

CORES = 2

_FINE = 1_000_000
"""Distances are counted in so many parts of the file's unit, rounded down."""

_SLACK = 1e-6
"""By so much of the file's unit may a way be longer than told, since limits are rounded too."""


@dataclass(frozen=True, eq=False)
class Outing:
    """A team orienteering problem.

    Attributes
    ----------
    points : (n, 2) array
        All begin at the first and end at the last.
    score : (n,) array
        Of a visit to each.
    walkers : int
    longest : float
        Way of each, at most.
    """

    points: Floats
    score: Floats
    walkers: int
    longest: float


def is_outing(path: Path) -> bool:
    """Say whether a text file begins as these do.

    Parameters
    ----------
    path : Path

    Returns
    -------
    bool
    """
    with path.open(encoding="utf-8", errors="replace") as file:
        return file.readline().replace(";", " ").split()[:1] == ["n"]


def read_outing(path: Path) -> Outing:
    """Read a file.

    Parameters
    ----------
    path : Path
        Lines ``n``, ``m`` and ``tmax``, each with its number, then ``x y score`` for each point;
        semicolons or spaces part them.

    Returns
    -------
    Outing

    Raises
    ------
    Unreadable
        If the file is not what it promises.
    """
    text = path.read_text(encoding="utf-8", errors="replace").replace(";", " ")
    lines = [line.split() for line in text.splitlines() if line.strip()]
    try:
        told = {line[0]: float(line[1]) for line in lines[:3]}
        count, walkers, longest = (told[word] for word in ("n", "m", "tmax"))
        places = np.array([[float(word) for word in line] for line in lines[3:]])
    except (IndexError, KeyError, ValueError) as error:
        raise Unreadable("no lines n, m and tmax, or what follows is no number") from error
    if places.shape != (int(count), 3) or count < 2 or not np.isfinite(places).all():
        raise Unreadable(f"not {int(count)} lines of x, y and score")
    if walkers < 1 or longest < 0 or (places[:, 2] < 0).any():
        raise Unreadable("m, tmax or a score is too small")
    return Outing(places[:, :2], places[:, 2], int(walkers), longest)


def solve_file(path: Path, time_limit_s: float) -> dict[str, Any]:
    """Solve a file.

    Parameters
    ----------
    path : Path
    time_limit_s : float
        For the solver, on two cores; reading the file comes on top.

    Returns
    -------
    dict
        ``name, kind, cost, seconds``; the cost is the score, of which more is better.

    Raises
    ------
    Unreadable
        If the file is not what it promises.
    """
    outing = read_outing(path)
    apart = np.hypot(*(outing.points[:, None] - outing.points[None]).transpose(2, 0, 1))
    fleet = Fleet(
        np.floor(apart * _FINE).astype(np.int64),
        walkers=outing.walkers,
        first=0,
        last=len(apart) - 1,
        longest=int(outing.longest * _FINE),
    )
    start = time.perf_counter()
    nothing = np.zeros(len(apart), dtype=bool)
    effort = Effort(time_limit_s, cores=CORES)
    routes = chosen_tours(fleet, outing.score, nothing, effort=effort)
    seconds = time.perf_counter() - start
    score = total_score(outing, routes)
    return {"name": path.stem, "kind": "top", "cost": score, "seconds": seconds}


def total_score(outing: Outing, routes: list[Ints]) -> float:
    """Add up the scores, after checking that no way is too long and nothing is met twice.

    Parameters
    ----------
    outing : Outing
    routes : list of int arrays
        Points visited by each walker, without beginning and end.

    Returns
    -------
    float
    """
    assert len(routes) <= outing.walkers, "too many walkers"
    visited = np.array([row for route in routes for row in route], dtype=np.int64)
    assert len(set(visited.tolist())) == len(visited), "a point is met twice"
    for route in routes:
        way = outing.points[np.concatenate([[0], route, [len(outing.points) - 1]])]
        length = float(np.hypot(*np.diff(way, axis=0).T).sum())
        assert length <= outing.longest + _SLACK * len(way), "a way is too long"
    return float(outing.score[visited].sum())
