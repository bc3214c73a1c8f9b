"""Duties from the command line: what is vacant, who could, appoint, end, hand over."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from app.cli.main import main
from app.database import Store
from app.models import DutyRole, Person
from app.postgis import PrivatePostgis
from tests.conftest import clone
from tests.two_cells import CODE, World, build_world

HERE = ("--community", CODE)


@pytest.fixture(scope="module")
def url(server: PrivatePostgis) -> str:
    """Give a database of its own to commands, which commit."""
    return clone(server, "duties_commanded")


@pytest.fixture(scope="module")
def world(url: str) -> World:
    """Write the community of two cells, and a member who lives in a vacant house."""
    store = Store.at(url)
    with store.transaction() as session:
        world = build_world(session)
        home = world.alpha.buildings[2].id
        session.add(
            Person(
                community_id=world.community.id, key="m", name="党员甲", is_member=True,
                home_building_id=home,
            )
        )  # fmt: skip
    store.close()
    return world


@pytest.fixture(autouse=True)
def settings(url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Point the commands at that database, in a folder of their own."""
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.setenv("WANGGE_INSTANCE", str(tmp_path))


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, Any]:
    """Run a command for a program; give its exit code and the object that it printed."""
    status = main(["duties", *words, "--json"])
    return status, json.loads(capsys.readouterr().out)


def test_vacant_then_proposed_then_nothing_vacant_there(
    capsys: pytest.CaptureFixture[str], world: World
) -> None:
    """A proposal is shown first; --apply appoints; again there is nothing to do."""
    status, told = run(capsys, "vacant", *HERE)
    assert (status, told["total"]) == (0, 2)
    assert told["posts"][1] == {"role": None, "kind": "building", "places": 6, "vacant": 2}
    shown = run(capsys, "propose", *HERE)[1]
    assert [(one["place"], one["person"]) for one in shown["proposed"]] == [
        ("Alpha43号楼", "党员甲")
    ]
    assert run(capsys, "vacant", *HERE)[1]["total"] == 2
    assert run(capsys, "propose", *HERE, "--apply")[1]["fingerprint"] == shown["fingerprint"]
    assert [one["place"] for one in run(capsys, "vacant", *HERE)[1]["vacancies"]] == ["Bravo43号楼"]
    assert run(capsys, "propose", *HERE, "--apply")[1]["proposed"] == []
    contacts = run(capsys, "list", *HERE, "--role", "member_contact")[1]
    assert [one["holder"] for one in contacts["duties"]] == ["党员甲"]


def test_appoint_hand_over_and_end(capsys: pytest.CaptureFixture[str], world: World) -> None:
    """One duty from hand to hand; an error of use is told in a sentence with exit code 1 or 2."""
    lead = world.bravo.people[DutyRole.BUILDING_LEAD].id
    contact = world.bravo.people[DutyRole.ENTRANCE_LEAD].id
    place = f"building:{world.bravo.buildings[2].id}"
    order = ("--place", place, "--role", "building_lead", "--on", "2026-02-01")
    status, made = run(capsys, "appoint", *HERE, "--who", f"person:{lead}", *order)
    assert status == 0
    assert (
        "in this role since 2026-02-01"
        in run(capsys, "appoint", *HERE, "--who", f"person:{lead}", *order)[1]["refused"]
    )
    target = ("--to", f"person:{contact}", "--on", "2026-03-01")
    handed = run(capsys, "hand-over", *HERE, "--duty", str(made["id"]), *target)[1]
    assert len(handed["duties"]) == 1
    everything = run(capsys, "hand-over", *HERE, "--from", f"person:{lead}", *target)[1]
    assert len(everything["duties"]) == 1
    status, ended = run(
        capsys, "end", *HERE, str(handed["duties"][0]), "--on", "2026-04-01", "--reason", "轮换"
    )
    assert (status, ended["until"]) == (0, "2026-04-01")
    past = run(capsys, "list", *HERE, "--when", "past")[1]["duties"]
    assert {(one["since"], one["until"]) for one in past} >= {
        ("2026-02-01", "2026-02-28"),
        ("2026-03-01", "2026-04-01"),
    }
    assert run(capsys, "end", *HERE, "999999")[0] == 1
    assert run(capsys, "hand-over", *HERE, *target)[0] == 2
    assert run(capsys, "appoint", *HERE, "--who", "me", *order)[0] == 2


def test_words_for_people(capsys: pytest.CaptureFixture[str], world: World) -> None:
    """Without --json each command says its sentence."""
    assert main(["duties", "vacant", *HERE, "--role", "cell_leader"]) == 0
    assert "vacant" in capsys.readouterr().out
    assert main(["duties", "list", *HERE, "--person", "Alpha王一"]) == 0
    assert "grid_administrator  Alpha王一" in capsys.readouterr().out
    assert main(["duties", "propose", *HERE, "--at-most", "2"]) == 0
    assert "nothing stored yet" in capsys.readouterr().out
