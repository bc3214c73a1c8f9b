"""Timing two things in turn, so that a noisy machine slows both alike."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping
from pathlib import Path

_TICKS_PER_S = 100
"""Of the clock in ``/proc``."""


def in_turn(
    tasks: Mapping[str, Callable[[], None]], *, runs: int, before: Callable[[], None] | None = None
) -> dict[str, float]:
    """Run each task in turn, several times.

    Parameters
    ----------
    tasks : Mapping of str to callable
        What is compared, by name; each is run once more first, uncounted.
    runs : int
        Counted runs of each.
    before : callable, optional
        Called before every run, uncounted.

    Returns
    -------
    dict of str to float
        Median seconds by name.
    """
    seconds: dict[str, list[float]] = {name: [] for name in tasks}
    for _ in range(runs + 1):
        for name, task in tasks.items():
            if before is not None:
                before()
            start = time.perf_counter()
            task()
            seconds[name].append(time.perf_counter() - start)
    return {name: statistics.median(times[1:]) for name, times in seconds.items()}


def table(seconds: Mapping[str, float], base: str) -> str:
    """Write medians as a table, with the ratio to one of them.

    Parameters
    ----------
    seconds : Mapping of str to float
        As :func:`in_turn` gives it.
    base : str
        Name of the one to which the others are compared.
    """
    rows = [
        f"{name:<58} {took:9.3f} s   {took / seconds[base]:6.2f} x"
        for name, took in seconds.items()
    ]
    return "\n".join(rows)


def cpu_s_of(pid: int) -> float:
    """Give the CPU seconds that another process has used.

    Parameters
    ----------
    pid : int
        Such as that of a PostgreSQL backend.

    Returns
    -------
    float
        Of user and system, in steps of a hundredth.
    """
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS_PER_S
