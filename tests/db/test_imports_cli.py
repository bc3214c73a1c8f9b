"""``./wangge import``: what it prints, for people and for programs, and how it ends."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import func, select

from app.cli.context import Machine
from app.cli.imports import import_
from app.database import Store
from app.models import Building
from app.settings import Settings
from geodata.errors import InputRefused
from tests.imports_support import add_community, write_houses

CODE = "110108010019"


@pytest.fixture
def machine(store: Store, tmp_path: Path) -> Machine:
    """Give a machine whose store forgets, with a community."""
    with store.transaction() as session:
        add_community(session, CODE)
    machine = Machine(Settings(wangge_instance=tmp_path))
    machine.__dict__["store"] = store
    return machine


def run(machine: Machine, *words: str | Path) -> Result:
    """Run the command; errors of use come through, as main() expects them."""
    return CliRunner().invoke(import_, [str(word) for word in words], obj=machine)


def count(machine: Machine) -> int:
    with machine.transaction() as session:
        return session.scalar(select(func.count()).select_from(Building)) or 0


def test_people_read_counts_and_findings(machine: Machine, tmp_path: Path) -> None:
    path = write_houses(tmp_path / "楼.geojson", (1, 2, 2))
    done = run(machine, "buildings", path, "--community", CODE)
    assert (done.exit_code, count(machine)) == (0, 2)
    assert done.output.splitlines()[0] == "楼.geojson: imported"
    assert done.output.splitlines()[2].split() == ["buildings", "2", "0", "0", "0", "1"]
    assert "duplicate" in done.output


def test_programs_read_one_object(machine: Machine, tmp_path: Path) -> None:
    path = write_houses(tmp_path / "楼.geojson", (1, 2))
    done = run(machine, "buildings", path, "--community", CODE, "--json", "--dry-run")
    facts = json.loads(done.output)
    assert (facts["added"], facts["import_id"], count(machine)) == (2, None, 0)


def test_options_reach_the_file(machine: Machine, tmp_path: Path) -> None:
    path = tmp_path / "点.csv"
    path.write_bytes("幢,东,北\n1,116.35,40.0\n".encode("gbk"))
    words = ("buildings", path, "--community", CODE, "--encoding", "gb18030")
    columns = ("--map", "number=幢", "--map", "lon=东", "--map", "lat=北")
    asked = run(machine, *words, *columns)
    assert isinstance(asked.exception, InputRefused)
    assert asked.exception.question is not None
    assert asked.exception.question.option == "crs"
    assert run(machine, *words, *columns, "--crs", "wgs84").exit_code == 0
    assert count(machine) == 1


@pytest.mark.parametrize(
    "words", [("--map", "number"), ("--map", "=x"), ("--extent", "most"), ("--bbox", "1,2,3,4")]
)
def test_wrong_words_are_usage(machine: Machine, tmp_path: Path, words: tuple[str, str]) -> None:
    path = write_houses(tmp_path / "楼.geojson", (1,))
    assert run(machine, "buildings", path, "--community", CODE, *words).exit_code == 2


@pytest.mark.parametrize("box", ["1,2,3", "a,b,c,d"])
def test_a_box_has_four_numbers(machine: Machine, tmp_path: Path, box: str) -> None:
    path = tmp_path / "x.osm.pbf"
    path.touch()
    assert run(machine, "osm", path, "--community", CODE, "--bbox", box).exit_code == 2
    backwards = run(machine, "osm", path, "--community", CODE, "--bbox", "3,2,1,4")
    assert isinstance(backwards.exception, InputRefused)
