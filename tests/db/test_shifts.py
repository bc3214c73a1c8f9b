"""Shifts on a real store: made once, followed by teams, moved by people and by time."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models import Beat, Patrol, PatrolEvent, PatrolState, Shift
from app.queries.scope import NotAllowed, NotFound, Viewer
from app.queries.shifts import beat_lines, overdue_patrols, patrol_lines
from app.services.patrols import shifts
from app.services.patrols.shifts import BeatWish, RhythmWish
from geodata.errors import InputRefused
from patrol.calendar import Cover
from tests.shifts_support import (
    MONDAY,
    MORNING,
    OPERATOR,
    TWO_SHIFTS,
    ZONE,
    Week,
    add_pair,
    build_week,
    clock,
)
from tests.two_cells import World, build_world

SUNDAY = MONDAY + dt.timedelta(days=6)
HALF_AN_HOUR = dt.timedelta(minutes=30)


@pytest.fixture
def world(session: Session) -> World:
    return build_world(session)


@pytest.fixture
def week(session: Session, world: World) -> Week:
    made = build_week(session, world)
    shifts.make_shifts(session, world.community, MONDAY, SUNDAY, at=MORNING)
    return made


def lines(session: Session, week: Week, viewer: Viewer = OPERATOR, day: int = 0):  # type: ignore[no-untyped-def]
    on = MONDAY + dt.timedelta(days=day)
    return patrol_lines(session, viewer, week.world.community, ZONE, first=on, last=on)


def first_patrol(session: Session, week: Week) -> Patrol:
    return session.get_one(Patrol, lines(session, week)[0].id)


def test_shifts_are_made_once(session: Session, week: Week) -> None:
    community = week.world.community
    assert session.scalar(select(func.count(Shift.id))) == 14
    assert session.scalar(select(func.count(Patrol.id)).where(Patrol.shift_id.is_not(None))) == 28
    again = shifts.make_shifts(session, community, MONDAY, SUNDAY, at=MORNING)
    assert (again.shifts, again.patrols) == (0, 0)
    more = shifts.make_shifts(session, community, MONDAY, SUNDAY + dt.timedelta(days=1), at=MORNING)
    assert (more.shifts, more.patrols) == (2, 4)


def test_nothing_is_made_for_the_past(session: Session, world: World) -> None:
    build_week(session, world)
    noon = clock(12)
    made = shifts.make_shifts(session, world.community, MONDAY, MONDAY, at=noon)
    assert (made.shifts, made.patrols) == (1, 2)


def test_lines_say_who_walks_where_and_when(session: Session, week: Week) -> None:
    alpha, bravo, *afternoon = lines(session, week)
    assert (alpha.names, alpha.team_name, alpha.crew.cover) == ("陈甲、褚乙", "一组", Cover.COVERED)
    assert alpha.route_id == week.world.alpha.ids["route"]
    assert (bravo.crew.cover, bravo.is_gap) == (Cover.NO_TEAM, True)
    assert alpha.starts_at == clock(7, 30)
    assert len(afternoon) == 2


def test_a_team_that_changes_is_followed(session: Session, week: Week) -> None:
    other, _ = add_pair(session, week.world, "二组", "卫丙", "蒋丁")
    beats = [BeatWish(week.world.alpha.cell.id, 1, other.id)]
    shifts.set_beats(session, OPERATOR, week.rhythm, beats, at=MORNING)
    found = lines(session, week)
    assert [line.names for line in found] == ["卫丙、蒋丁"] * 2
    assert session.scalars(select(Beat.team_id)).all() == [other.id]
    shifts.set_beats(session, OPERATOR, week.rhythm, [], at=MORNING)
    assert session.scalar(select(func.count(Shift.id))) == 0


def test_a_rhythm_that_ends_takes_back_what_was_planned(session: Session, week: Week) -> None:
    tuesday = MONDAY + dt.timedelta(days=1)
    shifts.end_rhythm(session, OPERATOR, week.rhythm, until=tuesday, at=MORNING)
    assert session.scalar(select(func.count(Shift.id))) == 4
    made = shifts.make_shifts(session, week.world.community, MONDAY, SUNDAY, at=MORNING)
    assert made == shifts.Made(0, 0)


def test_time_opens_and_misses(session: Session, week: Week) -> None:
    community = week.world.community
    shifts.keep_time(session, community, at=clock(6, 20))
    assert {line.state for line in lines(session, week)} == {PatrolState.PLANNED}
    shifts.keep_time(session, community, at=clock(6, 40))
    assert [line.state for line in lines(session, week)] == [
        PatrolState.OPEN, PatrolState.OPEN, PatrolState.PLANNED, PatrolState.PLANNED,
    ]  # fmt: skip
    shifts.keep_time(session, community, at=clock(11))
    shifts.keep_time(session, community, at=clock(11))
    missed = first_patrol(session, week)
    assert (missed.state, missed.started_at) == (PatrolState.MISSED, None)
    assert [event.verb for event in missed.events] == ["open", "miss"]
    assert [event.user_id for event in missed.events] == [None, None]


def test_nobody_looked_for_a_day_and_time_went_on(session: Session, week: Week) -> None:
    shifts.keep_time(session, week.world.community, at=clock(12, days=1))
    states = [line.state for line in lines(session, week)]
    assert states == [PatrolState.MISSED] * 4
    events = session.scalars(select(PatrolEvent.verb).where(
        PatrolEvent.patrol_id == first_patrol(session, week).id
    )).all()  # fmt: skip
    assert sorted(events) == ["miss", "open"]


def test_a_patrol_is_walked(session: Session, week: Week) -> None:
    patrol = first_patrol(session, week)
    volunteer = Viewer.of(week.world.users["volunteer"], MONDAY)
    with pytest.raises(InputRefused):
        shifts.move_patrol(session, volunteer, patrol, "set out", at=MORNING)
    shifts.keep_time(session, week.world.community, at=clock(7))
    shifts.move_patrol(session, volunteer, patrol, "set out", at=clock(7, 31))
    shifts.move_patrol(session, volunteer, patrol, "come home", at=clock(8, 40), note="下雨")
    assert (patrol.state, patrol.started_at, patrol.ended_at) == (
        PatrolState.DONE, clock(7, 31), clock(8, 40),
    )  # fmt: skip
    last = patrol.events[-1]
    assert (last.verb, last.note, last.user_id) == ("come home", "下雨", volunteer.user_id)


def test_only_who_plans_calls_off(session: Session, week: Week) -> None:
    patrol = first_patrol(session, week)
    volunteer = Viewer.of(week.world.users["volunteer"], MONDAY)
    with pytest.raises(NotAllowed):
        shifts.move_patrol(session, volunteer, patrol, "call off", at=MORNING)
    shifts.move_patrol(session, OPERATOR, patrol, "call off", at=MORNING, note="大雨")
    made = shifts.make_shifts(session, week.world.community, MONDAY, SUNDAY, at=MORNING)
    assert made == shifts.Made(0, 0)
    shifts.move_patrol(session, OPERATOR, patrol, "take up", at=MORNING)
    assert patrol.state is PatrolState.PLANNED


def test_written_down_afterwards(session: Session, week: Week) -> None:
    shifts.keep_time(session, week.world.community, at=clock(12))
    patrol = first_patrol(session, week)
    shifts.move_patrol(session, OPERATOR, patrol, "write down", at=clock(12))
    assert (patrol.state, patrol.started_at, patrol.ended_at) == (
        PatrolState.DONE, clock(7, 30), clock(11),
    )  # fmt: skip


def test_overdue_after_half_an_hour(session: Session, week: Week) -> None:
    def told(at: dt.datetime) -> list[tuple[bool, int]]:
        shifts.keep_time(session, week.world.community, at=at)
        found = overdue_patrols(
            session, OPERATOR, week.world.community, at=at, patience=HALF_AN_HOUR
        )
        return [(one.is_out, one.minutes) for one in found]

    assert told(clock(7, 59)) == []
    assert told(clock(8, 0)) == [(False, 30), (False, 30)]
    shifts.move_patrol(session, OPERATOR, first_patrol(session, week), "set out", at=clock(8, 1))
    assert told(clock(8, 5)) == [(False, 35)]
    assert told(clock(11, 20)) == []
    assert told(clock(11, 31)) == [(True, 31)]


def test_absence_leaves_a_gap_that_a_stand_in_fills(session: Session, week: Week) -> None:
    chen, chu = week.people
    _, (wei, _) = add_pair(session, week.world, "二组", "卫丙", "蒋丁")
    on = MONDAY + dt.timedelta(days=1)
    note = {"since": on, "until": on, "at": MORNING}
    absence = shifts.note_absence(session, OPERATOR, chen, **note)
    assert lines(session, week)[0].crew.cover is Cover.COVERED
    tuesday = lines(session, week, day=1)[0]
    assert (tuesday.crew.cover, tuesday.names) == (Cover.ALONE, "褚乙")
    patrol = session.get_one(Patrol, tuesday.id)
    shifts.put_stand_in(session, OPERATOR, patrol, wei, chen, at=MORNING)
    assert lines(session, week, day=1)[0].names == "褚乙、卫丙"
    with pytest.raises(InputRefused, match="already"):
        shifts.put_stand_in(session, OPERATOR, patrol, wei, chu, at=MORNING)
    shifts.remove_stand_in(session, OPERATOR, patrol, wei.id, at=MORNING)
    shifts.remove_absence(session, OPERATOR, absence, at=MORNING)
    assert lines(session, week, day=1)[0].names == "陈甲、褚乙"


def test_absence_is_ones_own_business(session: Session, week: Week) -> None:
    chen, _ = week.people
    volunteer = Viewer.of(week.world.users["volunteer"], MONDAY)
    day = {"since": MONDAY, "until": MONDAY, "at": MORNING}
    with pytest.raises(NotAllowed):
        shifts.note_absence(session, volunteer, chen, **day)
    with pytest.raises(InputRefused):
        shifts.note_absence(session, OPERATOR, chen, **{**day, "since": SUNDAY})


def test_who_is_done_is_not_exchanged(session: Session, week: Week) -> None:
    shifts.keep_time(session, week.world.community, at=clock(12))
    patrol = first_patrol(session, week)
    with pytest.raises(InputRefused):
        shifts.give_team(session, OPERATOR, patrol, None, at=clock(12))
    with pytest.raises(InputRefused):
        shifts.put_stand_in(session, OPERATOR, patrol, week.people[0], None, at=clock(12))


def test_twelve_people_in_six_pairs(session: Session, world: World) -> None:
    names = [f"队员{number}" for number in range(1, 13)]
    team, people = add_pair(session, world, "治安巡逻队", *names)
    groups = [people[number : number + 2] for number in range(0, 12, 2)]
    community = world.community
    made = shifts.make_pairs(session, OPERATOR, community, groups, name="巡查组", at=MORNING)
    assert [team.name for team in made] == [f"巡查组{number}" for number in range(1, 7)]
    with pytest.raises(InputRefused):
        shifts.make_pairs(
            session, OPERATOR, community, [people[:2], people[1:3]], name="x", at=MORNING
        )
    wish = RhythmWish("日常巡查", "FREQ=DAILY", TWO_SHIFTS, since=MONDAY)
    rhythm = shifts.make_rhythm(session, OPERATOR, community, wish, at=MORNING)
    beats = [BeatWish(cell.cell.id, 1, None) for cell in (world.alpha, world.bravo)]
    shifts.set_beats(session, OPERATOR, rhythm, beats, at=MORNING)
    assert shifts.fill_beats(session, OPERATOR, community, rhythm, at=MORNING) == 2
    walked = {beat.team_id for beat in rhythm.beats}
    assert walked <= {one.id for one in (*made, team)}
    assert len(walked) == 2


def test_grid_administrators_keep_to_their_cells(session: Session, week: Week) -> None:
    world = week.world
    grid = Viewer.of(world.users["grid"], MONDAY)
    assert {line.cell_name for line in lines(session, week, grid)} == {world.alpha.cell.name}
    (line,) = beat_lines(session, grid, world.community, week.rhythm)
    assert line.cell_id == world.alpha.cell.id
    wish = BeatWish(world.bravo.cell.id, 1, week.pair.id)
    with pytest.raises(NotFound):
        shifts.set_beats(session, grid, week.rhythm, [wish], at=MORNING)
    shifts.set_beats(session, grid, week.rhythm, [], at=MORNING)
    assert [beat.cell_id for beat in week.rhythm.beats] == [world.bravo.cell.id]
    with pytest.raises(NotAllowed):
        shifts.end_rhythm(session, grid, week.rhythm, until=MONDAY, at=MORNING)


def test_who_stands_in_sees_that_patrol(session: Session, week: Week) -> None:
    world = week.world
    person = world.alpha.people[next(iter(world.alpha.people))]
    bravo = session.get_one(Patrol, lines(session, week)[1].id)
    viewer = Viewer.of(world.users["grid"], MONDAY)
    shifts.put_stand_in(
        session, OPERATOR, bravo, session.get_one(type(person), viewer.person_id), None, at=MORNING
    )
    seen = {line.id for line in lines(session, week, viewer)}
    assert bravo.id in seen
