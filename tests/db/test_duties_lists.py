"""Duties as lists show them: scope, filters, parts."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from app.models import Duty, DutyRole, Entrance, PlaceKind
from app.queries.duties import DutyFilter, When, find_duty, find_holder, find_place, list_duties
from app.queries.scope import NotFound, Viewer
from app.services.duties import appoint, end_duty, find_or_add_household
from tests.two_cells import NOW, SINCE, TODAY, World, build_world


@pytest.fixture
def world(session: Session) -> World:
    """Write the community of two cells."""
    return build_world(session)


def viewer(world: World, name: str) -> Viewer:
    """Give the viewer of an account."""
    return Viewer.of(world.users[name], TODAY)


def test_lists_what_the_viewer_may_see_leaders_first(session: Session, world: World) -> None:
    """An administrator sees both cells, a grid administrator only their own."""
    everything = list_duties(session, viewer(world, "community"), world.community, DutyFilter())
    assert everything.total == 10
    assert everything.lines[0].role is DutyRole.GRID_ADMINISTRATOR
    mine = list_duties(session, viewer(world, "grid"), world.community, DutyFilter())
    assert mine.total == 5
    assert {line.cell_id for line in mine.lines} == {world.alpha.cell.id}
    assert all("Bravo" not in line.holder for line in mine.lines)


def test_filters_narrow_and_parts_follow_each_other(session: Session, world: World) -> None:
    """Role, kind, cell and words each narrow the list; pages have no row twice."""
    boss = viewer(world, "community")

    def found(wanted: DutyFilter) -> set[str]:
        return {line.place for line in list_duties(session, boss, world.community, wanted).lines}

    assert found(DutyFilter(role=DutyRole.BUILDING_LEAD)) == {"Alpha41号楼", "Bravo41号楼"}
    assert found(DutyFilter(kind=PlaceKind.ENTRANCE)) == {
        "Alpha42号楼 Alpha 1单元",
        "Bravo42号楼 Bravo 1单元",
    }
    bravo = DutyFilter(cell_id=world.bravo.cell.id, words="bravo42号楼")
    assert found(bravo) == {"Bravo42号楼 Bravo 1单元"}
    pages = [
        list_duties(session, boss, world.community, DutyFilter(), page=page, size=4)
        for page in (1, 2, 3)
    ]
    ids = [line.id for page in pages for line in page.lines]
    assert len(ids) == len(set(ids)) == 10
    assert {page.pages for page in pages} == {3}


def test_past_and_coming_duties_are_told_apart(session: Session, world: World) -> None:
    """What ended yesterday is past with its reason, what begins tomorrow is coming."""
    boss = viewer(world, "community")
    lead = world.alpha.people[DutyRole.BUILDING_LEAD]
    (line,) = list_duties(session, boss, world.community, DutyFilter(person_id=lead.id)).lines
    duty = session.get_one(Duty, line.id)
    end_duty(session, duty, until=SINCE, reason="搬走", at=NOW, by=None)
    later = TODAY.replace(month=12)
    place = world.alpha.buildings[2]
    appoint(session, lead, place, DutyRole.BUILDING_LEAD, since=later, at=NOW, by=None)
    lines = list_duties(
        session, boss, world.community, DutyFilter(when=When.ALL, person_id=lead.id)
    ).lines
    assert {(one.when, one.end_reason) for one in lines} == {
        (When.PAST, "搬走"),
        (When.COMING, ""),
    }
    for when in (When.PAST, When.COMING):
        wanted = DutyFilter(when=when, person_id=lead.id)
        assert list_duties(session, boss, world.community, wanted).total == 1


def test_a_household_is_a_place_in_scope_of_its_cell(session: Session, world: World) -> None:
    """Whoever sees the cell sees who answers for a household in it; others do not."""
    building = world.alpha.buildings[1]
    entrance = session.get_one(Entrance, world.alpha.ids["entrance"])
    home = find_or_add_household(session, building, "３０１室", entrance)
    assert find_or_add_household(session, building, "301", entrance) is home
    lead = world.alpha.people[DutyRole.BUILDING_LEAD]
    duty = appoint(session, lead, home, DutyRole.MODEL_FAMILY, since=TODAY, at=NOW, by=None)
    wanted = DutyFilter(kind=PlaceKind.HOUSEHOLD)
    (line,) = list_duties(session, viewer(world, "grid"), world.community, wanted).lines
    assert line.place == "Alpha42号楼 Alpha 1单元 301"
    assert line.cell_id == world.alpha.cell.id
    assert not list_duties(session, viewer(world, "bravo"), world.community, wanted).lines
    with pytest.raises(NotFound):
        find_duty(session, viewer(world, "bravo"), world.community, duty.id)


@pytest.mark.parametrize("kind", list(PlaceKind))
def test_places_out_of_scope_are_not_found(session: Session, world: World, kind: PlaceKind) -> None:
    """A stranger finds no place of any kind, whatever its number."""
    for place_id in (world.alpha.ids.get(kind.value, 1), 1):
        with pytest.raises(NotFound):
            find_place(session, viewer(world, "stranger"), world.community, kind, place_id)


def test_holders_are_found_by_kind_and_scope(session: Session, world: World) -> None:
    """Somebody of Bravo is nobody for a grid administrator of Alpha."""
    person = world.bravo.people[DutyRole.BUILDING_LEAD]
    boss = viewer(world, "community")
    assert find_holder(session, boss, world.community, "person", person.id) is person
    for kind in ("person", "table"):
        with pytest.raises(NotFound):
            find_holder(session, viewer(world, "grid"), world.community, kind, person.id)
