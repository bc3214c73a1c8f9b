"""Rhythms: made, given to teams, ended."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete, exists, select, update
from sqlalchemy.orm import Session

from app.models import Beat, Cell, Community, Patrol, PatrolState, Rhythm, Shift
from app.queries.cells.chosen import seen_cells
from app.queries.scope import Action, NotAllowed, NotFound, Viewer, require
from app.queries.shifts.find import visible_teams
from app.services.areas import take_turn
from app.services.audit import record
from geodata.errors import N_, InputRefused
from patrol.calendar import read_recurrence

LONGEST_NAME = 40
MOST_WALKERS = 50


@dataclass(frozen=True)
class RhythmWish:
    """A rhythm as somebody wishes it; see :class:`patrol.calendar.Recurrence`."""

    name: str
    rule: str
    times: tuple[tuple[str, str], ...]
    since: dt.date
    until: dt.date | None = None
    season: tuple[str, str] | None = None


@dataclass(frozen=True)
class BeatWish:
    """Which cell, by which of its routes, is walked by which team; None is nobody yet."""

    cell_id: int
    walker: int
    team_id: int | None


def make_rhythm(
    session: Session, viewer: Viewer, community: Community, wish: RhythmWish, *, at: dt.datetime
) -> Rhythm:
    """Make a rhythm; its shifts come once it has beats.

    Parameters
    ----------
    session : Session
    viewer : Viewer
        Must be allowed to plan.
    community : Community
    wish : RhythmWish
    at : datetime.datetime
        Now.

    Raises
    ------
    InputRefused
        If the rule, the hours or the days make no sense, or it has no name.
    """
    require(viewer, Action.PLAN)
    read = read_recurrence(wish.rule, wish.times, wish.since, wish.until, wish.season)
    name = wish.name.strip()[:LONGEST_NAME]
    if not name:
        raise InputRefused(N_("Give the rhythm a name."))
    rhythm = Rhythm(
        community_id=community.id,
        name=name,
        rule=read.rule,
        times=[[f"{one.start:%H:%M}", f"{one.end:%H:%M}"] for one in read.hours],
        season=list(read.season) if read.season else None,
        since=read.since,
        until=read.until,
        made_by=viewer.user_id,
        made_at=at,
    )
    session.add(rhythm)
    session.flush()
    _tell(session, viewer, rhythm, "add", at)
    return rhythm


def end_rhythm(
    session: Session, viewer: Viewer, rhythm: Rhythm, *, until: dt.date, at: dt.datetime
) -> None:
    """End a rhythm: what was planned after its last day is taken back.

    Parameters
    ----------
    session : Session
    viewer : Viewer
        Must be allowed to plan all cells that it crosses.
    rhythm : Rhythm
    until : datetime.date
        Its last day; the day before its first one if it never began.
    at : datetime.datetime
        Now, in the zone of the place.

    Raises
    ------
    NotAllowed
        If it crosses cells of others.
    """
    require(viewer, Action.PLAN)
    community = session.get_one(Community, rhythm.community_id)
    _refuse_foreign(session, viewer, community, rhythm)
    take_turn(session, community)
    rhythm.until = max(until, rhythm.since)
    after = dt.datetime.combine(until + dt.timedelta(days=1), dt.time(), at.tzinfo)
    shifts = select(Shift.id).where(Shift.rhythm_id == rhythm.id, Shift.starts_at >= after)
    _take_back(session, Patrol.shift_id.in_(shifts))
    _drop_empty(session, rhythm)
    _tell(session, viewer, rhythm, "end", at)


def set_beats(
    session: Session,
    viewer: Viewer,
    rhythm: Rhythm,
    wishes: Sequence[BeatWish],
    *,
    at: dt.datetime,
) -> None:
    """Say which of the viewer's cells are walked in a rhythm, and by whom.

    Planned patrols follow: those of beats that are gone are taken back, the others change hands.
    Beats in cells that the viewer does not see stay as they are.

    Parameters
    ----------
    session : Session
    viewer : Viewer
        Must be allowed to plan.
    rhythm : Rhythm
    wishes : sequence of BeatWish
        All beats of the viewer's cells.
    at : datetime.datetime
        Now.

    Raises
    ------
    NotFound
        If a cell is not the viewer's, or a team not of this community.
    """
    require(viewer, Action.PLAN)
    community = session.get_one(Community, rhythm.community_id)
    take_turn(session, community)
    own = set(session.scalars(seen_cells(viewer, community)))
    _check(session, viewer, rhythm, own, wishes)
    wanted = {(wish.cell_id, wish.walker): wish.team_id for wish in wishes}
    present = {(beat.cell_id, beat.walker): beat for beat in rhythm.beats if beat.cell_id in own}
    for key, beat in present.items():
        if key not in wanted:
            _take_back(session, Patrol.beat_id == beat.id)
            rhythm.beats.remove(beat)
        elif beat.team_id != wanted[key]:
            _change_hands(session, beat, wanted[key])
    for key, team_id in wanted.items():
        if key not in present:
            rhythm.beats.append(Beat(cell_id=key[0], walker=key[1], team_id=team_id))
    session.flush()
    _drop_empty(session, rhythm)
    _tell(session, viewer, rhythm, "assign", at, beats=len(wanted))


def _check(
    session: Session, viewer: Viewer, rhythm: Rhythm, own: set[int], wishes: Sequence[BeatWish]
) -> None:
    """Refuse cells and teams that are not the viewer's to choose."""
    if any(wish.cell_id not in own or not 1 <= wish.walker <= MOST_WALKERS for wish in wishes):
        raise NotFound(N_("There is no such place."))
    community = session.get_one(Community, rhythm.community_id)
    known = set(session.scalars(visible_teams(viewer, community)))
    known |= {beat.team_id for beat in rhythm.beats if beat.team_id is not None}
    if {wish.team_id for wish in wishes if wish.team_id is not None} - known:
        raise NotFound(N_("There is no such team."))


def _change_hands(session: Session, beat: Beat, team_id: int | None) -> None:
    """Give a beat, and all that is planned of it, to another team."""
    beat.team_id = team_id
    waiting = (PatrolState.PLANNED, PatrolState.OPEN)
    session.execute(
        update(Patrol)
        .where(Patrol.beat_id == beat.id, Patrol.state.in_(waiting))
        .values(team_id=team_id)
    )


def _take_back(session: Session, which: object) -> None:
    """Delete patrols whose time has not come: nothing has happened to them yet."""
    session.execute(
        delete(Patrol).where(which, Patrol.state == PatrolState.PLANNED)  # type: ignore[arg-type]
    )


def _drop_empty(session: Session, rhythm: Rhythm) -> None:
    """Delete the shifts of a rhythm that have no patrol."""
    has_patrols = exists().where(Patrol.shift_id == Shift.id)
    session.execute(delete(Shift).where(Shift.rhythm_id == rhythm.id, ~has_patrols))


def _refuse_foreign(session: Session, viewer: Viewer, community: Community, rhythm: Rhythm) -> None:
    """Refuse to change a rhythm that crosses cells which the viewer does not see."""
    foreign = select(Cell.id).where(
        Cell.id.in_([beat.cell_id for beat in rhythm.beats]),
        Cell.id.not_in(seen_cells(viewer, community)),
    )
    if session.scalar(foreign.limit(1)) is not None:
        raise NotAllowed(
            N_("%(name)s is walked in cells of others, too. Ask the community administrator."),
            name=rhythm.name,
        )


def _tell(
    session: Session,
    viewer: Viewer,
    rhythm: Rhythm,
    action: str,
    at: dt.datetime,
    **details: int,
) -> None:
    """Tell the audit log."""
    record(
        session,
        at=at,
        by=viewer.user_id,
        action=action,
        thing_kind="rhythm",
        thing_id=rhythm.id,
        community_id=rhythm.community_id,
        **details,
    )
