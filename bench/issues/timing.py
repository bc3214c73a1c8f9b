"""Seconds of CPU of this process and of its backend of PostgreSQL."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

_NS_PER_S = 1e9


@dataclass
class Times:
    """Seconds of CPU by name, Python's and PostgreSQL's."""

    python: dict[str, list[float]] = field(default_factory=dict)
    postgres: dict[str, list[float]] = field(default_factory=dict)

    @contextmanager
    def measured(self, name: str, backend: int) -> Iterator[None]:
        """Measure what happens inside.

        Parameters
        ----------
        name : str
        backend : int
            Process id of the backend.
        """
        before = time.process_time(), on_cpu_s(backend)
        yield
        after = time.process_time(), on_cpu_s(backend)
        for kind, start, end in zip((self.python, self.postgres), before, after, strict=True):
            kind.setdefault(name, []).append(end - start)

    def medians(self, name: str) -> tuple[float, float]:
        """Give the medians of Python and of PostgreSQL.

        Parameters
        ----------
        name : str
        """
        return statistics.median(self.python[name]), statistics.median(self.postgres[name])


def on_cpu_s(pid: int) -> float:
    """Give the CPU seconds that a process has used, to the nanosecond.

    Parameters
    ----------
    pid : int

    Returns
    -------
    float
        Single pages cost less than the hundredths that ``/proc/PID/stat`` counts in.
    """
    return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / _NS_PER_S
