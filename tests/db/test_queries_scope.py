"""The rule of who sees what, at its corners."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Cell, Community, Duty, DutyRole, Entrance, Issue, Person, Role
from app.queries.buildings import building_facts
from app.queries.cells import find_cell
from app.queries.issues import issue_facts
from app.queries.scope import NotFound, Viewer, visible_cells
from tests.two_cells import NOW, TODAY, build_world, put


@pytest.mark.parametrize("role", [Role.GRID_ADMIN, Role.VOLUNTEER, Role.HANDLER])
def test_an_account_without_a_person_sees_no_cell(session: Session, role: Role) -> None:
    world = build_world(session)
    viewer = Viewer(on=TODAY, role=role, user_id=1, community_id=world.community.id)
    assert session.scalars(select(Cell.id).where(Cell.id.in_(visible_cells(viewer)))).all() == []


def test_a_duty_at_a_vanished_entrance_holds_no_building(session: Session) -> None:
    """Panel, tile and count of a cell agree on what is vacant."""
    world = build_world(session)
    viewer = Viewer(on=TODAY)
    cell = world.alpha.cell
    assert find_cell(session, viewer, world.community, cell.id, NOW).vacant_buildings == 1
    session.get_one(Entrance, world.alpha.ids["entrance"]).vanished_on = TODAY
    session.flush()
    assert find_cell(session, viewer, world.community, cell.id, NOW).vacant_buildings == 2
    facts = building_facts(session, viewer, world.community, world.alpha.buildings[1].id, NOW)
    assert facts.vacant


def test_an_issue_is_found_in_its_own_community_only(session: Session) -> None:
    """Whoever may open both finds it by the address of its own."""
    world = build_world(session)
    elsewhere = session.scalars(select(Community).where(Community.code == "elsewhere")).one()
    issue_id = world.alpha.ids["issue"]
    assert issue_facts(session, Viewer(on=TODAY), world.community, issue_id, NOW).line.id
    with pytest.raises(NotFound):
        issue_facts(session, Viewer(on=TODAY), elsewhere, issue_id, NOW)


@pytest.mark.parametrize("place", ["building_id", "entrance_id"])
def test_who_answers_for_a_building_alone_sees_it_and_no_other(
    session: Session, place: str
) -> None:
    world = build_world(session)
    mine, other = world.alpha.buildings[0], world.alpha.buildings[1]
    entrance = session.scalars(select(Entrance).where(Entrance.building_id == mine.id)).first()
    at = {"building_id": mine.id, "entrance_id": entrance.id if entrance else None}
    person = Person(community_id=world.community.id, key="lead", name="楼长")
    put(session, person)
    duty = {"community_id": world.community.id, "role": DutyRole.MEMBER_CONTACT, "since": TODAY}
    put(session, Duty(**duty, person_id=person.id, **{place: at[place]}))
    issue = session.get_one(Issue, world.alpha.ids["issue"])
    issue.building_id = other.id
    session.flush()
    viewer = Viewer(TODAY, 1, Role.VOLUNTEER, person.id, world.community.id)

    assert building_facts(session, viewer, world.community, mine.id, NOW)
    with pytest.raises(NotFound):
        building_facts(session, viewer, world.community, other.id, NOW)
    with pytest.raises(NotFound):
        issue_facts(session, viewer, world.community, issue.id, NOW)
    issue.building_id = mine.id
    session.flush()
    assert issue_facts(session, viewer, world.community, issue.id, NOW).line.id == issue.id
    later = Viewer(TODAY, 1, Role.VOLUNTEER, None, world.community.id)
    with pytest.raises(NotFound):
        building_facts(session, later, world.community, mine.id, NOW)
