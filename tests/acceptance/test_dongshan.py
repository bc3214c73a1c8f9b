"""东山: ten square kilometres without any grids say "divide me", and get 18 to 30 of them."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import shapely
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import BuildingKind, DutyRole, Estate, Organisation, PlaceKind, Team, TeamKind
from app.queries.divisions import Fate
from app.queries.posts import Post
from app.services.duties import appoint
from app.services.people import add_team
from demo.numerals import chinese
from geodata.crs import to_metric
from tests.acceptance_support import NOW, SINCE, TODAY, Place

RANGE = (300, 500)
FEWEST, MOST = 18, 30
FIRE_PATROL = Post(DutyRole.PATROL_VOLUNTEER, PlaceKind.CELL)
SUPERVISOR = Post(DutyRole.SUPERVISOR, PlaceKind.ESTATE)


def test_dongshan(session: Session, shared_data: Path) -> None:
    """The norm's range of households gives grids that hold; teams and supervisors answer."""
    place = Place.set_up(session, shared_data, "dongshan")
    assert place.published["cells"] == 0
    _households_in_blocks(place)
    division = place.divide(households=RANGE)
    assert FEWEST <= division.report["cells"] <= MOST
    assert division.report["in_range"] == 1
    assert division.report["in_pieces"] == 0
    assert all(RANGE[0] <= count <= RANGE[1] for count in place.households(division))
    place.publish(division, SINCE)
    _organise(place)
    _guard_the_forest(place)
    _watch_the_factory(place)
    _divide_again(place)


def _households_in_blocks(place: Place) -> None:
    """Those in blocks are as many as published, the others live in bungalows."""
    flats = [one for one in place.houses.values() if one.kind is BuildingKind.APARTMENT]
    counted = sum(house.households or 0 for house in flats)
    assert counted == place.published["households_in_blocks"]


def _organise(place: Place) -> None:
    """Found five branches, and enter the members who live here, and those who only work here."""
    root = place.organise("东山党总支", "党总支")
    for number in range(place.published["branches"]):
        place.organise(f"第{chinese(number + 1)}党支部", "党支部", root)
    people = place.ground.people[place.ground.people["is_member"]].reset_index(drop=True)
    here = place.published["members"]
    rows = [
        {
            "name": one.name, "phone": one.phone, "is_member": True,
            "organisation": _path(place, one.Index, here),
            "building_number": place.houses[one.home_building_key].number,
        }
        for one in people.itertuples()
    ]  # fmt: skip
    assert place.bring_in(rows) == here + place.published["members_in_service"]
    branches = select(Organisation.id).where(Organisation.parent_id == root.id)
    assert len(place.session.scalars(branches).all()) == place.published["branches"]


def _path(place: Place, number: int, here: int) -> str | None:
    """Name the branch of a member; those in service belong to that of their employer."""
    branch = chinese(number % place.published["branches"] + 1)
    return f"东山党总支/第{branch}党支部" if number < here else None


def _guard_the_forest(place: Place) -> None:
    """Give each of the volunteer teams a duty area for the fire season, and no area to nobody."""
    teams = [
        _team(place, f"第{chinese(number)}志愿服务队", TeamKind.PATROL)
        for number in range(1, place.published["volunteer_teams"] + 1)
    ]
    cells = place.cells()
    assert set(place.expect((FIRE_PATROL.role, FIRE_PATROL.kind))) == {FIRE_PATROL}
    assert place.vacancies() == {FIRE_PATROL: (len(cells), len(cells))}
    for number in range(max(len(cells), len(teams))):
        cell, team = cells[number % len(cells)], teams[number % len(teams)]
        appoint(place.session, team, cell, FIRE_PATROL.role, since=SINCE, at=NOW, by=None)
    assert place.vacancies() == {FIRE_PATROL: (len(cells), 0)}


def _watch_the_factory(place: Place) -> None:
    """Let residents supervise the one compound in which nobody lives."""
    factory = _factory(place)
    for number in range(1, place.published["supervisors"] + 1):
        person = place.enter(f"监督员{number}")
        appoint(place.session, person, factory, SUPERVISOR.role, since=SINCE, at=NOW, by=None)
    roles = [role for role, _ in place.responsible(factory, TODAY)]
    assert roles.count(SUPERVISOR.role) == place.published["supervisors"]


def _factory(place: Place) -> Estate:
    """Find the compound without homes."""
    homes = [house.footprint for house in place.houses.values() if house.households]
    tree = shapely.STRtree(homes)
    estates = place.session.scalars(select(Estate).order_by(Estate.key))
    (empty,) = (one for one in estates if tree.query(one.shape, "intersects").size == 0)
    return empty


def _divide_again(place: Place) -> None:
    """Divide with a little more in each grid: every grid that goes on keeps its teams."""
    forest, house = _forest(place), place.houses_in(place.cells()[0])[0]
    before = place.responsible(house, SINCE)
    assert before
    assert all(role is FIRE_PATROL.role for role, _ in before)
    compared = place.replace(place.divide(households=(350, 550), variant="stable"))
    assert compared.after.cells < compared.before.cells
    assert compared.moved.total > 0
    assert place.responsible(house, SINCE) == before
    # Only a grid that goes on from none has no team; whether there is one, the search decides.
    assert place.vacancies() == {FIRE_PATROL: (compared.after.cells, compared.count(Fate.NEW))}
    assert abs(_forest(place) - forest) < 1.0


def _forest(place: Place) -> float:
    """Give the area of all grids together, in square metres: forest belongs to somebody, too."""
    shapes = gpd.GeoSeries([cell.shape for cell in place.cells()], crs=4326)
    return float(to_metric(shapes).area.sum())


def _team(place: Place, name: str, kind: TeamKind) -> Team:
    return add_team(place.session, place.community, name=name, kind=kind, at=NOW, by=None)
