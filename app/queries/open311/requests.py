"""Issues as Open311 sees them: service requests."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import Session

from app.models import (
    OPEN_STATES,
    Building,
    Cell,
    HandlingUnit,
    Issue,
    IssueCategory,
    IssueEvent,
    Organisation,
)
from app.queries.open311.caller import Caller
from app.queries.open311.line import RequestLine, make_line, parse_number
from app.queries.scope import NotFound
from app.queries.types import AnyRow, Rows
from geodata.errors import N_

PART_MOST = 1000
STEPS_MOST = 200


@dataclass(frozen=True)
class Wanted:
    """Which requests are asked for.

    Attributes
    ----------
    ids : tuple of int
        If any, these, whatever else is said.
    codes : tuple of str
        Service codes; none is all.
    is_open : bool or None
        None is both.
    since, until : datetime.datetime
        Aware: when they were reported, both ends included.
    page, page_size : int
        From 1; at most 1,000.
    """

    ids: tuple[int, ...]
    codes: tuple[str, ...]
    is_open: bool | None
    since: dt.datetime
    until: dt.datetime
    page: int = 1
    page_size: int = PART_MOST


def list_requests(
    session: Session, caller: Caller, wanted: Wanted
) -> tuple[list[RequestLine], bool]:
    """List the issues that a program asks for and may see, the latest first.

    Parameters
    ----------
    session : Session
    caller : Caller
    wanted : Wanted

    Returns
    -------
    (list of RequestLine, bool)
        A page of them, and whether more follow.
    """
    size = min(wanted.page_size, PART_MOST)
    rows = session.execute(
        _select_lines(caller)
        .where(_fits(wanted))
        .order_by(Issue.reported_at.desc(), Issue.id.desc())
        .offset((wanted.page - 1) * size)
        .limit(size + 1)
    ).all()
    lines = _lines(session, rows[:size])
    return lines, len(rows) > size


def find_request(session: Session, caller: Caller, number: str) -> RequestLine:
    """Find one issue that a program may see.

    Parameters
    ----------
    session : Session
    caller : Caller
    number : str
        See :func:`parse_number`.

    Raises
    ------
    NotFound
    """
    rows = session.execute(_select_lines(caller).where(Issue.id == parse_number(number))).all()
    if not rows:
        raise NotFound(N_("The service_request_id was not found."))
    return _lines(session, rows)[0]


def list_steps(
    session: Session, line: RequestLine
) -> Sequence[tuple[dt.datetime, str]]:  # fmt: skip
    """List when what happened to an issue, oldest first: verbs only, nobody's words.

    Parameters
    ----------
    session : Session
    line : RequestLine
        From :func:`find_request`, so its reader may see it.
    """
    rows = session.execute(
        select(IssueEvent.at, IssueEvent.verb)
        .where(IssueEvent.issue_id == line.id)
        .order_by(IssueEvent.at, IssueEvent.id)
        .limit(STEPS_MOST)
    )
    return [(at, verb) for at, verb in rows]


def _fits(wanted: Wanted) -> ColumnElement[bool]:
    """Give the condition that an issue is asked for."""
    if wanted.ids:
        return Issue.id.in_(wanted.ids)
    fits: ColumnElement[bool] = Issue.reported_at.between(wanted.since, wanted.until)
    if wanted.codes:
        fits = fits & IssueCategory.code.in_(wanted.codes)
    if wanted.is_open is not None:
        still_open = Issue.state.in_(OPEN_STATES)
        fits = fits & (still_open if wanted.is_open else ~still_open)
    return fits


def _select_lines(caller: Caller) -> Rows:
    """Select what a program may see of the issues that it may see."""
    own = caller.own()
    building = func.ST_PointOnSurface(Building.footprint)
    point = case(
        (own, Issue.point),
        (Issue.place_doubt.is_not(None), None),
        (Building.id.is_not(None), building),
        else_=Issue.point,
    )
    return (
        select(
            Issue.id, Issue.state, Issue.level, own.label("is_own"), Issue.reported_at,
            Issue.due_at, Issue.closed_at, Issue.merged_into_id, Issue.place_doubt,
            Issue.condition, Issue.category, Issue.description, Issue.address,
            Building.address.label("building_address"), Building.key.label("building_key"),
            IssueCategory.code, IssueCategory.name, IssueCategory.name_en,
            Cell.code.label("cell_code"), HandlingUnit.name.label("unit"),
            Organisation.name.label("organisation"),
            func.ST_X(point).label("lon"), func.ST_Y(point).label("lat"),
        )
        .select_from(Issue)
        .outerjoin(IssueCategory, IssueCategory.id == Issue.category_id)
        .outerjoin(Building, Building.id == Issue.building_id)
        .outerjoin(Cell, Cell.id == Issue.cell_id)
        .outerjoin(HandlingUnit, HandlingUnit.id == Issue.unit_id)
        .outerjoin(Organisation, Organisation.id == Issue.organisation_id)
        .where(caller.seen())
    )  # fmt: skip


def _lines(session: Session, rows: Sequence[AnyRow]) -> list[RequestLine]:
    """Make lines of rows, with the time of the last step of each."""
    ids = [row.id for row in rows]
    last: dict[int, dt.datetime] = dict(
        session.execute(
            select(IssueEvent.issue_id, func.max(IssueEvent.at))
            .where(IssueEvent.issue_id.in_(ids))
            .group_by(IssueEvent.issue_id)
        ).all()
    )
    return [make_line(row, last.get(row.id, row.reported_at)) for row in rows]
