"""The digest of a day: what waits for a viewer, and what happened in what they see."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from app.models import RUNNING_STATES, Community, Issue, IssueEvent, IssueState
from app.queries.issues import (
    IssueFilter,
    IssueRow,
    Pile,
    count_piles,
    list_issues,
    matching,
    piles_of,
    read_rows,
)
from app.queries.scope import Action, Viewer, can, seen_issue

SHOWN_WAITING = 10
SHOWN_HAPPENED = 20
DIGEST_PILES = (Pile.OVERDUE, Pile.MINE, Pile.VERIFY, Pile.NEW)
HAPPENED = (
    "report",
    "file",
    "reject",
    "dispatch",
    "return",
    "suspend",
    "escalate",
    "resolve",
    "handle on the spot",
    "rework",
    "close",
    "reopen",
    "void",
    "merge",
)
"""Steps that a digest tells of, in the order of an issue's life."""


@dataclass(frozen=True)
class Waiting:
    """Issues that wait for the viewer: how many, and the first of them.

    Attributes
    ----------
    key : str
        Value of a pile, or ``soon`` (due before the next day ends) or ``close``.
    count : int
    rows : tuple of IssueRow
    """

    key: str
    count: int
    rows: tuple[IssueRow, ...]


@dataclass(frozen=True)
class DigestLine:
    """The issues that took one step on the day."""

    verb: str
    count: int
    rows: tuple[IssueRow, ...]


@dataclass(frozen=True)
class Digest:
    """What a viewer should know of a day; ``waiting`` is empty for days that are over."""

    on: dt.date
    waiting: tuple[Waiting, ...]
    happened: tuple[DigestLine, ...]


def read_digest(
    session: Session, viewer: Viewer, community: Community, on: dt.date, at: dt.datetime
) -> Digest:
    """Read the digest of a day.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    community : Community
    on : datetime.date
    at : datetime.datetime
        Now, aware, in the zone of the place: days begin in it.
    """
    waiting = _waiting(session, viewer, community, at) if on == at.date() else ()
    return Digest(on, waiting, _happened(session, viewer, community, on, at))


def _waiting(
    session: Session, viewer: Viewer, community: Community, at: dt.datetime
) -> tuple[Waiting, ...]:
    """List what waits for the viewer now, the most pressing pile first; empty ones are left out."""
    here = (session, viewer, community)
    counts = count_piles(*here, at)
    found = [
        Waiting(
            pile.value,
            counts[pile],
            list_issues(*here, IssueFilter(pile), at=at, limit=SHOWN_WAITING).rows,
        )
        for pile in DIGEST_PILES
        if pile in piles_of(viewer) and counts[pile]
    ]
    whole = [Issue.state.in_(RUNNING_STATES), Issue.due_at.between(at, _day_after(at))]
    found.append(_waiting_where(*here, "soon", at, *whole))
    if can(viewer, Action.CONFIGURE):
        found.append(_waiting_where(*here, "close", at, Issue.state == IssueState.VERIFIED))
    return tuple(part for part in found if part.count)


def _waiting_where(
    session: Session,
    viewer: Viewer,
    community: Community,
    key: str,
    at: dt.datetime,
    *where: ColumnElement[bool],
) -> Waiting:
    """List the issues in scope that fit some conditions, the nearest deadline first."""
    fitting: Select[int] = select(Issue.id).where(
        *matching(viewer, community, IssueFilter(), at),
        *where,
    )
    keys = session.scalars(fitting.order_by(Issue.due_at, Issue.id).limit(SHOWN_WAITING)).all()
    count = session.scalar(select(func.count()).select_from(fitting.limit(1000).subquery())) or 0
    return Waiting(key, count, _in_order(session, viewer, list(keys), at))


def _happened(
    session: Session, viewer: Viewer, community: Community, on: dt.date, at: dt.datetime
) -> tuple[DigestLine, ...]:
    """List the steps of a day by their verbs, each with the first issues that took it."""
    begin = dt.datetime.combine(on, dt.time.min, at.tzinfo)
    steps = (
        select(
            IssueEvent.verb,
            func.count(IssueEvent.issue_id.distinct()),
            func.array_agg(IssueEvent.issue_id.distinct())[1:SHOWN_HAPPENED],
        )
        .join(Issue, Issue.id == IssueEvent.issue_id)
        .where(
            IssueEvent.at >= begin,
            IssueEvent.at < _day_after(begin),
            IssueEvent.verb.in_(HAPPENED),
            Issue.community_id == community.id,
            seen_issue(viewer),
        )
        .group_by(IssueEvent.verb)
    )
    rows = session.execute(steps).all()
    found = {
        verb: DigestLine(verb, count, _in_order(session, viewer, keys, at))
        for verb, count, keys in rows
    }
    return tuple(found[verb] for verb in HAPPENED if verb in found)


def _in_order(
    session: Session, viewer: Viewer, keys: list[int], at: dt.datetime
) -> tuple[IssueRow, ...]:
    """Read some issues, in the order of their keys in the list."""
    rows = read_rows(session, viewer, keys, at)
    return tuple(rows[key] for key in keys)


def _day_after(at: dt.datetime) -> dt.datetime:
    """Give the same time of the next day."""
    return at + dt.timedelta(days=1)
