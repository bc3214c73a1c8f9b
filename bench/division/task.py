"""One method on one set in a process of its own, so that its processor time is its own.

``python -m bench.division.task SET METHOD`` prints one line of JSON.
"""

from __future__ import annotations

import json
import resource
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from functools import partial

from bench.division.fmtm import NotInstalled, Splitter
from bench.division.measures import measure
from bench.division.peers import LABELLERS, by_labels
from bench.division.sets import Missing, load
from bench.ground import Divided, Ground
from geodata.divide import Variant, Wishes, divide_ground

OURS = "ours"
ESTATES = "ours + whole estates"
STREETS = "ours + streets first"
FMTM = "fmtm-splitter"
METHODS = (OURS, *LABELLERS, FMTM)
"""What ``python -m bench division`` runs."""

OWN = (OURS, ESTATES, STREETS)
ALL_METHODS = (*OWN, *LABELLERS, FMTM)


def divide_ours(ground: Ground, method: str = OURS) -> Divided:
    """Divide by ``geodata.divide``.

    Parameters
    ----------
    ground : Ground
    method : str
        Ours as it is, with compounds kept whole, or with streets first.

    Returns
    -------
    Divided
    """
    estates = ground.barriers[ground.barriers["kind"] == "estate"]
    result = divide_ground(
        ground.buildings, ground.boundary, ground.barriers, cells=ground.cells, seed=1,
        variant=Variant.STREETS if method == STREETS else Variant.BALANCE,
        wishes=Wishes(estates=estates) if method == ESTATES else None,
    )  # fmt: skip
    return Divided(result.cells, result.assignment)


def divide(ground: Ground, method: str) -> tuple[Divided, float]:
    """Divide by one of the methods.

    Parameters
    ----------
    ground : Ground
    method : str
        One of :data:`ALL_METHODS`.

    Returns
    -------
    divided : Divided
    cpu_s : float
        Processor time, user and system, with child processes and fmtm-splitter's database, from
        the frames to the polygons.
    """
    splitter = Splitter() if method == FMTM else None
    serving: AbstractContextManager[object] = splitter or nullcontext()
    with serving:
        before = _cpu_s(splitter)
        divided = _divider(method, splitter)(ground)
        return divided, _cpu_s(splitter) - before


def _divider(method: str, splitter: Splitter | None) -> Callable[[Ground], Divided]:
    if splitter is not None:
        return splitter.divide
    if method in OWN:
        return partial(divide_ours, method=method)
    return partial(by_labels, LABELLERS[method])


def _cpu_s(splitter: Splitter | None) -> float:
    """Give the processor time used so far, by this process, its children and the server."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    own = sum(one.ru_utime + one.ru_stime for one in used)
    return own + (splitter.server_cpu_s() if splitter else 0.0)


def main(name: str, method: str) -> None:
    """Print the figures, or ``skipped`` or ``failed`` with the reason."""
    answer: dict[str, float | str]
    try:
        ground = load(name)
        divided, cpu_s = divide(ground, method)
        answer = {**measure(ground, divided), "cpu_s": cpu_s}
    except (Missing, NotInstalled) as error:
        answer = {"skipped": str(error)}
    print(json.dumps(answer))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
