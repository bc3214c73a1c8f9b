"""Who could handle an issue, best first, and why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.models import DutyRole, PlaceKind
from app.services.issues.given import Handler


class Why(StrEnum):
    """Why somebody is proposed."""

    RULE = "rule"  # A dispatch rule names them, or the role that they hold here.
    DUTY = "duty"  # No rule says so: they answer for the place.


@dataclass(frozen=True)
class Candidate:
    """Somebody who could handle an issue.

    Attributes
    ----------
    handler : Handler
    name : str
    why : Why
    role : DutyRole or None
        The duty by which they come; None for a handling unit.
    place : PlaceKind or None
        For what they hold it.
    rule_id : int or None
        The dispatch rule that leads to them.
    has_account : bool
        Whether they can say themselves how it goes.
    is_away : bool
        Absent on this day: then they come last.
    """

    handler: Handler
    name: str
    why: Why
    role: DutyRole | None = None
    place: PlaceKind | None = None
    rule_id: int | None = None
    has_account: bool = False
    is_away: bool = False


@dataclass(frozen=True)
class Unmet:
    """A dispatch rule that fits and leads to nobody: its role is vacant here."""

    rule_id: int
    role: DutyRole


@dataclass(frozen=True)
class Proposal:
    """Who should handle an issue, and who else could.

    Attributes
    ----------
    candidates : tuple of Candidate
        Best first; empty where nobody is on duty at the place.
    unmet : tuple of Unmet
        Rules that would have come first.
    """

    candidates: tuple[Candidate, ...] = ()
    unmet: tuple[Unmet, ...] = ()

    @property
    def best(self) -> Candidate | None:
        """The one to whom the issue should go, unless all are away; None: nobody is on duty."""
        first = next(iter(self.candidates), None)
        return None if first is None or first.is_away else first

    @property
    def handler(self) -> Handler | None:
        """The handler of the best candidate."""
        return self.best.handler if self.best else None
