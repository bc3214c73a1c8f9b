"""``./wangge plan``: what it says, what it writes, what it refuses."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import gpxpy
import pytest

from app.cli.main import main
from app.database import Store
from app.postgis import PrivatePostgis
from tests.conftest import clone
from tests.db.test_patrols_edit import STREETS, add_ring

CODE = "110108010024"


@pytest.fixture(scope="module")
def url(server: PrivatePostgis) -> str:
    """Give a database with a ring of streets to commands, which commit."""
    url = clone(server, "plan_commanded")
    store = Store.at(url)
    with store.transaction() as session:
        add_ring(session)
    store.close()
    return url


@pytest.fixture(autouse=True)
def settings(url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Point the commands at that database, in a folder of their own."""
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.setenv("WANGGE_INSTANCE", str(tmp_path))


def plan(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, Any]:
    """Run the command for a program; give its exit code and what it printed."""
    status = main(["plan", "--community", CODE, *words, "--json"])
    return status, json.loads(capsys.readouterr().out)


def test_two_volunteers_share_the_stops(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "plan.gpx"
    status, told = plan(capsys, "--all", "--volunteers", "2", "-o", str(file))
    assert status == 0
    assert [route["walker"] for route in told["routes"]] == [1, 2]
    assert sum(route["stops"] for route in told["routes"]) == 8
    assert [left["name"] for left in told["routes"][0]["unreachable"]] == ["far"]
    assert len(gpxpy.parse(file.read_text()).tracks) == 2


def test_every_lane_is_walked(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """The ring is its own shortest walk; nothing shorter passes all four streets."""
    file = tmp_path / "plan.geojson"
    status, told = plan(capsys, "--mode", "streets", "--time-limit", "2", "-o", str(file))
    assert status == 0
    (route,) = told["routes"]
    assert route["stops"] == 0
    assert route["gap"] == 0
    (line,) = json.loads(file.read_text())["features"]
    assert line["properties"]["length_m"] == pytest.approx(2 * 325 + 2 * 111, rel=0.01)
    assert len(STREETS) == 4


def test_what_does_not_fit_into_the_minutes_is_listed(capsys: pytest.CaptureFixture[str]) -> None:
    status, told = plan(capsys, "--cell", f"{CODE}001", "--max-minutes", "9")
    assert status == 0
    (route,) = told["routes"]
    assert route["minutes"] <= 9
    reasons = sorted(left["reason"] for left in route["unreachable"])
    assert reasons == ["left_out"] * (8 - route["stops"]) + ["too_far"]
    assert 0 < route["stops"] < 8


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        ("--cell 1 --all", 2, "not both"),
        ("--cell 1", 1, "no cell"),
        ("--volunteers 0", 1, "volunteers"),
        ("--max-minutes -3", 1, "minutes"),
        ("--start nowhere", 2, "LON,LAT"),
        ("--start 200,95", 1, "no place"),
        ("--mode boats", 2, "boats"),
        ("-o plan.exe", 2, ".gpx"),
    ],
)
def test_senseless_plans_are_refused(
    capsys: pytest.CaptureFixture[str], words: str, status: int, said: str
) -> None:
    found, told = plan(capsys, *words.split())
    assert found == status
    assert said in told.get("refused", told.get("usage", ""))
