"""Patrols as lists show them: when, where, by whom, and how it stands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from app.models import (
    Cell,
    Community,
    Patrol,
    PatrolEvent,
    PatrolState,
    Route,
    Shift,
    Team,
    User,
)
from app.queries.scope import Viewer, visible_patrols
from app.queries.shifts.crews import Walk, read_crews
from app.queries.types import Rows
from patrol.calendar import Crew

MOST_LINES = 3_000
MOST_EVENTS = 100

WAITING = (PatrolState.PLANNED, PatrolState.OPEN)
"""States of a patrol on which nobody has set out yet."""


@dataclass(frozen=True)
class PatrolLine:
    """A patrol of a shift.

    Attributes
    ----------
    id, shift_id : int
    shift_name : str
    on : datetime.date
        The day on which the shift begins, in the place's own time.
    starts_at, ends_at : datetime.datetime
        Of the shift, aware.
    state : PatrolState
    started_at, ended_at : datetime.datetime or None
        When it was walked.
    cell_id, cell_name : int, str
    route_id, route_name : int or None, str
    team_id, team_name : int or None, str
    crew : Crew
        Who is on.
    """

    id: int
    shift_id: int
    shift_name: str
    on: dt.date
    starts_at: dt.datetime
    ends_at: dt.datetime
    state: PatrolState
    started_at: dt.datetime | None
    ended_at: dt.datetime | None
    cell_id: int
    cell_name: str
    route_id: int | None
    route_name: str
    team_id: int | None
    team_name: str
    crew: Crew

    @property
    def is_waiting(self) -> bool:
        """Whether nobody has set out yet and somebody still may."""
        return self.state in WAITING

    @property
    def is_gap(self) -> bool:
        """Whether somebody is still to be found for it."""
        return self.is_waiting and self.crew.is_gap

    @property
    def names(self) -> str:
        """Those who are on."""
        return "、".join(walker.name for walker in self.crew.walkers)


def patrol_lines(
    session: Session,
    viewer: Viewer,
    community: Community,
    zone: dt.tzinfo,
    *which: ColumnElement[bool],
    first: dt.date | None = None,
    last: dt.date | None = None,
) -> list[PatrolLine]:
    """List patrols of shifts, by time, then by cell.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    community : Community
    zone : tzinfo
        Of the place: days begin and end there.
    *which : ColumnElement
        Conditions on patrols and shifts.
    first, last : datetime.date, optional
        Days on which the shifts begin, both included.

    Returns
    -------
    list of PatrolLine
        At most ``MOST_LINES``.
    """
    rows = _select(viewer, community).where(*which)
    if first is not None:
        rows = rows.where(Shift.starts_at >= midnight(first, zone))
    if last is not None:
        rows = rows.where(Shift.starts_at < midnight(last + dt.timedelta(days=1), zone))
    found = session.execute(rows).all()
    days = [row.starts_at.astimezone(zone).date() for row in found]
    walks = [Walk(row.id, row.team_id, day) for row, day in zip(found, days, strict=True)]
    crews = read_crews(session, walks)
    return [
        PatrolLine(**row._mapping, on=day, crew=crews[row.id])
        for row, day in zip(found, days, strict=True)
    ]


def _select(viewer: Viewer, community: Community) -> Rows:
    """Select what a line tells of a patrol itself."""
    return (
        select(
            Patrol.id, Patrol.shift_id, Shift.name.label("shift_name"), Shift.starts_at,
            Shift.ends_at, Patrol.state, Patrol.started_at, Patrol.ended_at, Patrol.cell_id,
            Cell.name.label("cell_name"), Patrol.route_id,
            func.coalesce(Route.name, "").label("route_name"), Patrol.team_id,
            func.coalesce(Team.name, "").label("team_name"),
        )
        .join(Shift, Shift.id == Patrol.shift_id)
        .join(Cell, Cell.id == Patrol.cell_id)
        .outerjoin(Route, Route.id == Patrol.route_id)
        .outerjoin(Team, Team.id == Patrol.team_id)
        .where(Patrol.community_id == community.id, Patrol.id.in_(visible_patrols(viewer)))
        .order_by(Shift.starts_at, Shift.id, Cell.code, Patrol.id)
        .limit(MOST_LINES)
    )  # fmt: skip


def midnight(day: dt.date, zone: dt.tzinfo) -> dt.datetime:
    """Give the moment at which a day begins in a place.

    Parameters
    ----------
    day : datetime.date
    zone : tzinfo
    """
    return dt.datetime.combine(day, dt.time(), zone)


@dataclass(frozen=True)
class EventLine:
    """One step in the life of a patrol; ``by`` is empty where time moved it, or the operator."""

    verb: str
    at: dt.datetime
    by: str
    note: str


def patrol_events(session: Session, patrol: Patrol) -> Sequence[EventLine]:
    """List what happened to a patrol, the latest first.

    Parameters
    ----------
    session : Session
    patrol : Patrol
        In the viewer's scope.
    """
    rows = session.execute(
        select(PatrolEvent.verb, PatrolEvent.at, User.display_name, PatrolEvent.note)
        .outerjoin(User, User.id == PatrolEvent.user_id)
        .where(PatrolEvent.patrol_id == patrol.id)
        .order_by(PatrolEvent.id.desc())
        .limit(MOST_EVENTS)
    )
    return [EventLine(verb, at, by or "", note) for verb, at, by, note in rows]
