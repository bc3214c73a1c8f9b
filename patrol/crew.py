"""Plan many cells at once, on several cores: each is a small problem on the same network."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass
from multiprocessing.synchronize import Event
from typing import Any

import geopandas as gpd

from geodata.errors import InputRefused
from geodata.findings import Finding, Severity
from patrol.network import WalkingNetwork
from patrol.result import PatrolResult

Tell = Callable[[float, str], bool]
Plan = Callable[..., PatrolResult]

_TICK_S = 0.5
_WORTH_A_PROCESS = 3
"""Fewer cells than this are planned before other processes have even begun."""


@dataclass(frozen=True, eq=False)
class CellTask:
    """One cell to be planned.

    Attributes
    ----------
    key : int
        By which the result is found again.
    name : str
        For whoever watches.
    plan : callable
        `patrol.plan.plan_patrols` or another function of a module, called with the network, the
        options, ``obstacles`` and ``tell``.
    options : dict
        Arguments of that function; they are sent to another process.
    """

    key: int
    name: str
    plan: Plan
    options: dict[str, Any]


@dataclass(frozen=True, eq=False)
class CellAnswer:
    """What came of one task: a result, or why there is none."""

    key: int
    result: PatrolResult | None
    refusal: Finding | None


def plan_all(
    network: WalkingNetwork,
    obstacles: gpd.GeoSeries,
    tasks: Sequence[CellTask],
    *,
    cores: int | None = None,
    tell: Tell,
) -> Iterator[CellAnswer]:
    """Plan cells, as many at a time as there are cores.

    Parameters
    ----------
    network : WalkingNetwork
        Sent to each process once.
    obstacles : GeoSeries
        Footprints of buildings.
    tasks : sequence of CellTask
    cores : int, optional
        By default those of the machine.
    tell : callable
        Told the share done and what is at work; where it gives False, each cell that is at work
        ends with its best so far.

    Yields
    ------
    CellAnswer
        As they are done, in no order.
    """
    cores = min(cores or os.cpu_count() or 1, len(tasks))
    if cores < 2 or len(tasks) < _WORTH_A_PROCESS:
        yield from _one_by_one(network, obstacles, tasks, tell)
    else:
        yield from _side_by_side(network, obstacles, tasks, cores, tell)


def _one_by_one(
    network: WalkingNetwork, obstacles: gpd.GeoSeries, tasks: Sequence[CellTask], tell: Tell
) -> Iterator[CellAnswer]:
    for number, task in enumerate(tasks):

        def tell_part(share: float, _what: str, done: int = number, at: CellTask = task) -> bool:
            return tell((done + share) / len(tasks), at.name)

        tell_part(0.0, "")
        yield _answer(network, obstacles, task, tell_part)


def _answer(
    network: WalkingNetwork, obstacles: gpd.GeoSeries, task: CellTask, tell: Tell
) -> CellAnswer:
    """Plan one cell; what cannot be planned is an answer, too, and stops no other cell."""
    try:
        result = task.plan(network, **task.options, obstacles=obstacles, tell=tell)
    except InputRefused as refusal:
        # An exception with named values does not survive the way between processes.
        told = Finding("not_planned", Severity.ERROR, refusal.template, refusal.params)
        return CellAnswer(task.key, None, told)
    return CellAnswer(task.key, result, None)


def _side_by_side(
    network: WalkingNetwork,
    obstacles: gpd.GeoSeries,
    tasks: Sequence[CellTask],
    cores: int,
    tell: Tell,
) -> Iterator[CellAnswer]:
    # A forked process would share the connections and locks of this one.
    context = multiprocessing.get_context("spawn")
    enough = context.Event()
    crew = ProcessPoolExecutor(cores, context, _enter, (network, obstacles, enough))
    try:
        waiting: set[Future[CellAnswer]] = {crew.submit(_work, task) for task in tasks}
        names = {task.key: task.name for task in tasks}
        last = ""
        while waiting:
            done, waiting = wait(waiting, _TICK_S, FIRST_COMPLETED)
            for future in done:
                answer = future.result()
                last = names[answer.key]
                yield answer
            if not tell(1 - len(waiting) / len(tasks), last):
                enough.set()
    finally:
        enough.set()
        crew.shutdown(cancel_futures=True)


_here: dict[str, Any] = {}
"""What a process of the crew works on; it belongs to one crew only."""


def _enter(network: WalkingNetwork, obstacles: gpd.GeoSeries, enough: Event) -> None:
    _here.update(network=network, obstacles=obstacles, enough=enough)


def _work(task: CellTask) -> CellAnswer:
    """Plan one cell in a process of the crew."""
    return _answer(
        _here["network"],
        _here["obstacles"],
        task,
        lambda _share, _what: not _here["enough"].is_set(),
    )
