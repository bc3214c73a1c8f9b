"""仁和: four levels, 社区党委 > 街区网格党支部 > 楼栋党小组 > 党员中心户, down to a door."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models import (
    Building,
    Duty,
    DutyRole,
    Entrance,
    Household,
    Organisation,
    PlaceKind,
    TeamKind,
)
from app.models.places import place_name
from app.queries.posts import Post
from app.services.duties import appoint, find_or_add_household, hand_over
from app.services.people import add_team
from demo.numerals import chinese
from tests.acceptance_support import NOW, SINCE, TODAY, Place

BRANCH = Post(DutyRole.BRANCH, PlaceKind.CELL)
GROUP = Post(DutyRole.GROUP_LEADER, PlaceKind.BUILDING)
HOME = Post(DutyRole.MEMBER_CONTACT, PlaceKind.HOUSEHOLD)
DOOR = "301"


def test_renhe(session: Session, shared_data: Path) -> None:
    """A branch for each street block, a group for each house, and a home of members in it."""
    place = Place.set_up(session, shared_data, "renhe")
    wanted = place.ground.figures.cells  # Assumed: how many there are was not published.
    division = place.divide(cells=wanted, variant="streets")
    assert division.report["in_pieces"] == 0
    place.publish(division, SINCE)
    homes = _organise(place)
    _count_levels(place)
    place.expect(*((post.role, post.kind) for post in (BRANCH, GROUP, HOME)))
    assert place.vacancies() == {
        BRANCH: (wanted, 0),
        GROUP: (len(homes), 0),
        HOME: (len(homes), 0),
    }
    _all_four_at_a_door(place, homes[0])
    _hand_a_home_over(place, homes[0])
    _divide_again(place, homes[0])


def _organise(place: Place) -> list[Household]:
    """Found the tree from the top to the doors, and let each level answer for its place."""
    top, middle, low, lowest = place.published["organisation"]
    root = place.organise(f"仁和{top}", top)
    for number in range(1, place.published["resident_groups"] + 1):
        add_team(
            place.session, place.community, name=f"第{chinese(number)}居民小组",
            kind=TeamKind.OTHER, at=NOW, by=None,
        )  # fmt: skip
    homes = []
    for cell in place.cells():
        branch = place.organise(f"{cell.name}党支部", middle, root)
        appoint(place.session, branch, cell, BRANCH.role, since=SINCE, at=NOW, by=None)
        for house in place.houses_in(cell):
            name = place_name(house)
            group = place.organise(f"{name}党小组", low, branch)
            centre = place.organise(f"{name}党员中心户", lowest, group)
            homes.append(_open_home(place, house, group, centre))
    return homes


def _open_home(
    place: Place, house: Building, group: Organisation, centre: Organisation
) -> Household:
    """Let a member lead the group of a house, and another keep an open door for it."""
    facts = {"is_member": True, "home_building": house}
    leader = place.enter(f"{house.number}组长", organisation=group, **facts)
    appoint(place.session, leader, house, GROUP.role, since=SINCE, at=NOW, by=None)
    stairs = select(Entrance).where(Entrance.building_id == house.id).order_by(Entrance.name)
    door = find_or_add_household(
        place.session, house, f"{DOOR}室", place.session.scalars(stairs).first()
    )
    host = place.enter(f"{house.number}中心户", organisation=centre, **facts)
    appoint(place.session, host, door, HOME.role, since=SINCE, at=NOW, by=None)
    return door


def _count_levels(place: Place) -> None:
    """Each level is called as the community calls it, and hangs below the one before."""
    level = func.count().label("count")
    rows = select(Organisation.level, level).group_by(Organisation.level)
    counts = dict(place.session.execute(rows).all())
    cells, houses = len(place.cells()), len(place.ground.buildings)
    assert counts == dict(
        zip(place.published["organisation"], (1, cells, houses, houses), strict=True)
    )
    lowest = select(Organisation).where(Organisation.level == place.published["organisation"][3])
    one = place.session.scalars(lowest).first()
    assert one is not None
    path = []
    while one is not None:
        path.append(one.level)
        one = one.parent
    assert path[::-1] == place.published["organisation"]


def _all_four_at_a_door(place: Place, home: Household) -> None:
    """Whoever rings at a door finds the home, its house's group and its block's branch."""
    roles = [role for role, _ in place.responsible(home, TODAY)]
    assert sorted(roles) == sorted([BRANCH.role, GROUP.role, HOME.role])


def _hand_a_home_over(place: Place, home: Household) -> None:
    """Another family opens its door's bell: the day before, it was still the first one."""
    (duty,) = place.session.scalars(select(Duty).where(Duty.household_id == home.id))
    host, heir = duty.holder.name, place.enter("新中心户")
    hand_over(place.session, duty, heir, on=TODAY, reason="搬家", at=NOW, by=None)
    assert (HOME.role, host) in place.responsible(home, SINCE)
    after = place.responsible(home, TODAY)
    assert (HOME.role, heir.name) in after
    assert (HOME.role, host) not in after


def _divide_again(place: Place, home: Household) -> None:
    """Make one grid more: groups and homes stay with their house, whatever its branch."""
    before = place.responsible(home, SINCE)
    compared = place.replace(place.divide(cells=len(place.cells()) + 1))
    assert compared.moved.total > 0
    assert place.responsible(home, SINCE) == before
    counts = place.vacancies()
    assert counts[GROUP][1] == counts[HOME][1] == 0
    roles = {role for role, _ in place.responsible(home, TODAY)}
    assert {GROUP.role, HOME.role} <= roles
