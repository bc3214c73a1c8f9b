"""The life of an issue: where it can stand, and what leads from one state to the next."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import text


class IssueState(StrEnum):
    """Where an issue stands; docs/states.md draws the moves."""

    REPORTED = "reported"  # Somebody told; nobody has taken it yet.
    FILED = "filed"  # Accepted as a case; the clock runs.
    DISPATCHED = "dispatched"  # Somebody has to handle it, and has not begun.
    HANDLING = "handling"  # Whoever has to handle it is at work.
    SUSPENDED = "suspended"  # Waits with a written reason; the clock stands.
    RESOLVED = "resolved"  # Handled, and told so; waits for verification.
    VERIFIED = "verified"  # Somebody other than the handler saw that it is done.
    CLOSED = "closed"  # Ended; waits for a judgement.
    EVALUATED = "evaluated"  # Ended and judged.
    REJECTED = "rejected"  # Not accepted, with a reason.
    VOID = "void"  # Taken back, with a reason.
    MERGED = "merged"  # The same as another one, which goes on for both.


OPEN_STATES = (
    IssueState.REPORTED,
    IssueState.FILED,
    IssueState.DISPATCHED,
    IssueState.HANDLING,
    IssueState.SUSPENDED,
    IssueState.RESOLVED,
    IssueState.VERIFIED,
)
"""States in which an issue still needs somebody."""

CLOSED_STATES = (IssueState.CLOSED, IssueState.EVALUATED)
"""States of an issue that came to its good end."""

RUNNING_STATES = (IssueState.FILED, IssueState.DISPATCHED, IssueState.HANDLING)
"""States in which the clock runs: after them the handler has done their part."""

OPEN_SQL = text(f"state IN ({', '.join(repr(state.value) for state in OPEN_STATES)})")
RUNNING_SQL = text(f"state IN ({', '.join(repr(state.value) for state in RUNNING_STATES)})")


class Party(StrEnum):
    """Who may move an issue; one account can be several of them."""

    DISPATCHER = "dispatcher"  # Takes reports and gives them to somebody: an administrator.
    HANDLER = "handler"  # Has to handle this issue.
    FINDER = "finder"  # Sees the place: whoever patrols or answers for the cell.
    VERIFIER = "verifier"  # Sees the place, and did not handle this issue.
    CLOSER = "closer"  # Ends cases: the community's administrator.
    JUDGE = "judge"  # Says how well it was done: a leader, or who reported it.
    LEADER = "leader"  # Looks after the community, and can ask for more attention.
    TIME = "time"  # Nobody: a job that looks at the clock.


class Need(StrEnum):
    """What a move must be given."""

    REASON = "reason"  # Written words.
    PHOTO = "photo"  # A photo that shows it, or a word why there is none.
    HANDLER = "handler"  # A person, a team or a handling unit.
    CONFIRMED = "confirmed"  # That somebody saw it on site, where the public reported it.
    OTHER = "other"  # The issue with which it is merged.
    UNTIL = "until"  # A later deadline.
    SCORE = "score"  # One to five.


@dataclass(frozen=True)
class Move:
    """One verb of an issue: from where, to where, by whom, with what.

    Attributes
    ----------
    sources : tuple of IssueState
    target : IssueState or None
        None stays where it is.
    who : tuple of Party
        Any one of them.
    needs : tuple of Need
    """

    sources: tuple[IssueState, ...]
    target: IssueState | None
    who: tuple[Party, ...]
    needs: tuple[Need, ...] = ()


_S, _P, _N = IssueState, Party, Need

ISSUE_MOVES: dict[str, Move] = {
    "confirm": Move((_S.REPORTED,), None, (_P.FINDER, _P.DISPATCHER)),
    "file": Move((_S.REPORTED,), _S.FILED, (_P.DISPATCHER,), (_N.CONFIRMED,)),
    "reject": Move((_S.REPORTED,), _S.REJECTED, (_P.DISPATCHER,), (_N.REASON,)),
    "dispatch": Move((_S.FILED, _S.DISPATCHED), _S.DISPATCHED, (_P.DISPATCHER,), (_N.HANDLER,)),
    "handle": Move((_S.DISPATCHED,), _S.HANDLING, (_P.HANDLER,)),
    "return": Move((_S.DISPATCHED, _S.HANDLING), _S.FILED, (_P.HANDLER,), (_N.REASON,)),
    "extend": Move(RUNNING_STATES, None, (_P.DISPATCHER,), (_N.REASON, _N.UNTIL)),
    "suspend": Move((_S.DISPATCHED, _S.HANDLING), _S.SUSPENDED, (_P.DISPATCHER,), (_N.REASON,)),
    "resume": Move((_S.SUSPENDED,), _S.DISPATCHED, (_P.DISPATCHER,)),
    "resolve": Move(
        (_S.DISPATCHED, _S.HANDLING), _S.RESOLVED, (_P.HANDLER,), (_N.REASON, _N.PHOTO)
    ),
    "handle on the spot": Move(
        (_S.REPORTED, _S.FILED), _S.RESOLVED, (_P.FINDER, _P.DISPATCHER), (_N.REASON, _N.PHOTO)
    ),
    "verify": Move((_S.RESOLVED,), _S.VERIFIED, (_P.VERIFIER,)),
    "rework": Move((_S.RESOLVED,), _S.DISPATCHED, (_P.VERIFIER,), (_N.REASON,)),
    "close": Move((_S.VERIFIED,), _S.CLOSED, (_P.CLOSER,)),
    "evaluate": Move(CLOSED_STATES, _S.EVALUATED, (_P.JUDGE,), (_N.SCORE,)),
    "reopen": Move(
        (*CLOSED_STATES, _S.REJECTED, _S.VOID), _S.FILED, (_P.DISPATCHER,), (_N.REASON,)
    ),
    "void": Move(
        (*RUNNING_STATES, _S.REPORTED, _S.SUSPENDED),
        _S.VOID,
        (_P.DISPATCHER,),
        (_N.REASON,),
    ),
    "merge": Move(
        (*RUNNING_STATES, _S.REPORTED, _S.SUSPENDED), _S.MERGED, (_P.DISPATCHER,), (_N.OTHER,)
    ),
    "part": Move((_S.MERGED,), _S.REPORTED, (_P.DISPATCHER,), (_N.REASON,)),
    "escalate": Move(
        (*RUNNING_STATES, _S.SUSPENDED), None, (_P.DISPATCHER, _P.LEADER, _P.TIME), (_N.REASON,)
    ),
}
"""What each verb does; what is not here cannot happen."""
