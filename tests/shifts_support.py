"""A patrol week to test with: the two cells, pairs of volunteers, a rhythm of two shifts."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Patrol, Person, Rhythm, Team, TeamKind, TeamMember
from app.queries.scope import Viewer
from app.services.patrols.shifts import (
    BeatWish,
    RhythmWish,
    make_link,
    make_rhythm,
    make_shifts,
    note_absence,
    put_stand_in,
    set_beats,
)
from tests.two_cells import World, put

ZONE = ZoneInfo("Asia/Shanghai")
MONDAY = dt.date(2026, 11, 23)
MORNING = dt.datetime(2026, 11, 23, 6, 0, tzinfo=ZONE)
"""A Monday, before anybody walks."""

OPERATOR = Viewer(on=MONDAY)
TWO_SHIFTS = (("07:30", "11:00"), ("13:30", "16:00"))


@dataclass
class Week:
    """The rhythm, and the pair that walks Alpha; Bravo has nobody."""

    world: World
    rhythm: Rhythm
    pair: Team
    people: list[Person]


def clock(hours: int, minutes: int = 0, *, days: int = 0) -> dt.datetime:
    """Give a moment of that Monday, or some days later."""
    return dt.datetime.combine(MONDAY + dt.timedelta(days), dt.time(hours, minutes), ZONE)


def add_pair(session: Session, world: World, name: str, *people: str) -> tuple[Team, list[Person]]:
    """Write a patrol team with its people."""
    own = {"community_id": world.community.id}
    team = Team(**own, key=name, name=name, kind=TeamKind.PATROL)
    found = [Person(**own, key=one, name=one) for one in people]
    put(session, team, *found)
    put(session, *(TeamMember(team_id=team.id, person_id=one.id) for one in found))
    return team, found


def build_week(session: Session, world: World) -> Week:
    """Write a rhythm of two shifts a day from that Monday; its shifts are not made yet."""
    pair, people = add_pair(session, world, "一组", "陈甲", "褚乙")
    wish = RhythmWish("日常巡查", "FREQ=DAILY", TWO_SHIFTS, since=MONDAY)
    rhythm = make_rhythm(session, OPERATOR, world.community, wish, at=MORNING)
    beats = [BeatWish(world.alpha.cell.id, 1, pair.id), BeatWish(world.bravo.cell.id, 1, None)]
    set_beats(session, OPERATOR, rhythm, beats, at=MORNING)
    return Week(world, rhythm, pair, people)


def add_shifts(session: Session, world: World) -> dict[str, list[object]]:
    """Write a rhythm, its shifts, somebody who is away and somebody who stands in, in each cell.

    Gives the places of addresses that lead to them.
    """
    found: dict[str, list[object]] = {"patrol_id": [], "rhythm_id": [], "absence_id": []}
    for cell in (world.alpha, world.bravo):
        team, (mate, helper) = add_pair(
            session, world, f"{cell.mark}巡逻队", f"{cell.mark}队员", f"{cell.mark}替班"
        )
        wish = RhythmWish(f"{cell.mark}节奏", "FREQ=DAILY", TWO_SHIFTS, since=MONDAY)
        rhythm = make_rhythm(session, OPERATOR, world.community, wish, at=MORNING)
        set_beats(session, OPERATOR, rhythm, [BeatWish(cell.cell.id, 1, team.id)], at=MORNING)
        make_shifts(session, world.community, MONDAY, MONDAY, at=MORNING)
        patrol = session.scalars(select(Patrol).where(Patrol.team_id == team.id).limit(1)).one()
        lead = next(iter(cell.people.values()))
        put_stand_in(session, OPERATOR, patrol, lead, helper, at=MORNING)
        away = [
            note_absence(session, OPERATOR, one, since=MONDAY, until=MONDAY, at=MORNING)
            for one in (mate, lead)
        ]
        found["patrol_id"].append(patrol.id)
        found["rhythm_id"].append(rhythm.id)
        found["absence_id"] += [absence.id for absence in away]
    link, token = make_link(session, OPERATOR, world.community, None, at=MORNING)
    return found | {"link_id": [link.id], "token": [token[:-1]]}
