"""Counting the issues of a period, in all and by group."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, literal, select, union_all
from sqlalchemy.orm import Session

from app.models import CLOSED_STATES, Community, Issue, IssueState
from app.queries.issues.indicators.groups import PEOPLE, Group, group_name, join_names
from app.queries.issues.indicators.rates import Counts
from app.queries.issues.indicators.spans import Moment, Span
from app.queries.scope import Viewer, seen_issue
from app.queries.types import Rows

__all__ = ["MOST_GROUPS", "PEOPLE", "IndicatorRow", "Indicators", "read_indicators"]

MOST_GROUPS = 300
_NAME = "group_name"
_COUNTS = ("received", "filed", "due", "closed", "on_time", "reworked")
_GONE = (IssueState.REJECTED, IssueState.VOID, IssueState.MERGED)


@dataclass(frozen=True)
class IndicatorRow:
    """The counts of one group.

    Attributes
    ----------
    name : str
        The code of a channel, ``2026-11`` for a month, :data:`PEOPLE`; empty where an issue has
        no group, or none that the viewer may know of.
    counts : Counts
    """

    name: str
    counts: Counts


@dataclass(frozen=True)
class Indicators:
    """Indicators of a period.

    Attributes
    ----------
    total : Counts
    rows : tuple of IndicatorRow
        Months in their order, other groups with the most due first; at most :data:`MOST_GROUPS`.
    imported_ended : int
        Issues of the period that were closed when an import brought them: nobody measured them
        here, and they are in no count.
    """

    total: Counts
    rows: tuple[IndicatorRow, ...]
    imported_ended: int


def read_indicators(
    session: Session,
    viewer: Viewer,
    community: Community,
    span: Span,
    *,
    at: dt.datetime,
    group: Group | None = None,
) -> Indicators:
    """Count the issues of a period that a viewer may see, in all and by group.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    community : Community
    span : Span
    at : datetime.datetime
        Now, aware; nothing later is due yet.
    group : Group, optional
        Without one there are no rows.
    """
    here = [Issue.community_id == community.id, seen_issue(viewer), *span.narrowed()]
    asked = _Asked(viewer, here, span, at)
    found = session.execute(_in_order(asked.count(group), group)).all() if group else ()
    rows = tuple(IndicatorRow(name, Counts(*counts)) for name, *counts in found)
    if group is None or len(rows) == MOST_GROUPS:
        whole = session.execute(asked.count(None)).one_or_none()
        total = Counts(*whole[1:]) if whole else Counts()
    else:
        total = Counts.together(row.counts for row in rows)
    ended = select(func.count()).where(*here, span.holds(Issue.reported_at), _imported_ended())
    return Indicators(total, rows, session.scalar(ended) or 0)


@dataclass(frozen=True)
class _Asked:
    """Whose issues of which period are counted."""

    viewer: Viewer
    here: list[ColumnElement[bool]]
    span: Span
    at: dt.datetime

    def count(self, group: Group | None) -> Rows:
        """Add up what was received and what was due; no issues give no row."""
        parts = union_all(self._received(group), self._due(group)).subquery()
        sums = [func.sum(parts.c[name]).label(name) for name in _COUNTS]
        return select(parts.c[_NAME], *sums).group_by(parts.c[_NAME])

    def _received(self, group: Group | None) -> Rows:
        """Count the issues that were reported in the period."""
        filed = func.count().filter(Issue.filed_at < self.span.end)
        where = [self.span.holds(Issue.reported_at), ~_imported_ended()]
        return self._part(group, Issue.reported_at, where, received=func.count(), filed=filed)

    def _due(self, group: Group | None) -> Rows:
        """Count the issues whose deadline fell into the period, and what became of them."""
        closed = Issue.state.in_(CLOSED_STATES) & (Issue.closed_at < self.span.end)
        handled_at = func.coalesce(Issue.resolved_at, Issue.closed_at)
        counts = {
            "due": func.count(),
            "closed": func.count().filter(closed),
            "on_time": func.count().filter(closed, handled_at <= Issue.due_at),
            "reworked": func.count().filter(closed, Issue.reworks > 0),
        }
        where = [
            self.span.holds(Issue.due_at),
            Issue.due_at <= self.at,
            Issue.filed_at.is_not(None),
            Issue.state.not_in(_GONE),
        ]
        return self._part(group, Issue.due_at, where, **counts)

    def _part(
        self,
        group: Group | None,
        moment: Moment,
        where: list[ColumnElement[bool]],
        **counts: ColumnElement[int],
    ) -> Rows:
        """Make one half of the sum: all six counts, those that it does not know as zero."""
        columns = [counts.get(name, literal(0)).label(name) for name in _COUNTS]
        offset = self.at.utcoffset() or dt.timedelta()
        name = group_name(group, moment, offset).label(_NAME)
        rows = select(name, *columns).select_from(Issue).where(*self.here, *where)
        # By its label: the same expression with other parameters would be another to PostgreSQL.
        return join_names(rows, group, self.viewer).group_by(_NAME)


def _imported_ended() -> ColumnElement[bool]:
    """Give the condition that an issue was closed when it came: nobody here filed it."""
    return Issue.state.in_(CLOSED_STATES) & Issue.filed_at.is_(None)


def _in_order(rows: Rows, group: Group) -> Rows:
    """Put the groups in order."""
    column = rows.selected_columns
    if group is Group.MONTH:
        return rows.order_by(column[_NAME]).limit(MOST_GROUPS)
    most = (column.due.desc(), column.received.desc(), column[_NAME])
    return rows.order_by(*most).limit(MOST_GROUPS)
