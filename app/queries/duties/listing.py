"""The list of duties, filtered and in parts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, SQLColumnExpression, func, or_, select
from sqlalchemy.orm import Session

from app.models import Building, Cell, Community, Duty, DutyRole, PlaceKind
from app.queries.duties.holders import holder_name
from app.queries.duties.lines import (
    MOST_LINES,
    PLACE_IDS,
    DutyLine,
    When,
    read_lines,
    select_lines,
)
from app.queries.pages import numbered
from app.queries.scope import Viewer, own_duty

PAGE = 50


@dataclass(frozen=True)
class DutyFilter:
    """What is looked for; None and empty text leave a field open.

    Attributes
    ----------
    when : When
    role : DutyRole or None
    kind : PlaceKind or None
        Of the place.
    cell_id : int or None
        The cell, and the buildings that lie in it by the division that holds.
    person_id, team_id, organisation_id : int or None
        The holder.
    words : str
        Part of the holder's name, or of a building's number.
    own : bool
        Only what the viewer, or a team of theirs, answers for.
    """

    when: When = When.PRESENT
    role: DutyRole | None = None
    kind: PlaceKind | None = None
    cell_id: int | None = None
    person_id: int | None = None
    team_id: int | None = None
    organisation_id: int | None = None
    words: str = ""
    own: bool = False


@dataclass(frozen=True)
class DutyPage:
    """Part of a list of duties; ``total`` counts all that fit, pages count from 1."""

    lines: tuple[DutyLine, ...]
    total: int
    page: int
    pages: int


def list_duties(
    session: Session,
    viewer: Viewer,
    community: Community,
    wanted: DutyFilter,
    *,
    page: int = 1,
    size: int = PAGE,
) -> DutyPage:
    """List duties, those who lead first, part by part.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    community : Community
    wanted : DutyFilter
    page : int
        From 1; beyond the last, the last.
    size : int
        Rows of a page, at most ``MOST_LINES``.

    Returns
    -------
    DutyPage
    """
    rows = select_lines(viewer, community).where(*_conditions(viewer, wanted))
    counted = rows.order_by(None).with_only_columns(Duty.id).subquery()
    total = session.scalar(select(func.count()).select_from(counted)) or 0
    at = numbered(total, page, min(size, MOST_LINES))
    return DutyPage(read_lines(session, rows.offset(at.offset), at.size), total, at.page, at.pages)


def _conditions(viewer: Viewer, wanted: DutyFilter) -> list[ColumnElement[bool]]:
    """Give the conditions of a filter."""
    equal: dict[SQLColumnExpression[Any], object] = {
        Duty.role: wanted.role,
        Duty.person_id: wanted.person_id,
        Duty.team_id: wanted.team_id,
        Duty.organisation_id: wanted.organisation_id,
        Cell.id: wanted.cell_id,
    }
    found = [column == value for column, value in equal.items() if value is not None]
    if wanted.kind is not None:
        found.append(PLACE_IDS[wanted.kind].is_not(None))
    if wanted.own:
        found.append(own_duty(viewer))
    if wanted.words.strip():
        found.append(_said(wanted.words.strip()))
    times = {
        When.PRESENT: Duty.current(viewer.on),
        When.PAST: Duty.until < viewer.on,
        When.COMING: Duty.since > viewer.on,
    }
    return [*found, times[wanted.when]] if wanted.when in times else found


def _said(words: str) -> ColumnElement[bool]:
    """Give the condition that a holder or a place is called so."""
    number = words.removesuffix("楼").removesuffix("号") or words
    return or_(
        holder_name().icontains(words, autoescape=True),
        func.lower(Building.number) == number.lower(),
        Building.name.icontains(words, autoescape=True),
        Cell.name.icontains(words, autoescape=True) & Duty.cell_id.is_not(None),
    )
