"""Pages of shifts: what they tell, to whom, and what they change; and calendars without log-in."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from icalendar import Calendar
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from app.database import Store
from app.models import (
    Absence,
    AuditEntry,
    LoginSession,
    Patrol,
    PatrolState,
    Rhythm,
    Shift,
    Team,
    User,
)
from tests.shifts_support import Week, add_pair, build_week
from tests.shifts_support import clock as moment
from tests.two_cells import World, build_world
from tests.visitors import Clock
from tests.walkers import enter as enter_on_sunday
from tests.web.people_support import BASE, get, post


def enter(app: Flask, store: Store, user: User) -> FlaskClient:
    """Give a browser that was used on that Monday already: log-ins end after some hours."""
    client = enter_on_sunday(app, store, user)
    with store.transaction() as session:
        session.execute(update(LoginSession).values(seen_at=moment(6)))
    return client


@pytest.fixture
def world(store: Store) -> World:
    with store.transaction() as session:
        return build_world(session)


@pytest.fixture
def time(clock: Clock) -> Clock:
    """A Monday, before anybody walks."""
    clock.at = moment(6)
    return clock


@pytest.fixture
def week(store: Store, world: World, time: Clock) -> Week:
    with store.transaction() as session:
        return build_week(session, world)


@pytest.fixture
def admin(app: Flask, store: Store, world: World, time: Clock) -> FlaskClient:
    """A community administrator; tokens are looked at in a test of their own."""
    app.config["WTF_CSRF_ENABLED"] = False
    return enter(app, store, world.users["community"])


def first_patrol(session: Session, week: Week) -> Patrol:
    session.expire_all()
    found = session.scalars(
        select(Patrol)
        .join(Shift, Shift.id == Patrol.shift_id)
        .where(Patrol.team_id == week.pair.id)
        .order_by(Shift.starts_at)
    ).first()
    assert found is not None
    return found


def test_the_week_says_who_walks_when(admin: FlaskClient, week: Week, session: Session) -> None:
    page = get(admin, "/shifts")
    for told in ("07:30–11:00", "13:30–16:00", "日常巡查", "陈甲", "褚乙", "Nobody yet"):
        assert told in page
    assert "Next week 14 patrols need somebody" in page
    assert "13900000001" not in page
    count = session.scalar(select(func.count(Shift.id)))
    get(admin, "/shifts")
    assert session.scalar(select(func.count(Shift.id))) == count == 28
    for odd in ("?from=nonsense", "?from=0001-01-01", "?from=9999-12-31", "?mine=1"):
        get(admin, f"/shifts{odd}")


def test_the_week_costs_the_same_however_many_walk(
    admin: FlaskClient, week: Week, queries: list[str]
) -> None:
    get(admin, "/shifts")
    queries.clear()
    get(admin, "/shifts")
    assert len(queries) <= 32


def test_without_a_rhythm_the_page_says_what_to_do(admin: FlaskClient, world: World) -> None:
    assert "Make a rhythm" in get(admin, "/shifts")
    assert "There is no rhythm yet" in get(admin, "/shifts/rhythms")
    assert "Every evening at 18:30" in get(admin, "/shifts/rhythms/new?preset=evening")


FORM = {
    "name": "周三志愿服务日", "days": "weekly", "weekday": ["WE"], "every": "1",
    "start": ["09:00", ""], "end": ["11:00", ""], "since": "2026-11-23",
}  # fmt: skip


def test_a_rhythm_is_made_assigned_and_ended(
    admin: FlaskClient, world: World, session: Session, store: Store
) -> None:
    answer = post(admin, "/shifts/rhythms/new", **FORM)
    assert answer.status_code == 303
    rhythm = session.scalars(select(Rhythm)).one()
    assert (rhythm.rule, rhythm.times) == (
        "FREQ=WEEKLY;INTERVAL=1;BYDAY=WE",
        [["09:00", "11:00"]],
    )
    with store.transaction() as writing:
        team, _ = add_pair(writing, world, "一组", "陈甲", "褚乙")
    one = f"/shifts/rhythms/{rhythm.id}"
    assert "一组（2）" in get(admin, one)
    beats = {f"beat-{cell.cell.id}-1": "nobody" for cell in (world.alpha, world.bravo)}
    assert post(admin, one, **beats, fill="1").status_code == 303
    session.expire_all()
    assert [beat.team_id for beat in rhythm.beats] == [team.id, None]
    assert "every Wed" in get(admin, "/shifts/rhythms")
    assert session.scalars(select(Patrol.team_id).where(Patrol.beat_id.is_not(None))).all()
    assert post(admin, f"{one}/end", on="2026-11-23").status_code == 303
    session.expire_all()
    assert session.scalar(select(func.count(Shift.id))) == 0
    told = set(session.scalars(select(AuditEntry.action).where(AuditEntry.thing_kind == "rhythm")))
    assert told == {"add", "assign", "end"}


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"name": " "}, "Give the rhythm a name"),
        ({"weekday": []}, "at least one day of the week"),
        ({"start": ["11:00", "10:00"], "end": ["13:00", "12:00"]}, "overlap"),
        ({"days": "monthly", "monthday": "99"}, "no rule"),
        ({"since": "2026-13-01"}, "Choose a day"),
        ({"until": "2026-01-01"}, "before the first"),
        ({"season_first": "3.15"}, "03-15"),
    ],
)
def test_a_form_that_makes_no_sense_says_so(
    admin: FlaskClient, world: World, session: Session, change: dict[str, object], told: str
) -> None:
    answer = post(admin, "/shifts/rhythms/new", **{**FORM, **change})
    assert answer.status_code == 422
    assert told in answer.text
    assert session.scalars(select(Rhythm)).all() == []


def test_a_volunteer_sets_out_and_comes_home(
    app: Flask, store: Store, week: Week, admin: FlaskClient, time: Clock, session: Session
) -> None:
    volunteer = enter(app, store, week.world.users["volunteer"])
    time.at = moment(7)
    get(volunteer, "/shifts")
    patrol = first_patrol(session, week)
    assert patrol.state is PatrolState.OPEN
    one = f"/shifts/{patrol.id}"
    page = get(volunteer, one)
    assert "Set out" in page
    assert "Call off" not in page
    assert post(volunteer, f"{one}/move", verb="set out").status_code == 303
    assert post(volunteer, f"{one}/move", verb="set out").status_code == 422
    assert post(volunteer, f"{one}/move", verb="call off").status_code == 403
    assert post(volunteer, f"{one}/move", verb="fly").status_code == 404
    assert post(volunteer, f"{one}/move", verb="come home").status_code == 303
    assert first_patrol(session, week).state is PatrolState.DONE
    assert "Came home" in get(volunteer, one)
    assert post(volunteer, f"{one}/team", team="").status_code == 403


def test_overdue_at_a_glance(admin: FlaskClient, week: Week, time: Clock) -> None:
    assert "Overdue" not in get(admin, "/shifts")
    time.at = moment(8, 5)
    page = get(admin, "/shifts")
    assert "nobody set out for 35 min" in page
    assert page.index("Overdue") < page.index("07:30")


def test_gaps_are_listed_and_filled(
    admin: FlaskClient, week: Week, store: Store, session: Session
) -> None:
    with store.transaction() as writing:
        _, (wei, _) = add_pair(writing, week.world, "二组", "卫丙", "蒋丁")
    chen, _ = week.people
    away = {"person": chen.id, "since": "2026-12-01", "until": "2026-12-01"}
    assert post(admin, "/shifts/absences", **away).status_code == 303
    assert "陈甲" in get(admin, "/shifts/absences")
    page = get(admin, "/shifts/gaps")
    assert page.count("Only one is left") == 2
    assert "16 / 28" in page
    patrol_id = int(re.findall(rf"{BASE}/shifts/(\d+)", page)[1])
    one = f"/shifts/{patrol_id}"
    bravo = f"{one}/stand-in"
    assert post(admin, bravo, person="").status_code == 422
    alpha = session.scalars(
        select(Patrol.id)
        .join(Shift, Shift.id == Patrol.shift_id)
        .where(Patrol.team_id == week.pair.id, Shift.starts_at >= moment(0, days=8))
        .order_by(Shift.starts_at)
    ).first()
    sent = {"person": wei.id, "for": chen.id}
    assert post(admin, f"/shifts/{alpha}/stand-in", **sent).status_code == 303
    assert "15 / 28" in get(admin, "/shifts/gaps")
    page = get(admin, f"/shifts/{alpha}")
    assert "卫丙" in page
    assert "away: 陈甲" in page
    post(admin, f"/shifts/{alpha}/stand-down/{wei.id}")
    assert "16 / 28" in get(admin, "/shifts/gaps")


def test_everybody_notes_their_own_absence_only(
    app: Flask, store: Store, week: Week, admin: FlaskClient, session: Session
) -> None:
    volunteer = enter(app, store, week.world.users["volunteer"])
    days = {"since": "2026-11-24", "until": "2026-11-25"}
    assert post(volunteer, "/shifts/absences", **days).status_code == 303
    absence = session.scalars(select(Absence)).one()
    assert absence.person_id == week.world.users["volunteer"].person_id
    mate = next(
        person.id for person in week.world.alpha.people.values() if person.id != absence.person_id
    )
    assert post(volunteer, "/shifts/absences", person=mate, **days).status_code == 403
    gone = post(volunteer, f"/shifts/absences/{absence.id}/remove")
    assert gone.status_code == 303
    entry = session.scalars(select(AuditEntry).where(AuditEntry.thing_kind == "absence")).first()
    assert entry is not None
    assert entry.details == {}


def test_twelve_people_are_paired_by_numbers(
    admin: FlaskClient, world: World, store: Store, session: Session
) -> None:
    with store.transaction() as writing:
        team, people = add_pair(
            writing, world, "治安巡逻队", *(f"队员{number}" for number in range(12))
        )
    page = get(admin, f"/shifts/pairs?team={team.id}")
    assert "12 people in 6 pairs" in page
    assert re.findall(r'name="pair-\d+" value="(\d)"', page) == list("112233445566")
    numbers = {f"pair-{one.id}": str(place // 2 + 1) for place, one in enumerate(people)}
    numbers[f"pair-{people[11].id}"] = ""
    assert post(admin, "/shifts/pairs", **numbers, name="巡查组").status_code == 303
    made = session.scalars(select(Team.name).where(Team.name.like("巡查组%"))).all()
    assert sorted(made) == [f"巡查组{number}" for number in range(1, 7)]
    assert post(admin, "/shifts/pairs", name="x").status_code == 422


def test_a_calendar_is_subscribed_and_revoked(
    app: Flask, admin: FlaskClient, week: Week, session: Session
) -> None:
    page = post(admin, "/shifts/calendar", subject=f"person:{week.people[0].id}").text
    address = re.search(r'value="http://[^/]+(/calendar/[^"]+\.ics)"', page)
    assert address
    anybody = app.test_client()
    answer = anybody.get(address[1])
    assert answer.status_code == 200
    assert answer.content_type == "text/calendar; charset=utf-8"
    assert "no-store" in answer.headers["Cache-Control"]
    calendar = Calendar.from_ical(answer.data)
    assert calendar["X-WR-CALNAME"] == "陈甲巡查"
    events = calendar.walk("VEVENT")
    assert len(events) == 2 * 36
    assert str(events[0]["SUMMARY"]) == f"巡查 {week.world.alpha.cell.name}：陈甲、褚乙"
    assert events[0]["DTSTART"].dt == moment(7, 30)
    assert len({str(event["UID"]) for event in events}) == len(events)
    assert len(calendar.walk("VTIMEZONE")) == 1
    again = Calendar.from_ical(anybody.get(address[1]).data).walk("VEVENT")
    assert [str(one["UID"]) for one in again] == [str(one["UID"]) for one in events]
    assert address[1] not in get(admin, "/shifts/calendar")
    link_id = int(
        re.findall(rf"{BASE}/shifts/calendar/(\d+)/revoke", get(admin, "/shifts/calendar"))[0]
    )
    assert post(admin, f"/shifts/calendar/{link_id}/revoke").status_code == 303
    assert anybody.get(address[1]).status_code == 404
    assert anybody.get("/calendar/guessed.ics").status_code == 404


def test_a_calendar_dies_with_the_account_that_made_it(
    app: Flask, admin: FlaskClient, week: Week, store: Store
) -> None:
    page = post(admin, "/shifts/calendar", subject="all").text
    address = re.search(r'value="http://[^/]+(/calendar/[^"]+\.ics)"', page)
    assert address
    with store.transaction() as session:
        session.get_one(User, week.world.users["community"].id).active = False
    assert app.test_client().get(address[1]).status_code == 404


def test_volunteers_subscribe_to_their_own_shifts_only(
    app: Flask, store: Store, week: Week, admin: FlaskClient
) -> None:
    volunteer = enter(app, store, week.world.users["volunteer"])
    assert post(volunteer, "/shifts/calendar", subject="me").status_code == 200
    assert post(volunteer, "/shifts/calendar", subject="all").status_code == 403
    other = f"person:{week.people[0].id}"
    assert post(volunteer, "/shifts/calendar", subject=other).status_code in (403, 404)
    assert post(volunteer, "/shifts/calendar", subject="moon").status_code == 404


@pytest.mark.parametrize("name", ["leader", "handler"])
def test_who_only_looks_changes_nothing(
    app: Flask, store: Store, week: Week, admin: FlaskClient, session: Session, name: str
) -> None:
    looking = enter(app, store, week.world.users[name])
    get(admin, "/shifts")
    patrol = first_patrol(session, week)
    for path in ("rhythms/new", f"rhythms/{week.rhythm.id}", "pairs"):
        assert post(looking, f"/shifts/{path}").status_code in (403, 404), path
    for path in ("move", "team", "stand-in"):
        assert post(looking, f"/shifts/{patrol.id}/{path}", verb="call off").status_code in (
            403,
            404,
        )
    assert first_patrol(session, week).state is PatrolState.PLANNED


def test_forms_want_the_token_of_their_page(app: Flask, store: Store, week: Week) -> None:
    admin = enter(app, store, week.world.users["community"])
    assert post(admin, "/shifts/rhythms/new", **FORM).status_code == 400
