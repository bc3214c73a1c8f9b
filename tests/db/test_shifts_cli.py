"""Shifts by command: listed and made, for people and for programs; and the demo's patrol week."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.cli.main import main
from app.database import make_engine
from app.models import Patrol, PatrolState, Person, Shift
from app.postgis import PrivatePostgis
from app.queries.scope import Viewer
from app.queries.shifts import patrol_lines
from app.services.demo import load_demo
from app.services.demo.shifts import write_shifts
from app.services.patrols.shifts import RhythmWish, make_rhythm, set_beats
from app.services.patrols.shifts.rhythms import BeatWish
from demo import generate
from patrol.calendar import Cover
from tests.conftest import clone
from tests.shifts_support import ZONE, add_pair
from tests.two_cells import CODE, build_world

THURSDAY = dt.datetime(2026, 11, 19, 14, 30, tzinfo=ZONE)


@pytest.fixture(scope="module")
def url(server: PrivatePostgis) -> str:
    """Give a database of its own to commands, which commit and have the real clock."""
    made = clone(server, "shifts_commanded")
    today = dt.datetime.now(ZONE)
    engine = make_engine(made)
    with Session(engine) as session, session.begin():
        world = build_world(session)
        operator = Viewer(on=today.date())
        wish = RhythmWish("夜巡", "FREQ=DAILY", (("00:00", "23:59"),), since=today.date())
        rhythm = make_rhythm(session, operator, world.community, wish, at=today)
        pair, _ = add_pair(session, world, "一组", "陈甲", "褚乙")
        beats = [BeatWish(world.alpha.cell.id, 1, pair.id), BeatWish(world.bravo.cell.id, 1, None)]
        set_beats(session, operator, rhythm, beats, at=today)
    engine.dispose()
    return made


@pytest.fixture(autouse=True)
def settings(url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.setenv("WANGGE_INSTANCE", str(tmp_path))


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, Any]:
    status = main(["shifts", *words, "--community", CODE, "--json"])
    return status, json.loads(capsys.readouterr().out)


def test_shifts_are_made_and_listed(capsys: pytest.CaptureFixture[str]) -> None:
    last = (dt.datetime.now(ZONE) + dt.timedelta(days=9)).date().isoformat()
    assert run(capsys, "make", "--to", last)[1]["patrols"] == 20
    assert run(capsys, "make", "--to", last)[1] == {"shifts": 0, "patrols": 0}
    status, told = run(capsys, "list", "--days", "2")
    assert (status, len(told["patrols"])) == (0, 4)
    first = told["patrols"][0]
    assert (first["team"], first["who"], first["cover"]) == ("一组", ["陈甲", "褚乙"], "covered")
    assert [one["cover"] for one in run(capsys, "list", "--gaps")[1]["patrols"]] == ["no_team"] * 7
    assert main(["shifts", "list", "--community", CODE]) == 0
    assert "一组 陈甲、褚乙" in capsys.readouterr().out


def test_too_long_a_period_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    status, told = run(capsys, "make", "--to", "2099-01-01")
    assert status == 1
    assert "too long" in told["refused"]
    assert run(capsys, "make", "--to", "tomorrow")[0] == 2


def test_the_demo_has_a_patrol_week_for_six_pairs(session: Session) -> None:
    """Six pairs walk six cells in two shifts; somebody is away, somebody stands in once."""
    demo = generate("kangle", today=THURSDAY.date())
    community = load_demo(
        session, demo, password="one calm morning", at=THURSDAY, on=THURSDAY.date()
    )
    viewer = Viewer(on=THURSDAY.date())
    write_shifts(session, viewer, community, demo, at=THURSDAY)
    monday = dt.date(2026, 11, 16)
    lines = patrol_lines(
        session, viewer, community, ZONE, first=monday, last=monday + dt.timedelta(days=6)
    )
    daily = [line for line in lines if line.shift_name == "日常巡查"]
    assert len(daily) == 7 * 2 * 6
    assert len({line.team_id for line in daily}) == 6
    assert len({walker.person_id for line in daily for walker in line.crew.walkers}) == 12
    states = {line.state for line in lines if line.ends_at < THURSDAY}
    assert states == {PatrolState.DONE, PatrolState.MISSED}
    assert {line.state for line in lines if line.starts_at > THURSDAY} == {PatrolState.PLANNED}
    assert PatrolState.UNDER_WAY in {line.state for line in lines}
    after = monday + dt.timedelta(days=7)
    coming = patrol_lines(
        session, viewer, community, ZONE, first=after, last=after + dt.timedelta(days=6)
    )
    covers = [line.crew.cover for line in coming if line.is_gap]
    assert covers.count(Cover.ALONE) == 5
    assert covers.count(Cover.NO_TEAM) == 1
    helped = [w for line in coming for w in line.crew.walkers if w.stands_in]
    assert len(helped) == 1
    assert session.scalar(select(func.count(Shift.id))) == 2 * (14 + 1)
    assert session.get_one(Person, helped[0].person_id).name == helped[0].name
    assert not session.scalars(select(Patrol.id).where(Patrol.ended_at > THURSDAY)).all()
