"""三元: twenty compounds, twenty units, each with its own branch and its property committee."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import (
    Cell,
    Division,
    DutyRole,
    Estate,
    Organisation,
    Person,
    PlaceKind,
    Team,
    TeamKind,
)
from app.queries.divisions import Fate
from app.queries.posts import Post
from app.services import drafts
from app.services.areas import cells_from_streets
from app.services.drafts.steps import Describe, Merge
from app.services.duties import appoint
from app.services.people import add_team, join_team
from tests.acceptance_support import NOW, SINCE, TODAY, Place

BRANCH = Post(DutyRole.BRANCH, PlaceKind.CELL)
COMMITTEE = Post(DutyRole.PROPERTY_COMMITTEE, PlaceKind.CELL)
COMMITTEE_SIZE = 3


def test_sanyuan(session: Session, shared_data: Path) -> None:
    """Streets cut out the compounds; every unit has an organisation and a team that answer."""
    place = Place.set_up(session, shared_data, "sanyuan")
    assert len(place.ground.estates) == place.published["estates"]
    division = place.draft(cells_from_streets(session, place.community, min_buildings=1))
    compounds = _name_by_compound(place, division)
    place.publish(division, SINCE)
    assert len(compounds) == len(place.cells()) == place.published["cells"]
    branches = _found_branches(place)
    _enter_members(place, branches)
    assert set(place.expect()) == {BRANCH, COMMITTEE}
    _appoint(place, branches)
    wanted = place.published["cells"]
    assert place.vacancies() == {BRANCH: (wanted, 0), COMMITTEE: (wanted, 0)}
    _firms(place)
    _join_two_units(place)


def _name_by_compound(place: Place, division: Division) -> set[str]:
    """Name each unit of the draft by the one compound in it, step by step as on the map."""
    estates = list(place.session.scalars(select(Estate).order_by(Estate.key)))
    for cell in place.cells(division):
        (inside,) = (one for one in estates if cell.shape.covers(one.shape))
        step = Describe(
            revision=division.revision, kind="describe", cell=cell.id, name=f"{inside.name}单元"
        )
        drafts.take_step(place.session, division, step, at=NOW, by=None)
    return {cell.name for cell in place.cells(division)}


def _found_branches(place: Place) -> dict[str, Organisation]:
    """Found the committee, a branch for each unit, and two groups in each branch."""
    top, middle, low = place.published["organisation"]
    root = place.organise(f"三元{top}", top)
    branches = {}
    for cell in place.cells():
        branch = branches[cell.code] = place.organise(f"{cell.name}党支部", middle, root)
        for number in "一二":
            place.organise(f"第{number}{low}", low, branch)
    return branches


def _enter_members(place: Place, branches: dict[str, Organisation]) -> None:
    """Import the members in service who report in: each with the branch of their home."""
    branch_of = {
        house.key: branches[cell.code] for cell in place.cells() for house in place.houses_in(cell)
    }
    people = place.ground.people[place.ground.people["is_member"]]
    rows = [
        {
            "name": one.name, "phone": one.phone, "is_member": True,
            "organisation": f"三元党总支/{branch_of[one.home_building_key].name}/第一党小组",
            "building_number": place.houses[one.home_building_key].number,
        }
        for one in people.itertuples()
    ]  # fmt: skip
    assert place.bring_in(rows) == place.published["members_reporting_in"]


def _appoint(place: Place, branches: dict[str, Organisation]) -> None:
    """Let branch and property committee answer for each unit."""
    for cell in place.cells():
        homes = [house.id for house in place.houses_in(cell)]
        wanted = select(Person).where(Person.home_building_id.in_(homes)).order_by(Person.id)
        people = list(place.session.scalars(wanted.limit(COMMITTEE_SIZE)))
        assert len(people) == COMMITTEE_SIZE
        name = cell.name.removesuffix("单元") + "物业管理委员会"
        team = _team(place, name)
        for person in people:
            join_team(place.session, team, person, since=SINCE, at=NOW, by=None)
        for post, holder in ((BRANCH, branches[cell.code]), (COMMITTEE, team)):
            appoint(place.session, holder, cell, post.role, since=SINCE, at=NOW, by=None)


def _team(place: Place, name: str) -> Team:
    return add_team(place.session, place.community, name=name, kind=TeamKind.OTHER, at=NOW, by=None)


def _firms(place: Place) -> None:
    """Three compounds have a firm that manages them, which answers for the compound itself."""
    number = place.published["estates_with_property_management"]
    estates = place.session.scalars(select(Estate).order_by(Estate.key).limit(number)).all()
    for estate in estates:
        firm = _team(place, f"{estate.name}物业")
        appoint(
            place.session, firm, estate, DutyRole.PROPERTY_COMMITTEE, since=SINCE, at=NOW, by=None
        )
        assert (DutyRole.PROPERTY_COMMITTEE, firm.name) in place.responsible(estate, TODAY)


def _join_two_units(place: Place) -> None:
    """Join two units: the branch of the one that is gone ends with it, and the past stays."""
    draft = place.draft(name="乙")
    first, second = place.cells(draft)[:2]
    house = _house_of(place, second)
    before = place.responsible(house, SINCE)
    step = Merge(revision=draft.revision, kind="merge", cells=[first.id, second.id])
    drafts.take_step(place.session, draft, step, at=NOW, by=None)
    compared = place.replace(draft)
    assert compared.count(Fate.GONE) == 1
    assert compared.count(Fate.SAME) == place.published["cells"] - 2
    assert place.responsible(house, SINCE) == before
    after = place.responsible(house, TODAY)
    assert [_branch(lines) for lines in (before, after)] == [
        f"{cell.name}党支部" for cell in (second, first)
    ]
    assert {vacant for _, vacant in place.vacancies().values()} == {0}


def _branch(lines: list[tuple[DutyRole, str]]) -> str:
    """Name the one branch among those who answer."""
    (name,) = (holder for role, holder in lines if role is BRANCH.role)
    return name


def _house_of(place: Place, cell: Cell) -> object:
    """Give a house of a cell."""
    return place.houses_in(cell)[0]
