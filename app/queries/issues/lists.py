"""Lists that people work from: part of what a filter finds, in an order, by key."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, func, select, tuple_
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.models import (
    RUNNING_STATES,
    Building,
    Cell,
    Community,
    HandlingUnit,
    Issue,
    IssueLevel,
    IssueState,
    Organisation,
    Person,
    PlaceDoubt,
    Team,
)
from app.models.places import building_name
from app.queries.issues.filters import IssueFilter, matching
from app.queries.issues.lights import light
from app.queries.scope import (
    Viewer,
    seen_issue,
    visible_buildings,
    visible_cells,
    visible_people,
)
from app.queries.types import AnyRow, Rows

PAGE = 50


class Order(StrEnum):
    """In which order issues are listed."""

    PRESSING = "pressing"  # The nearest deadline first, those without one last.
    NEWEST = "newest"
    OLDEST = "oldest"


@dataclass(frozen=True)
class Place:
    """Where a part of a list ended: the time by which it is ordered, and the key.

    Attributes
    ----------
    at : datetime.datetime or None
        None among issues without a deadline.
    id : int
    """

    at: dt.datetime | None
    id: int

    def __str__(self) -> str:
        return f"{'' if self.at is None else f'{self.at.timestamp():.6f}'}_{self.id}"

    @classmethod
    def parse(cls, text: str) -> Place | None:
        """Read what :meth:`__str__` wrote; None for anything else.

        Parameters
        ----------
        text : str
            Of the address.
        """
        moment, _, key = text.partition("_")
        if not (key.isascii() and key.isdigit() and len(key) < 19):
            return None
        try:
            at = dt.datetime.fromtimestamp(float(moment), dt.UTC) if moment else None
        except (ValueError, OverflowError, OSError):
            return None
        return cls(at, int(key))


@dataclass(frozen=True)
class IssueRow:
    """An issue as lists show it; names of people and places out of scope are empty."""

    id: int
    version: int
    title: str
    category: str
    state: IssueState
    level: IssueLevel
    light: str
    reported_at: dt.datetime
    due_at: dt.datetime | None
    place_doubt: PlaceDoubt | None
    address: str
    cell: str
    handler: str
    building: str

    @property
    def number(self) -> str:
        """The number that people quote."""
        return f"{self.reported_at:%Y%m}-{self.id}"

    @property
    def is_running(self) -> bool:
        """Whether its clock runs."""
        return self.state in RUNNING_STATES


@dataclass(frozen=True)
class IssuePart:
    """Part of a list; ``next`` is None at its end."""

    rows: tuple[IssueRow, ...]
    next: Place | None


def list_issues(
    session: Session,
    viewer: Viewer,
    community: Community,
    wanted: IssueFilter,
    *,
    at: dt.datetime,
    order: Order = Order.PRESSING,
    after: Place | None = None,
    limit: int = PAGE,
) -> IssuePart:
    """List part of the issues that fit.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    community : Community
    wanted : IssueFilter
    at : datetime.datetime
        Now, aware, in the zone of the place.
    order : Order
    after : Place or None
        The ``next`` of the part before; None to begin.
    limit : int
        Most rows.
    """
    where = matching(viewer, community, wanted, at)
    places: list[Place] = []
    for leg in _legs(order, after):
        rows = (
            select(_column(order), Issue.id)
            .where(*where, *leg)
            .order_by(*sorting(order))
            .limit(limit + 1 - len(places))
        )
        places += [Place(moment, key) for moment, key in session.execute(rows)]
        if len(places) > limit:
            break
    shown = places[:limit]
    rows_by_id = read_rows(session, viewer, [place.id for place in shown], at)
    found = tuple(rows_by_id[place.id] for place in shown)
    return IssuePart(found, shown[-1] if len(places) > limit else None)


def read_rows(
    session: Session, viewer: Viewer, keys: list[int], at: dt.datetime
) -> dict[int, IssueRow]:
    """Read what lists show of some issues.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    keys : list of int
        Those out of the viewer's scope are left out.
    at : datetime.datetime
        Now, aware.

    Returns
    -------
    dict of int to IssueRow
    """
    rows = select_rows(viewer, at).where(Issue.id.in_(keys), seen_issue(viewer))
    return {row.id: _row(row) for row in session.execute(rows)} if keys else {}


def _row(row: AnyRow) -> IssueRow:
    """Make the line of an issue."""
    facts = dict(row._mapping)
    number, name = facts.pop("building_number"), facts.pop("building_name")
    return IssueRow(**facts, building=building_name(number or "", name or ""))


def select_rows(viewer: Viewer, at: dt.datetime) -> Rows:
    """Select what lists show of issues, with the names that a viewer may know.

    Parameters
    ----------
    viewer : Viewer
    at : datetime.datetime
        Now, aware.
    """
    building = (Building.id == Issue.building_id) & Building.id.in_(visible_buildings(viewer))
    cell = (Cell.id == Issue.cell_id) & Cell.id.in_(visible_cells(viewer))
    person = (Person.id == Issue.person_id) & Person.id.in_(visible_people(viewer))
    handler = func.coalesce(Person.name, Team.name, Organisation.name, HandlingUnit.name, "")
    return (
        select(
            Issue.id, Issue.version, Issue.title, Issue.category, Issue.state, Issue.level,
            light(at).label("light"), Issue.reported_at, Issue.due_at, Issue.place_doubt,
            Issue.address, func.coalesce(Cell.name, "").label("cell"), handler.label("handler"),
            Building.number.label("building_number"), Building.name.label("building_name"),
        )
        .select_from(Issue)
        .outerjoin(Building, building)
        .outerjoin(Cell, cell)
        .outerjoin(Person, person)
        .outerjoin(Team, Team.id == Issue.team_id)
        .outerjoin(Organisation, Organisation.id == Issue.organisation_id)
        .outerjoin(HandlingUnit, HandlingUnit.id == Issue.unit_id)
    )  # fmt: skip


def _column(order: Order) -> InstrumentedAttribute[Any]:
    """Give the column of an order."""
    return Issue.due_at if order is Order.PRESSING else Issue.reported_at


def sorting(order: Order) -> tuple[ColumnElement[Any], ColumnElement[Any]]:
    """Give an order as indexes have it: what has no deadline comes last.

    Parameters
    ----------
    order : Order
    """
    column = _column(order)
    if order is Order.NEWEST:
        return column.desc(), Issue.id.desc()
    return column.asc(), Issue.id.asc()


def _legs(order: Order, after: Place | None) -> list[list[ColumnElement[bool]]]:
    """Give the stretches that make up the rest of a list, each one range of an index.

    Issues without a deadline are a stretch of their own: no single range holds them and the
    others.
    """
    column = _column(order)
    has_none: list[ColumnElement[bool]] = [column.is_(None)]
    if after is None:
        return [[column.is_not(None)], has_none] if order is Order.PRESSING else [[]]
    if after.at is None:
        return [[*has_none, Issue.id > after.id]]
    here, there = tuple_(column, Issue.id), tuple_(after.at, after.id)
    if order is Order.NEWEST:
        return [[here < there]]
    return [[here > there], has_none] if order is Order.PRESSING else [[here > there]]
