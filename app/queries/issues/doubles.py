"""Which open issues may be the same as another one: near in place, time, category and words."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass
from typing import Any

from shapely import Point
from sqlalchemy import ColumnElement, Float, and_, func, literal, null, or_, select
from sqlalchemy.orm import Session

from app.models import OPEN_STATES, Issue, IssueState, NoDouble
from app.queries.scope import Viewer, seen_issue
from app.queries.types import AnyRow, Rows
from geodata.likeness import likeness

REACH_M = 100
"""Farther apart, two reports of one matter are rare: a point is tapped beside the thing."""
WINDOW = dt.timedelta(days=30)
LEAST_SCORE = 0.6
_MOST_LOOKED_AT = 200
_DEGREE_M = 111_320


@dataclass(frozen=True)
class Double:
    """An open issue that may be the same, and why.

    Attributes
    ----------
    id, version : int
    number, title, description : str
    state : IssueState
    reported_at : datetime.datetime
    score : float
        0 to 1; at least :data:`LEAST_SCORE`.
    distance_m : float or None
        None where one of the two has no place that can be believed.
    same_building, same_category : bool
    days : int
        Between the two reports.
    alike : float
        :func:`geodata.likeness.likeness` of what they say.
    """

    id: int
    version: int
    number: str
    title: str
    description: str
    state: IssueState
    reported_at: dt.datetime
    score: float
    distance_m: float | None
    same_building: bool
    same_category: bool
    days: int
    alike: float


def possible_doubles(
    session: Session, viewer: Viewer, issue: Issue, limit: int = 5
) -> tuple[Double, ...]:
    """Find open issues that may be the same as one.

    Place counts two fifths, category a quarter, words a fifth, time the rest. Where a place is
    doubtful, category and words have to say it alone. Pairs that somebody called different are
    left out.

    Parameters
    ----------
    session : Session
    viewer : Viewer
        Is shown only what they may see.
    issue : Issue
    limit : int

    Returns
    -------
    tuple of Double
        The most alike first.
    """
    rows = session.execute(_candidates(viewer, issue)).all()
    found = [_double(issue, row) for row in rows]
    alike = [double for double in found if double.score >= LEAST_SCORE]
    return tuple(sorted(alike, key=lambda double: (-double.score, double.id))[:limit])


def merged_issues(session: Session, viewer: Viewer, issue: Issue) -> list[Issue]:
    """List the issues that were merged into one, as far as the viewer may see them.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    issue : Issue
    """
    return list(
        session.scalars(
            select(Issue)
            .where(Issue.merged_into_id == issue.id, seen_issue(viewer))
            .order_by(Issue.id)
            .limit(_MOST_LOOKED_AT)
        )
    )


def _candidates(viewer: Viewer, issue: Issue) -> Rows:
    """Select open issues that are near in time, and in place or in category."""
    here = _place(issue)
    apart: ColumnElement[Any] = (
        func.ST_DistanceSphere(Issue.point, func.ST_Point(here.x, here.y, 4326), type_=Float)
        if here
        else null()
    )
    return (
        select(Issue, apart.label("distance_m"))
        .where(
            Issue.community_id == issue.community_id,
            Issue.id != issue.id,
            Issue.state.in_(OPEN_STATES),
            Issue.reported_at.between(issue.reported_at - WINDOW, issue.reported_at + WINDOW),
            or_(*_near(issue)),
            ~_called_different(issue),
            seen_issue(viewer),
        )
        .order_by(func.abs(func.extract("epoch", Issue.reported_at - issue.reported_at)), Issue.id)
        .limit(_MOST_LOOKED_AT)
    )


def _near(issue: Issue) -> list[ColumnElement[bool]]:
    """Give the ways in which another issue can be near: its building, its place, its category."""
    same = (
        Issue.category == issue.category
        if issue.category_id is None
        else Issue.category_id == issue.category_id
    )
    here = _place(issue)
    if here is None:
        return [same]
    ways = [and_(same, Issue.place_doubt.is_not(None)), _within(here)]
    return [*ways, Issue.building_id == issue.building_id] if issue.building_id else ways


def _place(issue: Issue) -> Point | None:
    """Give the point of an issue if it can be believed."""
    return issue.point if isinstance(issue.point, Point) and not issue.place_doubtful else None


def _within(here: Point) -> ColumnElement[bool]:
    """Give the condition to lie in the square around a place, as the index finds it."""
    up = REACH_M / _DEGREE_M
    out = up / math.cos(math.radians(here.y))
    square = func.ST_MakeEnvelope(here.x - out, here.y - up, here.x + out, here.y + up, 4326)
    return and_(Issue.point.op("&&")(square), Issue.place_doubt.is_(None))


def _called_different(issue: Issue) -> ColumnElement[bool]:
    """Give the condition that somebody found an issue different from this one."""
    pair = or_(
        (NoDouble.issue_id == issue.id) & (NoDouble.other_id == Issue.id),
        (NoDouble.other_id == issue.id) & (NoDouble.issue_id == Issue.id),
    )
    return select(literal(1)).where(pair).exists()


def _double(issue: Issue, row: AnyRow) -> Double:
    """Compare two issues."""
    other: Issue = row.Issue
    same_building = issue.building_id is not None and other.building_id == issue.building_id
    distance_m = None if other.place_doubtful else row.distance_m
    apart = abs(other.reported_at - issue.reported_at)
    alike = likeness(_says(issue), _says(other))
    same_category = (
        other.category_id == issue.category_id
        if issue.category_id and other.category_id
        else other.category == issue.category
    )
    return Double(
        other.id, other.version, other.number, other.title, other.description, other.state,
        other.reported_at,
        _score(distance_m, same_building, same_category, apart, alike),
        distance_m, same_building, same_category, apart.days, alike,
    )  # fmt: skip


def _says(issue: Issue) -> str:
    return f"{issue.title} {issue.description}"


def _score(
    distance_m: float | None,
    same_building: bool,
    same_category: bool,
    apart: dt.timedelta,
    alike: float,
) -> float:
    """Weigh what two issues have in common."""
    time = 1 - apart / WINDOW
    if distance_m is None and not same_building:
        return 0.35 * same_category + 0.5 * alike + 0.15 * time
    near = 1.0 if same_building else max(0.0, 1 - (distance_m or 0.0) / REACH_M)
    return 0.4 * near + 0.25 * same_category + 0.2 * alike + 0.15 * time
