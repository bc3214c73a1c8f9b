"""How the issues of a period stand: against the period before, and what is open now."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models import Community, Issue
from app.queries.issues import is_open, overdue
from app.queries.issues.indicators import Counts, Group, Span, read_indicators
from app.queries.issues.indicators.groups import group_name, join_names
from app.queries.scope import Viewer, seen_issue

MOST_ROWS = 40


@dataclass(frozen=True)
class StandingRow:
    """A group of issues.

    Attributes
    ----------
    name : str
        Empty where an issue has no group, or none that the viewer may know of.
    open, overdue : int
        At this moment, whenever they were reported.
    now, before : Counts
        Of the period, and of the one before.
    """

    name: str
    open: int
    overdue: int
    now: Counts
    before: Counts


@dataclass(frozen=True)
class Standing:
    """All issues, and at most :data:`MOST_ROWS` groups, those with the most overdue first."""

    total: StandingRow
    rows: tuple[StandingRow, ...]
    before: Span


def read_standing(
    session: Session,
    viewer: Viewer,
    community: Community,
    span: Span,
    *,
    at: dt.datetime,
    group: Group,
) -> Standing:
    """Say how issues stand, in all and by group.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    community : Community
    span : Span
    at : datetime.datetime
        Now, aware, in the zone of the place.
    group : Group
        Cell or category.
    """
    here = (session, viewer, community)
    earlier = before(span)
    now, then = (read_indicators(*here, each, at=at, group=group) for each in (span, earlier))
    counts, counts_then = ({row.name: row.counts for row in each.rows} for each in (now, then))
    piles = _open_now(*here, span, at, group)
    none = Counts()
    rows = [
        StandingRow(
            name,
            *piles.get(name, (0, 0)),
            counts.get(name, none),
            counts_then.get(name, none),
        )
        for name in counts.keys() | piles.keys()
    ]
    rows.sort(key=lambda row: (-row.overdue, -row.open, -row.now.received, row.name))
    is_open_now, late = (sum(pile[which] for pile in piles.values()) for which in (0, 1))
    total = StandingRow("", is_open_now, late, now.total, then.total)
    return Standing(total, tuple(rows[:MOST_ROWS]), earlier)


def before(span: Span) -> Span:
    """Give the period of the same length that ended when another began.

    Parameters
    ----------
    span : Span
    """
    last = span.since - dt.timedelta(days=1)
    return replace(span, since=last - (span.until - span.since), until=last)


def _open_now(
    session: Session,
    viewer: Viewer,
    community: Community,
    span: Span,
    at: dt.datetime,
    group: Group,
) -> dict[str, tuple[int, int]]:
    """Count what is open and what is overdue at this moment, by the name of its group."""
    name = group_name(group, Issue.reported_at, dt.timedelta()).label("group_name")
    where = (Issue.community_id == community.id, seen_issue(viewer), is_open(), *span.narrowed())
    late = func.count().filter(overdue(at))
    rows = select(name, func.count(), late).select_from(Issue).where(*where)
    # By its label, which no column has: the same expression may have other parameters.
    named = join_names(rows, group, viewer).group_by("group_name")
    return {row[0]: (row[1], row[2]) for row in session.execute(named)}
