"""Rhythms with their beats, and the teams that can walk them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models import Beat, Cell, Community, Rhythm, Route, Team, TeamKind, TeamMember
from app.queries.cells.chosen import seen_cells
from app.queries.natural import natural_key
from app.queries.scope import Viewer
from app.queries.shifts.find import visible_rhythms, visible_teams

MOST_RHYTHMS = 200
MOST_TEAMS = 500


@dataclass(frozen=True)
class RhythmLine:
    """A rhythm as lists show it; ``beats`` cells and routes, of which ``vacant`` have no team."""

    id: int
    name: str
    rule: str
    times: list[Any]
    season: list[Any] | None
    since: dt.date
    until: dt.date | None
    beats: int
    vacant: int


@dataclass(frozen=True)
class BeatLine:
    """A cell, and which of its routes; walked in the rhythm or not, by a team or by nobody yet."""

    cell_id: int
    cell_name: str
    walker: int
    is_walked: bool
    team_id: int | None

    @property
    def key(self) -> str:
        """As forms name it."""
        return f"{self.cell_id}-{self.walker}"


def list_rhythms(
    session: Session, viewer: Viewer, community: Community
) -> list[RhythmLine]:  # fmt: skip
    """List the rhythms that hold or will hold, then those that ended.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    community : Community
    """
    beats = select(func.count()).where(Beat.rhythm_id == Rhythm.id)
    rows = session.execute(
        select(
            Rhythm.id, Rhythm.name, Rhythm.rule, Rhythm.times, Rhythm.season, Rhythm.since,
            Rhythm.until, beats.scalar_subquery(),
            beats.where(Beat.team_id.is_(None)).scalar_subquery(),
        )
        .where(Rhythm.id.in_(visible_rhythms(viewer, community)))
        .order_by((Rhythm.until < viewer.on).nulls_first(), Rhythm.id)
        .limit(MOST_RHYTHMS)
    )  # fmt: skip
    return [RhythmLine(*row) for row in rows]


def beat_lines(
    session: Session, viewer: Viewer, community: Community, rhythm: Rhythm
) -> list[BeatLine]:
    """List every route of every cell that a viewer may see, with who walks it in a rhythm.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    community : Community
    rhythm : Rhythm
        In the viewer's scope.

    Returns
    -------
    list of BeatLine
        By the code of the cell; a cell without a route has one line all the same.
    """
    cells = session.execute(
        select(Cell.id, Cell.name)
        .where(Cell.id.in_(seen_cells(viewer, community)))
        .order_by(Cell.code, Cell.id)
    ).all()
    beats = {(beat.cell_id, beat.walker): beat for beat in rhythm.beats}
    walkers = _walkers(session, [cell.id for cell in cells])
    for cell_id, walker in beats:
        walkers[cell_id] = max(walker, walkers.get(cell_id, 1))
    return [
        BeatLine(cell.id, cell.name, walker, beat is not None, beat.team_id if beat else None)
        for cell in cells
        for walker in range(1, walkers.get(cell.id, 1) + 1)
        for beat in (beats.get((cell.id, walker)),)
    ]


def _walkers(session: Session, cells: list[int]) -> dict[int, int]:
    """Count the routes of each cell: how many teams can walk it at once."""
    rows = session.execute(
        select(Route.cell_id, func.max(Route.walker))
        .where(Route.is_current, Route.cell_id.in_(cells))
        .group_by(Route.cell_id)
    )
    return {row[0]: row[1] for row in rows}


def team_choices(
    session: Session, viewer: Viewer, community: Community, *, only_patrol: bool = False
) -> list[tuple[int, str, int]]:
    """List the teams that a viewer can let walk, by name.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    community : Community
    only_patrol : bool
        Leave out teams that are for something else.

    Returns
    -------
    list of (int, str, int)
        Id, name, and how many people are in it today; patrol teams first.
    """
    people = (
        select(func.count())
        .where(TeamMember.team_id == Team.id, TeamMember.current(viewer.on))
        .scalar_subquery()
    )
    rows = session.execute(
        select(Team.id, Team.name, people, Team.kind)
        .where(Team.id.in_(visible_teams(viewer, community)))
        .order_by(Team.id)
        .limit(MOST_TEAMS)
    ).all()
    kept = [row for row in rows if row.kind is TeamKind.PATROL or not only_patrol]
    kept.sort(key=lambda row: (row.kind is not TeamKind.PATROL, natural_key(row.name)))
    return [(row[0], row[1], row[2]) for row in kept]
