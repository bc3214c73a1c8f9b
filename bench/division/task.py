"""One method on one set in a process of its own, so that its processor time is its own.

``python -m bench.division.task SET METHOD`` prints one line of JSON.
"""

from __future__ import annotations

import json
import resource
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext

from bench.division.fmtm import NotInstalled, Splitter
from bench.division.measures import measure
from bench.division.peers import LABELLERS, Divided, by_labels
from bench.division.sets import Missing, load
from bench.ground import Ground
from geodata.divide import divide_ground

OURS = "ours"
FMTM = "fmtm-splitter"
METHODS = (OURS, *LABELLERS, FMTM)
TIME_LIMIT_S = 60.0
"""For our search; the geometry before and after takes its own time."""


def divide_ours(ground: Ground) -> Divided:
    """Divide by ``geodata.divide``.

    Parameters
    ----------
    ground : Ground

    Returns
    -------
    Divided
    """
    result = divide_ground(
        ground.buildings, ground.boundary, ground.barriers, cells=ground.cells, seed=1,
        time_limit_s=TIME_LIMIT_S,
    )  # fmt: skip
    return Divided(result.cells, result.assignment)


def run(name: str, method: str) -> dict[str, float]:
    """Divide a set and measure what came out.

    Parameters
    ----------
    name : str
        Of the set.
    method : str
        One of :data:`METHODS`.

    Returns
    -------
    dict
        Figures as :func:`bench.division.measures.measure` gives them, and ``cpu_s``: user and
        system, with child processes, from the frames to the polygons.
    """
    ground = load(name)
    splitter = Splitter() if method == FMTM else None
    serving: AbstractContextManager[object] = splitter or nullcontext()
    with serving:
        before = _cpu_s(splitter)
        divided = _divider(method, splitter)(ground)
        cpu_s = _cpu_s(splitter) - before
    return {**measure(ground, divided), "cpu_s": cpu_s}


def _divider(method: str, splitter: Splitter | None) -> Callable[[Ground], Divided]:
    if splitter is not None:
        return splitter.divide
    if method == OURS:
        return divide_ours
    return lambda ground: by_labels(LABELLERS[method], ground)


def _cpu_s(splitter: Splitter | None) -> float:
    """Give the processor time used so far, by this process, its children and the server."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    own = sum(one.ru_utime + one.ru_stime for one in used)
    return own + (splitter.server_cpu_s() if splitter else 0.0)


def main(name: str, method: str) -> None:
    """Print the figures, or ``skipped`` or ``failed`` with the reason."""
    try:
        answer: dict[str, float | str] = dict(run(name, method))
    except (Missing, NotInstalled) as error:
        answer = {"skipped": str(error)}
    print(json.dumps(answer))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
