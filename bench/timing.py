"""Timing two things in turn, so that a noisy machine slows both alike."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping


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
