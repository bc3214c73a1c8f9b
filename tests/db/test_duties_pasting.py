"""A list pasted from a sheet: looked at line by line, then appointed at once, twice nothing."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Duty, DutyRole
from app.queries.scope import Viewer
from app.services.duties.pasting import apply_pasted, read_pasted
from geodata.errors import InputRefused
from tests.two_cells import NOW, TODAY, World, build_world

LISTS = {
    "tabs": "姓名\t职务\t楼号\nAlpha王一\t楼长\tAlpha42、Alpha43\n闲人\t楼长\tAlpha42\n",
    "commas, no headings": "Alpha王一，楼长，Alpha42、Alpha43\n闲人，楼长，Alpha42",
    "roles as columns": "楼号\t楼长\nAlpha42\tAlpha王一、闲人\nAlpha43\tAlpha王一\n",
}


@pytest.fixture
def world(session: Session) -> World:
    """Write the community of two cells."""
    return build_world(session)


@pytest.fixture
def boss(world: World) -> Viewer:
    """Give the community's administrator."""
    return Viewer.of(world.users["community"], TODAY)


@pytest.mark.parametrize("text", LISTS.values(), ids=list(LISTS))
def test_a_list_appoints_once(session: Session, world: World, boss: Viewer, text: str) -> None:
    """Read and shown first; applied it appoints; pasted again all lines are held already."""
    here = (session, boss, world.community, text)
    lines = read_pasted(*here, since=TODAY, at=NOW)
    assert all(line.order for line in lines), [str(f) for line in lines for f in line.findings]
    before = len(session.scalars(select(Duty)).all())
    done = apply_pasted(session, lines, since=TODAY, at=NOW, by=None)
    assert (len(done.made), done.held) == (3, 0)
    assert len(session.scalars(select(Duty)).all()) == before + 3
    again = read_pasted(*here, since=TODAY, at=NOW)
    assert all(line.is_held for line in again)
    done = apply_pasted(session, again, since=TODAY, at=NOW, by=None)
    assert (len(done.made), done.held) == (0, 3)


def test_each_faulty_line_says_why(session: Session, world: World, boss: Viewer) -> None:
    """The number of the line, and what to do about it; the others can be taken."""
    text = (
        "姓名\t电话\t职务\t楼号\n"
        "无名氏\t\t楼长\tAlpha41\n"
        "闲人\t\t楼长\tNowhere\n"
        "闲人\t\t保洁\tAlpha41\n"
        "\t\t楼长\tAlpha41\n"
        "闲人\t\t楼长\tAlpha41\n"
    )
    lines = read_pasted(session, boss, world.community, text, since=TODAY, at=NOW)
    codes = {line.number: {finding.code for finding in line.findings} for line in lines}
    assert codes == {
        1: {"unknown_person"},
        2: {"no_place"},
        3: {"unknown_role", "no_role"},
        4: {"missing_name"},
        5: set(),
    }
    (order,) = (line.order for line in lines if line.order)
    assert (order.role, order.place) == (DutyRole.BUILDING_LEAD, world.alpha.buildings[0])


@pytest.mark.parametrize("text", ["", "姓名\t职务", "1\t2\t3\n4\t5\t6", "x" * 100_001])
def test_what_is_no_list_is_refused(
    session: Session, world: World, boss: Viewer, text: str
) -> None:
    """Nothing below the headings, no names, far too much."""
    with pytest.raises(InputRefused):
        read_pasted(session, boss, world.community, text, since=TODAY, at=NOW)
