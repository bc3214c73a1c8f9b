"""A patrol week of a generated community, as if it had been planned on its Monday."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Cell, Community, Patrol, Person, Rhythm, Shift, Team, TeamMember
from app.queries.scope import Viewer, published_division
from app.services.demo.rows import Ids
from app.services.patrols.shifts import (
    BeatWish,
    RhythmWish,
    make_rhythm,
    make_shifts,
    move_patrol,
    note_absence,
    put_stand_in,
    set_beats,
)
from demo import DemoCommunity
from demo.records.issues import CHINA
from demo.rhythms import rhythms

WEEKS = 2
MISSED_EVERY = 17
"""One patrol in so many is missed: an empty list of what was not walked teaches nothing."""

_NIGHT = dt.time(5)
_MINUTES = dt.timedelta(minutes=1)


def write_shifts(
    session: Session, viewer: Viewer, community: Community, demo: DemoCommunity, *, at: dt.datetime
) -> None:
    """Give a generated community its rhythms, this week and the next one.

    What lies before now was walked, but for a few; somebody is away next week, and somebody
    stands in for them once.

    Parameters
    ----------
    session : Session
    viewer : Viewer
        The operator.
    community : Community
        As :func:`app.services.demo.load_demo` stored it, with its routes.
    demo : DemoCommunity
    at : datetime.datetime
        Now.
    """
    now = at.astimezone(CHINA)
    monday = now.date() - dt.timedelta(days=now.weekday())
    night = dt.datetime.combine(monday, _NIGHT, CHINA)
    cells, teams = _cells(session, community), _keys(session, community)
    made = [
        _rhythm(
            session, viewer, community,
            RhythmWish(one.name, one.rule, one.times, since=monday),
            [BeatWish(cells[cell], 1, teams.get(team or "")) for cell, team in one.beats],
            night,
        )
        for one in rhythms(demo)
    ]  # fmt: skip
    if made:
        last = monday + dt.timedelta(weeks=WEEKS, days=-1)
        make_shifts(session, community, monday, last, at=night)
        _walk(session, viewer, made, now)
        _leave(session, viewer, made[0], monday + dt.timedelta(weeks=1), now)


def _rhythm(
    session: Session,
    viewer: Viewer,
    community: Community,
    wish: RhythmWish,
    beats: Sequence[BeatWish],
    at: dt.datetime,
) -> Rhythm:
    """Make one rhythm with its beats."""
    rhythm = make_rhythm(session, viewer, community, wish, at=at)
    set_beats(session, viewer, rhythm, beats, at=at)
    return rhythm


def _walk(session: Session, viewer: Viewer, made: Sequence[Rhythm], now: dt.datetime) -> None:
    """Let what lies before now have happened, most of it."""
    rows = session.execute(
        select(Patrol, Shift)
        .join(Shift, Shift.id == Patrol.shift_id)
        .where(Shift.rhythm_id.in_([rhythm.id for rhythm in made]), Shift.starts_at <= now)
        .order_by(Patrol.id)
    ).all()
    for number, (patrol, shift) in enumerate(rows):
        patrol.move("open", shift.starts_at - 60 * _MINUTES, None)
        if patrol.team_id is None or number % MISSED_EVERY == MISSED_EVERY - 1:
            if shift.ends_at <= now:
                patrol.move("miss", shift.ends_at, None)
            continue
        set_out = min(shift.starts_at + (number % 9) * _MINUTES, now)
        session.flush()
        move_patrol(session, viewer, patrol, "set out", at=set_out)
        home = set_out + (50 + number % 37) * _MINUTES
        if home <= now:
            move_patrol(session, viewer, patrol, "come home", at=home)


def _leave(
    session: Session, viewer: Viewer, rhythm: Rhythm, monday: dt.date, now: dt.datetime
) -> None:
    """Let one of a pair be away for three days, with a stand-in on the first."""
    teams = [beat.team_id for beat in rhythm.beats if beat.team_id is not None]
    away, helper = (_first(session, team_id) for team_id in (teams[0], teams[-1]))
    since = monday + dt.timedelta(days=1)
    until = since + dt.timedelta(days=2)
    note_absence(session, viewer, away, since=since, until=until, at=now)
    begins = dt.datetime.combine(since, dt.time(), CHINA)
    patrol = session.scalars(
        select(Patrol)
        .join(Shift, Shift.id == Patrol.shift_id)
        .where(Patrol.team_id == teams[0], Shift.starts_at >= begins)
        .order_by(Shift.starts_at)
        .limit(1)
    ).first()
    if patrol is not None and helper.id != away.id:
        put_stand_in(session, viewer, patrol, helper, away, at=now)


def _first(session: Session, team_id: int) -> Person:
    """Give the first person of a team."""
    return session.scalars(
        select(Person)
        .join(TeamMember, TeamMember.person_id == Person.id)
        .where(TeamMember.team_id == team_id)
        .order_by(TeamMember.id)
        .limit(1)
    ).one()


def _cells(session: Session, community: Community) -> Ids:
    """Give the ids of the cells that hold, by code."""
    division = published_division(session, community)
    if division is None:
        return {}
    rows = session.execute(select(Cell.code, Cell.id).where(Cell.division_id == division.id))
    return {row[0]: row[1] for row in rows}


def _keys(session: Session, community: Community) -> Ids:
    """Give the ids of the teams by key."""
    rows = session.execute(select(Team.key, Team.id).where(Team.community_id == community.id))
    return {row[0]: row[1] for row in rows}
