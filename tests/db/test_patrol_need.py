"""Need of patrols on the store: what counts, for whom, and that it decides what is visited."""

from __future__ import annotations

import datetime as dt

import pytest
from shapely import LineString, Point, box
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import (
    Building,
    Cell,
    Community,
    Issue,
    IssueChannel,
    IssueState,
    LaneVisit,
    MustVisit,
    Path,
    Patrol,
    PatrolMode,
    PatrolState,
    PlaceDoubt,
    Visit,
    VisitHow,
)
from app.queries.patrol_need import building_sights, cell_needs, lane_sights, need_period
from app.queries.scope import Viewer
from app.services import areas
from app.services.patrols import PlanWish, plan_cells
from app.settings import Settings
from tests.db.test_areas import cells_frame, square
from tests.db.test_patrols import at
from tests.two_cells import NOW, TODAY, build_world, put

OPERATOR = Viewer(on=TODAY)
PERIOD = need_period(NOW)
HOUSES = {"a": 0.6, "b": 1.4, "c": 2.6, "d": 3.4}
DAY = dt.timedelta(days=1)


@pytest.fixture
def community(session: Session) -> Community:
    """Give two cells along a lane, west and east of its middle, with two houses each."""
    place = areas.add_community(session, name="需要社区", code="110108010026", at=NOW, by=None)
    areas.set_boundary(place, square(0, 0, 4, 4))
    for key, ends in {"west": (0.1, 2.0), "east": (2.0, 3.9)}.items():
        line = LineString([at(end, 0.5) for end in ends])
        session.add(Path(community_id=place.id, key=key, name=key, kind="service", line=line))
    for key, x in HOUSES.items():
        footprint = box(*at(x, 0.6), *at(x + 0.1, 0.7))
        session.add(Building(community_id=place.id, key=key, number=key, footprint=footprint))
    session.flush()
    frame = cells_frame(square(0, 0, 2, 4), square(2, 0, 2, 4))
    areas.publish_cells(session, place, frame, on=TODAY, at=NOW, by=None)
    return place


def house(session: Session, key: str) -> Building:
    return session.scalars(select(Building).where(Building.key == key)).one()


def visit(session: Session, community: Community, key: str, times: int, *, days: int = 2) -> None:
    """Let a house be visited some days ago, so many times; the patrol may be of any cell."""
    cell = session.scalars(select(Cell.id).order_by(Cell.code).limit(1)).one()
    patrol = Patrol(community_id=community.id, cell_id=cell, state=PatrolState.DONE)
    put(session, patrol)
    place = house(session, key).id
    when = NOW - days * DAY
    session.add_all(
        Visit(patrol_id=patrol.id, building_id=place, at=when, how=VisitHow.TICKED)
        for _ in range(times)
    )
    session.flush()


def find(session: Session, community: Community, key: str, times: int, **facts: object) -> None:
    """Let patrols find issues at a house, or others by other ways."""
    for number in range(times):
        issue = Issue(
            community_id=community.id,
            source_ref=f"{key}-{number}-{sorted(map(str, facts.values()))}",
            category="垃圾",
            title="垃圾",
            building_id=house(session, key).id,
            **{
                "channel": IssueChannel.PATROL,
                "state": IssueState.FILED,
                "reported_at": NOW - DAY,
                **facts,
            },
        )
        session.add(issue)
    session.flush()


def test_cells_are_advised_by_what_a_visit_finds(session: Session, community: Community) -> None:
    """West was visited nine times as often and found as much a visit: it needs no more."""
    before = cell_needs(session, OPERATOR, community, PERIOD)
    assert [(need.advised, need.walked) for need in before] == [(0.5, None)] * 2
    visit(session, community, "a", 180)
    visit(session, community, "c", 20)
    find(session, community, "a", 18)
    find(session, community, "c", 2)
    west, east = cell_needs(session, OPERATOR, community, PERIOD)
    assert (west.buildings, west.visits, west.found, west.walked) == (2, 180, 18, 0.9)
    assert (east.buildings, east.visits, east.found, east.walked) == (2, 20, 2, 0.1)
    assert west.advised == pytest.approx(east.advised)
    find(session, community, "d", 12)
    west, east = cell_needs(session, OPERATOR, community, PERIOD)
    assert 0.6 < east.advised < 0.9
    assert west.advised + east.advised == pytest.approx(1)


def test_only_what_patrols_found_of_late_and_in_a_sure_place_counts(
    session: Session, community: Community
) -> None:
    visit(session, community, "a", 3)
    visit(session, community, "a", 5, days=400)
    find(session, community, "a", 2, channel=IssueChannel.PLATE)
    find(session, community, "a", 2, state=IssueState.REJECTED)
    find(session, community, "a", 2, place_doubt=PlaceDoubt.PILE)
    find(session, community, "a", 2, reported_at=NOW - 400 * DAY)
    find(session, community, "a", 1)
    sights = building_sights(session, OPERATOR, community, PERIOD)
    assert sights.loc[house(session, "a").id, ["visits", "found"]].tolist() == [3, 1]
    assert sights.loc[house(session, "b").id, "visits"] == 0
    lanes = lane_sights(session, OPERATOR, community, PERIOD)
    assert lanes["found"].to_dict() == {"west": 1, "east": 0}


def test_a_viewer_sees_the_need_of_their_own_cells_alone(session: Session) -> None:
    world = build_world(session)
    viewer = Viewer.of(world.users["grid"], TODAY)
    needs = cell_needs(session, viewer, world.community, PERIOD)
    assert [(need.id, need.advised) for need in needs] == [(world.alpha.cell.id, 1.0)]
    sights = building_sights(session, viewer, world.community, PERIOD)
    assert set(sights.index) == {building.id for building in world.alpha.buildings}


def test_where_not_all_fits_the_houses_in_need_are_visited(
    session: Session, community: Community
) -> None:
    """Both houses of a cell are as far; the one in need goes first, a must-visit point before."""
    visit(session, community, "a", 40)
    visit(session, community, "b", 40)
    find(session, community, "b", 20)
    wish = PlanWish(max_minutes=2, start=at(1.05, 0.5))
    assert visited(session, community, wish) == ["b"]
    visit(session, community, "b", 1, days=0)
    assert visited(session, community, wish) == ["a"]
    point = MustVisit(
        community_id=community.id,
        name="消防栓",
        point=Point(at(1.6, 0.5)),
        dwell_s=30,
        added_at=NOW,
    )
    put(session, point)
    assert visited(session, community, wish) == ["消防栓"]


def visited(session: Session, community: Community, wish: PlanWish) -> list[str]:
    """Plan the western cell, and give what is on its way."""
    code = session.scalars(select(Cell.code).order_by(Cell.code).limit(1)).one()
    planned = plan_cells(
        session, OPERATOR, community, settings=Settings(), at=NOW, wish=wish, cell_code=code
    )
    return [stop.name for stop in planned.routes[0].stops]


def test_where_not_all_fits_the_lane_not_walked_is_walked(
    session: Session, community: Community
) -> None:
    west = session.scalars(select(Path).where(Path.key == "west")).one()
    branch = LineString([at(1.0, 0.5), at(1.0, 2.4)])
    session.add(Path(community_id=community.id, key="up", name="up", kind="service", line=branch))
    session.flush()
    for path, days in (
        (west, 1),
        (session.scalars(select(Path).where(Path.key == "up")).one(), 90),
    ):
        session.add(
            LaneVisit(
                community_id=community.id, path_id=path.id, from_m=0, to_m=100,
                walked_on=TODAY - days * DAY,
            )
        )  # fmt: skip
    session.flush()
    wish = PlanWish(mode=PatrolMode.STREETS, max_minutes=9, start=at(1.0, 0.5), time_limit_s=1)
    code = session.scalars(select(Cell.code).order_by(Cell.code).limit(1)).one()
    (route,) = plan_cells(
        session, OPERATOR, community, settings=Settings(), at=NOW, wish=wish, cell_code=code
    ).routes
    assert route.line.distance(Point(at(1.0, 2.4))) < 1e-6
    assert [stop.name for stop in route.unreachable] == ["west"]
