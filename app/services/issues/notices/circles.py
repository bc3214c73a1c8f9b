"""Circles of accounts around an issue, and which of them each verb concerns."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from enum import StrEnum

from sqlalchemy import ColumnElement, false, or_, select
from sqlalchemy.orm import Session

from app.models import Community, Duty, Issue, IssueLevel, IssueReporter, Role, TeamMember, User
from app.services.issues.notices.bystanders import organisation_leaders, participants


class Circle(StrEnum):
    """Accounts that have something to do with an issue."""

    HANDLER = "handler"  # Who has to handle it: a person, the members of a team, a unit.
    ORGANISATION = "organisation"  # Who leads in the organisation that has it.
    STEWARD = "steward"  # Who answers for its cell; where nobody does, its administrators.
    VERIFIER = "verifier"  # The stewards who did not handle it themselves.
    CLOSER = "closer"  # The administrators of its community.
    REPORTER = "reporter"  # Who reported it, with an account.
    LEVEL = "level"  # Who looks after it at the level to which it was raised.
    PARTICIPANT = "participant"  # Who took part in its deliberation, and has an account.


_C = Circle
_HAS_IT = (_C.HANDLER, _C.ORGANISATION)
_TO_HANDLE = (("to handle", (_C.HANDLER,)), ("to arrange", (_C.ORGANISATION,)))
_ROUND = (_C.PARTICIPANT, _C.STEWARD, *_HAS_IT, _C.REPORTER)

_DELIBERATION: Mapping[str, tuple[tuple[str, tuple[Circle, ...]], ...]] = {
    "deliberate": (("deliberate", (_C.STEWARD, *_HAS_IT, _C.REPORTER)),),
    "raise": (("raise", _ROUND),),
    "meet": (("meet", _ROUND),),
    "discuss": (("to answer", (_C.HANDLER,)), ("discuss", _ROUND)),
    "answer": (("to judge", (_C.STEWARD,)), ("answer", _ROUND)),
    "judge": (("judge", _ROUND),),
    "discuss again": (("discuss again", _ROUND),),
    "answer again": (("to answer", (_C.HANDLER,)), ("answer again", _ROUND)),
    "drop": (("drop", _ROUND),),
    "share cost": (("share cost", _ROUND),),
    "cost collected": (("cost collected", _ROUND),),
}
"""What the steps of a deliberation mean to whom."""

TOLD: Mapping[str, tuple[tuple[str, tuple[Circle, ...]], ...]] = {
    "report": (("report", (_C.STEWARD,)),),
    "confirm": (("confirm", (_C.STEWARD,)),),
    "file": (("file", (_C.REPORTER,)),),
    "reject": (("reject", (_C.REPORTER,)),),
    "dispatch": (*_TO_HANDLE, ("dispatch", (_C.REPORTER,))),
    "return": (("return", (_C.STEWARD,)),),
    "extend": (("extend", _HAS_IT),),
    "suspend": (("suspend", (*_HAS_IT, _C.REPORTER)),),
    "resume": (("resume", (_C.HANDLER,)), ("to arrange", (_C.ORGANISATION,))),
    "resolve": (("to verify", (_C.VERIFIER,)), ("resolve", (_C.REPORTER,))),
    "handle on the spot": (("to verify", (_C.VERIFIER,)), ("resolve", (_C.REPORTER,))),
    "verify": (("to close", (_C.CLOSER,)),),
    "rework": (("rework", _HAS_IT),),
    "close": (("close", (_C.REPORTER,)),),
    "evaluate": (("evaluate", _HAS_IT),),
    "reopen": (("reopen", (_C.STEWARD, _C.REPORTER)),),
    "void": (("void", (*_HAS_IT, _C.REPORTER)),),
    "merge": (("merge", (*_HAS_IT, _C.REPORTER)),),
    "joined": (("joined", (*_HAS_IT, _C.REPORTER)),),
    "part": (("part", (_C.STEWARD, _C.REPORTER)),),
    "escalate": (("escalate", (_C.LEVEL, _C.STEWARD, *_HAS_IT)),),
    "note": (("note", (*_HAS_IT, _C.STEWARD)),),
    "soon": (("soon", _HAS_IT),),
    "overdue": (("overdue", (*_HAS_IT, _C.STEWARD)),),
    **_DELIBERATION,
}
"""What each step means to whom: kinds of notices with their circles, the most pressing first.

``joined`` is a merge as the issue sees it that goes on; ``soon`` and ``overdue`` are the clock's.
"""


def accounts_in(
    session: Session,
    issue: Issue,
    circles: Collection[Circle],
    on: dt.date,
    but: int | None = None,
) -> set[int]:
    """Find the active accounts in some circles of an issue.

    Parameters
    ----------
    session : Session
    issue : Issue
    circles : collection of Circle
    on : datetime.date
        The day whose duties count.
    but : int, optional
        An account to leave out: whoever took the step knows of it.

    Returns
    -------
    set of int
        Ids of accounts.
    """
    plain = or_(false(), *(_condition(issue, circle, on) for circle in circles))
    found = _ids(session, plain, {but})
    if _C.STEWARD in circles:
        found |= _stewards(session, issue, on, {but})
    if _C.VERIFIER in circles:
        found |= _stewards(session, issue, on, {but, issue.handled_by})
    if _C.PARTICIPANT in circles:
        found |= participants(session, issue, on) - {but}
    if _C.ORGANISATION in circles and issue.organisation_id is not None:
        found |= organisation_leaders(session, issue, on) - {but}
    return found


def handler_accounts(session: Session, issue: Issue, on: dt.date) -> set[int]:
    """Find the accounts that are told when an issue is given to whoever has it now.

    Parameters
    ----------
    session : Session
    issue : Issue
    on : datetime.date
        The day whose duties count.

    Returns
    -------
    set of int
        Ids of active accounts; empty where nobody can be told.
    """
    return accounts_in(session, issue, _HAS_IT, on)


def _ids(session: Session, where: ColumnElement[bool], but: set[int | None]) -> set[int]:
    """Find the active accounts of a condition."""
    left_out = [user_id for user_id in but if user_id is not None]
    return set(session.scalars(select(User.id).where(User.active, where, User.id.not_in(left_out))))


def _condition(issue: Issue, circle: Circle, on: dt.date) -> ColumnElement[bool]:
    """Give the condition of a circle that needs no second look."""
    if circle is _C.HANDLER:
        return _handlers(issue, on)
    if circle is _C.CLOSER:
        return _administrators(issue)
    if circle is _C.REPORTER:
        reported = select(IssueReporter.user_id).where(
            IssueReporter.issue_id == issue.id, IssueReporter.user_id.is_not(None)
        )
        return or_(User.id == issue.reported_by, User.id.in_(reported))
    if circle is _C.LEVEL:
        return _level(issue)
    return false()


def _handlers(issue: Issue, on: dt.date) -> ColumnElement[bool]:
    """Give the condition that an account has to handle an issue."""
    if issue.person_id is not None:
        return User.person_id == issue.person_id
    if issue.team_id is not None:
        mates = select(TeamMember.person_id).where(
            TeamMember.team_id == issue.team_id, TeamMember.current(on)
        )
        return User.person_id.in_(mates)
    if issue.unit_id is not None:
        return User.unit_id == issue.unit_id
    return false()


def _administrators(issue: Issue) -> ColumnElement[bool]:
    return (User.role == Role.COMMUNITY_ADMIN) & (User.community_id == issue.community_id)


def _level(issue: Issue) -> ColumnElement[bool]:
    """Give the condition of those to whom an issue was raised."""
    if issue.level is IssueLevel.CELL:
        return false()
    if issue.level is IssueLevel.COMMUNITY:
        return _administrators(issue)
    street = select(Community.street_id).where(Community.id == issue.community_id)
    return (User.role == Role.LEADER) & or_(
        User.community_id == issue.community_id, User.street_id.in_(street)
    )


def _stewards(session: Session, issue: Issue, on: dt.date, but: set[int | None]) -> set[int]:
    """Find the grid administrators of an issue's cell, or else its community's administrators."""
    here = Duty.current(on) & (Duty.cell_id == issue.cell_id)
    teams = select(Duty.team_id).where(here, Duty.team_id.is_not(None))
    mates = select(TeamMember.person_id).where(
        TeamMember.team_id.in_(teams), TeamMember.current(on)
    )
    people = select(Duty.person_id).where(here, Duty.person_id.is_not(None))
    on_duty = or_(User.person_id.in_(people), User.person_id.in_(mates))
    found: set[int] = set()
    if issue.cell_id is not None:
        found = _ids(session, (User.role == Role.GRID_ADMIN) & on_duty, but)
    return found or _ids(session, _administrators(issue), but)
