"""Counts of issues, and the rates that each divide by a count with a name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import astuple, dataclass


@dataclass(frozen=True)
class Counts:
    """What became of the issues of a period (docs/indicators.md has the definitions).

    Attributes
    ----------
    received : int
        Reported in the period.
    filed : int
        Those of the received that were filed.
    due : int
        Filed issues whose deadline fell into the period, whenever they were received.
    closed : int
        Those of the due that were closed before the period ended.
    on_time : int
        Those of the closed that were handled within their time.
    reworked : int
        Those of the closed that did not pass verification at first.
    """

    received: int = 0
    filed: int = 0
    due: int = 0
    closed: int = 0
    on_time: int = 0
    reworked: int = 0

    @classmethod
    def together(cls, parts: Iterable[Counts]) -> Counts:
        """Add counts up.

        Parameters
        ----------
        parts : iterable of Counts
            Of issues that none shares with another.
        """
        sums = zip(*map(astuple, parts), strict=True)
        return cls(*map(sum, sums))

    @property
    def filing_rate(self) -> float | None:
        """Filed / received 立案率."""
        return _share(self.filed, self.received)

    @property
    def closing_rate(self) -> float | None:
        """Closed / due 结案率."""
        return _share(self.closed, self.due)

    @property
    def on_time_rate(self) -> float | None:
        """On time / due 按期结案率: what is not closed at all is not on time either."""
        return _share(self.on_time, self.due)

    @property
    def rework_rate(self) -> float | None:
        """Reworked / closed 返工率."""
        return _share(self.reworked, self.closed)


def _share(part: int, whole: int) -> float | None:
    """Divide; nothing by nothing is no rate."""
    return part / whole if whole else None
