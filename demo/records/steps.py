"""Steps of invented issues: what was done, when, by whom."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

ENDS = {
    "report": "reported",
    "file": "filed",
    "reject": "rejected",
    "dispatch": "dispatched",
    "handle": "handling",
    "return": "filed",
    "suspend": "suspended",
    "resume": "dispatched",
    "resolve": "resolved",
    "handle on the spot": "resolved",
    "verify": "verified",
    "rework": "dispatched",
    "close": "closed",
    "evaluate": "evaluated",
    "reopen": "filed",
    "void": "void",
    "merge": "merged",
}
"""Where each verb leads; those that are not here leave an issue where it is."""

ENDED = ("closed", "evaluated", "rejected", "void", "merged")
"""States in which an issue needs nobody any more."""


@dataclass(frozen=True)
class Step:
    """One move of an issue, or one step of its deliberation.

    Attributes
    ----------
    verb : str
        Of the glossary.
    at : datetime
        Aware UTC.
    by : str
        Who: ``steward`` (grid administrator), ``secretary`` (community administrator),
        ``property``, ``city`` (the two handling units), ``leader``, ``resident``.
    note : str
    facts : dict
        What else the verb needs: ``to`` (of a dispatch), ``days`` (of an extension), ``score``.
    """

    verb: str
    at: dt.datetime
    by: str
    note: str = ""
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Story:
    """How an issue went.

    Attributes
    ----------
    channel : str
        By which way it came in.
    steps : list of Step
        In the order of time, the first is its report.
    """

    channel: str
    steps: list[Step]

    @property
    def status(self) -> str:
        """State in which it stands now."""
        return [ENDS[step.verb] for step in self.steps if step.verb in ENDS][-1]

    @property
    def reported_at(self) -> dt.datetime:
        """When it began, aware UTC."""
        return self.steps[0].at

    @property
    def closed_at(self) -> dt.datetime | None:
        """When it ended; none while it is open."""
        if self.status not in ENDED:
            return None
        verbs = ("close", "reject", "void", "merge")
        return next(step.at for step in reversed(self.steps) if step.verb in verbs)
