"""Issues: their light, their place, their story."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import ColumnElement, case, select
from sqlalchemy.orm import Session

from app.models import (
    OPEN_STATES,
    Building,
    Cell,
    Community,
    Issue,
    IssueEvent,
    IssueHarm,
    IssueState,
    Person,
)
from app.queries.issues.lights import is_open, light
from app.queries.scope import (
    NotFound,
    Viewer,
    visible_buildings,
    visible_cells,
    visible_issues,
    visible_people,
)
from app.queries.types import AnyRow, Rows
from geodata.errors import N_

LIST_LIMIT = 20
_STORY_LIMIT = 200


@dataclass(frozen=True)
class IssueLine:
    """An issue as lists show it."""

    id: int
    title: str
    category: str
    state: IssueState
    light: str
    reported_at: dt.datetime
    due_at: dt.datetime | None


@dataclass(frozen=True)
class Step:
    """One step in the life of an issue; ``who`` is empty for people out of scope."""

    verb: str
    at: dt.datetime
    who: str
    note: str


@dataclass(frozen=True)
class IssueFacts:
    """What the panel of an issue shows.

    Attributes
    ----------
    line : IssueLine
    description, address : str
    place_doubtful : bool
    building_id, building_number : int or None, str
        Where it lies, if the viewer may see that building.
    cell_id, cell_name : int or None, str
        Likewise.
    harmed : tuple of (int, str)
        Ids and numbers of other buildings that it harms and the viewer may see.
    harmed_elsewhere : int
        How many more there are.
    steps : tuple of Step
        Oldest first.
    """

    line: IssueLine
    description: str
    address: str
    place_doubtful: bool
    building_id: int | None
    building_number: str
    cell_id: int | None
    cell_name: str
    harmed: tuple[tuple[int, str], ...]
    harmed_elsewhere: int
    steps: tuple[Step, ...]


def select_lines(viewer: Viewer, at: dt.datetime) -> Rows:
    """Select the issues that a viewer may see, as lists show them.

    Parameters
    ----------
    viewer : Viewer
    at : datetime.datetime
        Now, aware.
    """
    return select(
        Issue.id, Issue.title, Issue.category, Issue.state, light(at).label("light"),
        Issue.reported_at, Issue.due_at,
    ).where(Issue.id.in_(visible_issues(viewer)))  # fmt: skip


def open_and_done(
    session: Session, viewer: Viewer, where: ColumnElement[bool], at: dt.datetime
) -> tuple[tuple[IssueLine, ...], tuple[IssueLine, ...]]:
    """List the issues at a place: the open ones, and those that need nobody any more.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    where : ColumnElement
        Which issues.
    at : datetime.datetime
        Now, aware.

    Returns
    -------
    open, done : tuple of IssueLine
        The most pressing first, and the latest first; at most 20 each.
    """
    rows = (
        select_lines(viewer, at)
        .where(where)
        .order_by(
            is_open().desc(),
            case((is_open(), Issue.due_at)).asc().nulls_last(),
            case((is_open(), Issue.reported_at)),
            Issue.reported_at.desc(),
            Issue.id,
        )
        .limit(2 * LIST_LIMIT)
    )
    lines = [IssueLine(*row) for row in session.execute(rows)]
    still_open = [line for line in lines if line.state in OPEN_STATES]
    done = [line for line in lines if line.state not in OPEN_STATES]
    return tuple(still_open[:LIST_LIMIT]), tuple(done[:LIST_LIMIT])


def issue_facts(
    session: Session, viewer: Viewer, community: Community, issue_id: int, at: dt.datetime
) -> IssueFacts:
    """Read everything about one issue.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    community : Community
    issue_id : int
    at : datetime.datetime
        Now, aware.

    Raises
    ------
    NotFound
        If the viewer may see no such issue in the community.
    """
    here = (Issue.id == issue_id) & (Issue.community_id == community.id)
    row = session.execute(_select_facts(viewer, at).where(here)).one_or_none()
    if row is None:
        raise NotFound(N_("There is no such issue."))
    harmed, elsewhere = _harmed(session, viewer, issue_id)
    return IssueFacts(
        line=_line(row),
        description=row.description,
        address=row.address,
        place_doubtful=row.place_doubtful,
        building_id=row.building_id,
        building_number=row.building_number or "",
        cell_id=row.cell_id,
        cell_name=row.cell_name or "",
        harmed=harmed,
        harmed_elsewhere=elsewhere,
        steps=_steps(session, viewer, issue_id),
    )


def _select_facts(viewer: Viewer, at: dt.datetime) -> Rows:
    """Select an issue with the names of its place, as far as these may be seen."""
    seen_building = (Building.id == Issue.building_id) & Building.id.in_(visible_buildings(viewer))
    seen_cell = (Cell.id == Issue.cell_id) & Cell.id.in_(visible_cells(viewer))
    return (
        select_lines(viewer, at)
        .add_columns(
            Issue.description, Issue.address, Issue.place_doubtful,
            Building.id.label("building_id"), Building.number.label("building_number"),
            Cell.id.label("cell_id"), Cell.name.label("cell_name"),
        )
        .select_from(Issue)
        .outerjoin(Building, seen_building)
        .outerjoin(Cell, seen_cell)
    )  # fmt: skip


def _line(row: AnyRow) -> IssueLine:
    """Make the line of a row that has more columns than the line."""
    return IssueLine(
        row.id, row.title, row.category, row.state, row.light, row.reported_at, row.due_at
    )


def _harmed(
    session: Session, viewer: Viewer, issue_id: int
) -> tuple[tuple[tuple[int, str], ...], int]:
    """List the buildings that an issue harms, and count those out of scope."""
    seen = Building.id.in_(visible_buildings(viewer))
    rows = session.execute(
        select(Building.id, Building.number, seen)
        .join(IssueHarm, IssueHarm.building_id == Building.id)
        .where(IssueHarm.issue_id == issue_id)
        .order_by(Building.number, Building.id)
        .limit(_STORY_LIMIT)
    ).all()
    known = tuple((key, number) for key, number, is_seen in rows if is_seen)
    return known, len(rows) - len(known)


def _steps(session: Session, viewer: Viewer, issue_id: int) -> tuple[Step, ...]:
    """Tell the story of an issue, naming only people whom the viewer may know of."""
    known = (Person.id == IssueEvent.person_id) & Person.id.in_(visible_people(viewer))
    rows = session.execute(
        select(IssueEvent.verb, IssueEvent.at, Person.name, IssueEvent.note)
        .select_from(IssueEvent)
        .outerjoin(Person, known)
        .where(IssueEvent.issue_id == issue_id)
        .order_by(IssueEvent.at, IssueEvent.id)
        .limit(_STORY_LIMIT)
    )
    return tuple(Step(verb, moment, who or "", note) for verb, moment, who, note in rows)
