"""The command line as a whole: exit codes, and one JSON object on every way out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from app.cli.main import main
from app.postgis import PrivatePostgis
from tests.conftest import clone


@pytest.fixture(scope="module")
def url(server: PrivatePostgis) -> str:
    """Give a database of its own to commands, which commit."""
    return clone(server, "commanded")


@pytest.fixture(autouse=True)
def settings(url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Point the commands at that database, in a folder of their own."""
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.setenv("WANGGE_INSTANCE", str(tmp_path))


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, Any]:
    """Run a command for a program; give its exit code and the object that it printed."""
    status = main([*words, "--json"])
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 1
    return status, json.loads(lines[0])


def test_done_refused_and_usage(capsys: pytest.CaptureFixture[str]) -> None:
    add = ("community", "add", "--name", "静淑苑社区", "--code", "cli")
    assert run(capsys, *add) == (0, {"name": "静淑苑社区", "code": "cli"})
    status, told = run(capsys, *add)
    assert (status, told["code"]) == (1, "cli")
    assert "already" in told["refused"]
    status, told = run(capsys, "community", "add")
    assert (status, "--name" in told["usage"]) == (2, True)


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("assign --community cli", 1),
        ("plan --community cli", 1),
        ("plan --community cli --seed 99999999999999999999", 2),
        ("cells from-estates --community cli", 1),
        ("cells from-streets --community cli", 1),
        ("export buildings --community cli --format gpx -o x", 1),
        ("export buildings --community cli --format gpkg -o /nowhere/at/all.gpkg", 1),
        ("export buildings --community cli --format csv", 2),
        ("report weekly --community cli -o report.txt", 2),
        ("report weekly --community cli --cell nothing -o report.pdf", 1),
        ("report weekly --community cli --until 2999-01-01 -o report.pdf", 1),
        ("user add a --role leader --community cli --password short", 1),
        ("import buildings nothing.geojson --community cli", 2),
        ("community add --name \udcff --code odd", 2),
        ("frob", 2),
        ("community list", 0),
        ("doctor", 0),
    ],
)
def test_every_way_out_is_one_object(
    capsys: pytest.CaptureFixture[str], words: str, status: int
) -> None:
    main(["community", "add", "--name", "社区", "--code", "cli"])
    capsys.readouterr()
    found, told = run(capsys, *words.split())
    assert found == status
    assert status == 0 or told.keys() & {"refused", "usage"}


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("PORT", "abc"),
        ("DATABASE_URL", "mysql://host/name"),
        ("DATABASE_URL", "postgresql://host:port/name"),
        ("WANGGE_TIMEZONE", "Mars/Phobos"),
        ("WANGGE_TIMEZONE", "../etc"),
    ],
)
def test_a_setting_that_does_not_fit_is_named(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, setting: str, value: str
) -> None:
    monkeypatch.setenv(setting, value)
    status, told = run(capsys, "doctor")
    assert (status, told["usage"].split(":")[0]) == (2, setting)
    assert main(["doctor"]) == 2
    assert capsys.readouterr().err.startswith(f"{setting}: ")


def test_a_silent_database_is_told_in_one_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://nobody:secret@127.0.0.1:1/none")
    assert main(["community", "list"]) == 1
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert "secret" not in told


def test_a_refused_export_leaves_what_stood_there(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    target = tmp_path / "old.gpx"
    target.write_text("old")
    run(capsys, *f"export duties --community cli --format gpx -o {target}".split())
    assert target.read_text() == "old"


def test_a_community_is_set_up_by_command(capsys: pytest.CaptureFixture[str]) -> None:
    main(["community", "add", "--name", "三元社区", "--code", "sanyuan"])
    capsys.readouterr()
    here = ("community", "set", "--community", "sanyuan")
    posts = ("--expect", "branch:cell", "--expect", "property_committee:estate")
    status, told = run(capsys, *here, "--cell-term", "治理单元", *posts)
    assert (status, told["cell_term"], told["name"]) == (0, "治理单元", "三元社区")
    assert told["posts"] == ["branch:cell", "property_committee:estate"]
    status, told = run(capsys, *here, "--place", "临汾")
    assert (len(told["posts"]), told["cell_term"], told["place"]) == (2, "治理单元", "临汾")
    assert run(capsys, *here, "--expect-any")[1]["posts"] == []
    assert run(capsys, *here, "--cell-term", " ")[0] == 1
    assert run(capsys, *here, "--expect", "king:castle")[0] == 2
