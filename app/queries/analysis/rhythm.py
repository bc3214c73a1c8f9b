"""How many issues came in each slice of a period, and in the same slice of the one before."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models import Community, Issue, IssueState
from app.queries.analysis.slices import slice_starts, slices_of
from app.queries.analysis.standing import before
from app.queries.issues.indicators import Span
from app.queries.moments import local_date
from app.queries.scope import Viewer, seen_issue

_NO_TROUBLE = (IssueState.REJECTED, IssueState.VOID, IssueState.MERGED)


@dataclass(frozen=True)
class Rhythm:
    """Reports by slice.

    Attributes
    ----------
    starts : list of datetime.date
        First day of each slice of the period.
    now, before : list of int
        Reported in each slice of the period, and of the one before.
    """

    starts: list[dt.date]
    now: list[int]
    before: list[int]


def read_rhythm(
    session: Session, viewer: Viewer, community: Community, span: Span, *, at: dt.datetime
) -> Rhythm:
    """Count the reports of a period by slice, those of the period before beside them.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    community : Community
    span : Span
    at : datetime.datetime
        Now, aware, in the zone of the place.
    """
    earlier = before(span)
    day = local_date(Issue.reported_at.expression, at)
    rows = session.execute(
        select(day, func.count())
        .where(
            Issue.community_id == community.id,
            seen_issue(viewer),
            *span.narrowed(),
            Issue.state.not_in(_NO_TROUBLE),
            Issue.reported_at >= earlier.begin,
            Issue.reported_at < span.end,
        )
        .group_by(day)
    ).all()
    slices, days = slices_of(span.since, span.until), (span.until - span.since).days + 1
    table = np.zeros((2, slices), dtype=int)
    for on, count in rows:
        since = (on - earlier.since).days
        table[since // days, since % days * slices // days] += count
    starts = slice_starts(span.since, span.until, slices)
    return Rhythm(starts, table[1].tolist(), table[0].tolist())
