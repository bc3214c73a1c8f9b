"""康乐: eight areas, eight party groups; at the end no house and no stairs are without somebody."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models import Cell, Duty, DutyRole, Entrance, Organisation, Person, PlaceKind, TeamKind
from app.queries.posts import Post
from app.services import drafts
from app.services.drafts.steps import Move
from app.services.duties import apply_proposal, appoint, propose
from app.services.people import add_team
from demo.numerals import chinese
from tests.acceptance_support import NOW, OPERATOR, SINCE, TODAY, Place

LEADER = Post(DutyRole.GROUP_LEADER, PlaceKind.CELL)
CONTACT = Post(DutyRole.MEMBER_CONTACT, PlaceKind.BUILDING)
FAMILY = Post(DutyRole.MODEL_FAMILY, PlaceKind.ENTRANCE)
LEAD = Post(DutyRole.BUILDING_LEAD, PlaceKind.BUILDING)
STAIRS = Post(DutyRole.ENTRANCE_LEAD, PlaceKind.ENTRANCE)
TEAMS = {
    "宣传组": TeamKind.PUBLICITY,
    "环境组": TeamKind.ENVIRONMENT,
    "治安巡逻组": TeamKind.PATROL,
}


def test_kangle(session: Session, shared_data: Path) -> None:
    """Its own areas are drawn, its 278 members entered, and every post of every place is filled."""
    place = Place.set_up(session, shared_data, "kangle")
    place.publish(place.draft(place.ground.cells), SINCE)
    assert len(place.cells()) == place.published["cells"]
    groups = _organise(place)
    _enter_members(place, groups)
    _enter_families(place)
    assert set(place.expect()) == {LEADER, CONTACT, FAMILY, LEAD, STAIRS}
    _fill(place, groups)
    houses, stairs = sum(place.published["buildings"].values()), len(place.ground.entrances)
    assert place.vacancies() == {
        LEADER: (place.published["cells"], 0),
        CONTACT: (houses, 0),
        FAMILY: (stairs, 0),
        LEAD: (houses, 0),
        STAIRS: (stairs, 0),
    }
    _one_member_one_building(place, houses)
    _case_of_the_sewer(place)
    _move_one_house(place)


def _organise(place: Place) -> dict[str, Organisation]:
    """Found the committee, its branches, a group for each area, and the teams."""
    top, middle, low = place.published["organisation"]
    root = place.organise(f"康乐{top}", top)
    branches = [
        place.organise(f"第{chinese(number)}{middle}", middle, root)
        for number in range(1, place.published["branches"] + 1)
    ]
    for name in place.published["teams"]:
        add_team(place.session, place.community, name=name, kind=TEAMS[name], at=NOW, by=None)
    cells = place.cells()
    return {
        cell.code: place.organise(
            f"{cell.name}{low}", low, branches[i * len(branches) // len(cells)]
        )
        for i, cell in enumerate(cells)
    }


def _enter_members(place: Place, groups: dict[str, Organisation]) -> None:
    """Import the register of members: each belongs to the group of the area of their home."""
    group_of = {
        house.key: groups[cell.code] for cell in place.cells() for house in place.houses_in(cell)
    }
    members = place.ground.people[place.ground.people["is_member"]]
    rows = []
    for person in members.itertuples():
        group = group_of[person.home_building_key]
        path = (group.parent.parent.name, group.parent.name, group.name)
        rows.append({
            "name": person.name, "phone": person.phone, "is_member": True,
            "organisation": "/".join(path),
            "building_number": place.houses[person.home_building_key].number,
        })  # fmt: skip
    assert place.bring_in(rows) == place.published["members"]
    count = select(func.count()).where(Organisation.community_id == place.community.id)
    assert place.session.scalar(count) == 1 + place.published["branches"] + len(groups)


def _enter_families(place: Place) -> None:
    """Import the model family of each stairwell, at whose door its sign hangs."""
    rows = [
        {
            "name": f"家庭{number}", "phone": f"100{number:08d}", "role": FAMILY.role.value,
            "building_number": door.building.number, "entrance_name": door.name,
        }
        for number, door in enumerate(place.doors.values())
    ]  # fmt: skip
    assert place.bring_in(rows) == len(place.ground.entrances)


def _fill(place: Place, groups: dict[str, Organisation]) -> None:
    """Let a member of its group lead each area, and the proposals fill the rest."""
    for cell in place.cells():
        own = Person.organisation_id == groups[cell.code].id
        leader = place.session.scalars(select(Person).where(own).order_by(Person.id)).first()
        assert leader is not None
        appoint(place.session, leader, cell, LEADER.role, since=SINCE, at=NOW, by=None)
    for post in (CONTACT, LEAD, STAIRS):
        proposal = propose(place.session, OPERATOR, place.community, role=post.role, kind=post.kind)
        assert proposal.places_left == ()
        apply_proposal(place.session, place.community, proposal, since=SINCE, at=NOW, by=None)


def _one_member_one_building(place: Place, houses: int) -> None:
    """一员一楼: as many members as houses, and none but members."""
    contacts = select(Duty.person_id).where(Duty.role == CONTACT.role)
    held = list(place.session.scalars(contacts))
    assert len(held) == len(set(held)) == houses
    outsiders = select(func.count()).where(Person.id.in_(held), ~Person.is_member)
    assert place.session.scalar(outsiders) == 0


def _case_of_the_sewer(place: Place) -> None:
    """The sewer of building 41 is paid for in its five stairwells: each has whom to ask."""
    case = place.published["case"]
    (house,) = (one for one in place.houses.values() if one.number == case["building"])
    doors = select(Entrance).where(Entrance.building_id == house.id)
    stairs = list(place.session.scalars(doors))
    assert len(stairs) == case["entrances"]
    for one in stairs:
        roles = {role for role, _ in place.responsible(one, TODAY)}
        assert roles == {LEADER.role, CONTACT.role, LEAD.role, STAIRS.role, FAMILY.role}


def _move_one_house(place: Place) -> None:
    """Move a house to the next area: another leader, the same contact; the past stays known."""
    first, second = place.cells()[:2]
    house = _near(place, first, second)
    before = dict(place.responsible(house, SINCE))
    draft = place.draft(name="乙")
    goal = next(cell for cell in place.cells(draft) if cell.code == second.code)
    step = Move(revision=draft.revision, kind="move", buildings=[house.id], to=goal.id)
    drafts.take_step(place.session, draft, step, at=NOW, by=None)
    compared = place.replace(draft)
    assert [one.id for one in compared.moved.rows] == [house.id]
    assert compared.households_moved == house.households
    assert dict(place.responsible(house, SINCE)) == before
    after = dict(place.responsible(house, TODAY))
    assert after[LEADER.role] != before[LEADER.role]
    assert after[CONTACT.role] == before[CONTACT.role]
    assert all(vacant == 0 for _, vacant in place.vacancies().values())


def _near(place: Place, of: Cell, to: Cell) -> object:
    """Give the house of a cell that is nearest to another cell."""
    return min(place.houses_in(of), key=lambda house: house.footprint.distance(to.shape))
