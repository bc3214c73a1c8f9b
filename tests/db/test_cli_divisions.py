"""``./wangge divide`` and ``./wangge division``, from dividing to publishing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from app.cli.main import main
from app.database import Store
from app.models import Building, BuildingKind
from app.postgis import PrivatePostgis
from app.queries.scope import Viewer, find_community
from app.services import areas
from tests.conftest import clone
from tests.division_support import TODAY, square

CODE = "110108010031"
HERE = ("--community", CODE)


@pytest.fixture(scope="module")
def url(server: PrivatePostgis) -> str:
    """Give a database with a community of sixteen houses to commands, which commit."""
    address = clone(server, "divided")
    store = Store.at(address)
    with store.transaction() as session:
        at = areas.effects.dt.datetime.now(areas.effects.dt.UTC)
        place = areas.add_community(session, name="测试社区", code=CODE, at=at, by=None)
        areas.set_boundary(place, square(0, 0, 16, 1))
        for number in range(16):
            session.add(
                Building(
                    community_id=place.id, key=str(number), number=str(number), households=10,
                    kind=BuildingKind.APARTMENT, footprint=square(number + 0.3, 0.4, 0.4, 0.2),
                )
            )  # fmt: skip
    store.close()
    return address


@pytest.fixture(autouse=True)
def settings(url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Point the commands at that database, in a folder of their own."""
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.setenv("WANGGE_INSTANCE", str(tmp_path))


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, Any]:
    """Run a command for a program; give its exit code and the object that it printed."""
    status = main([*words, *HERE, "--json"])
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 1
    return status, json.loads(lines[0])


def tell(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    """Run a command for a person; give what it printed."""
    assert main([*words, *HERE]) == 0
    return capsys.readouterr().out


def test_from_dividing_to_publishing(capsys: pytest.CaptureFixture[str], url: str) -> None:
    """Divide, look, publish, divide again, compare, publish with a choice."""
    quick = ("--time-limit", "1", "--seed", "3")
    status, made = run(capsys, "divide", "--cells", "4", *quick, "--draft", "一")
    assert (status, made["drafts"][0]["draft"]) == (0, "一")
    assert made["drafts"][0]["report"]["cells"] == 4
    assert "4 cells, 40 households each" in tell(
        capsys, "divide", "--cells", "4", *quick, "--draft", "多"
    )
    status, checked = run(capsys, "division", "check", "一")
    assert (status, checked["counts"]) == (0, {"cell_vacant": 4})
    assert "is published" in tell(capsys, "division", "publish", "一")
    status, told = run(capsys, "division", "publish", "一")
    assert (status, "published already" in told["refused"]) == (1, True)

    run(capsys, "divide", "--households", "70-90", *quick, "--draft", "二")
    status, compared = run(capsys, "division", "compare", "一", "二")
    assert (status, sum(cell["after"] is not None for cell in compared["cells"])) == (0, 2)
    assert "buildings with" in tell(capsys, "division", "compare", "一", "二")
    choice = ("--successor", f"{CODE}001={CODE}001", "--successor", f"{CODE}002=")
    status, told = run(capsys, "division", "publish", "二", *choice, "--dry-run")
    assert (status, told["dry_run"], told["effects"]["on"]) == (0, True, _today(url))
    status, _ = run(capsys, "division", "publish", "二", *choice)
    assert status == 0
    status, listed = run(capsys, "division", "list")
    states = {line["name"]: line["state"] for line in listed["divisions"]}
    assert states == {"一": "ended", "二": "published", "多": "draft"}
    assert "replaced at once" in tell(capsys, "division", "list")


def _today(url: str) -> str:
    """Give the day on which the commands work."""
    store = Store.at(url)
    with store.transaction() as session:
        place = find_community(session, Viewer(on=TODAY), CODE)
        divisions = areas.divisions.published_division(session, place)
        assert divisions is not None
        day = str(divisions.since)
    store.close()
    return day


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("divide", 1),
        ("divide --cells 3 --households 1-2", 1),
        ("divide --cells 17", 1),
        ("divide --households 500-300", 1),
        ("divide --households many", 2),
        ("divide --cells 0", 2),
        ("divide --cells 3 --variant other", 2),
        ("division check nothing", 1),
        ("division compare 98 99", 1),
        ("division publish nothing", 1),
        ("division publish nothing --on tomorrow", 2),
        ("division publish nothing --successor 1", 2),
    ],
)
def test_refusals_are_one_object(
    capsys: pytest.CaptureFixture[str], words: str, status: int
) -> None:
    """Exit codes as everywhere: 1 refused, 2 usage."""
    found, told = run(capsys, *words.split())
    assert found == status
    assert told.keys() & {"refused", "usage"}
