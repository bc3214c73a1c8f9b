"""Planning keeps one current route a cell, along the paths, and hides nothing unreachable."""

from __future__ import annotations

import datetime as dt

import pytest
from shapely import LineString, Point, box
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models import (
    Building,
    Cell,
    Community,
    Duty,
    DutyRole,
    Entrance,
    Path,
    Person,
    Role,
    Route,
)
from app.queries.scope import NotAllowed, NotFound, Viewer
from app.services import areas
from app.services.patrols import Planned, PlanWish, plan_cells
from app.settings import Settings
from geodata.errors import InputRefused
from tests.db.test_areas import cells_frame, square

NOW = dt.datetime(2026, 11, 22, 8, tzinfo=dt.UTC)
TODAY = dt.date(2026, 11, 22)
OPERATOR = Viewer(on=TODAY)
WEST, SOUTH, STEP = 116.0, 40.0, 0.001


def at(x: float, y: float) -> tuple[float, float]:
    """Give a place in steps of about 100 m."""
    return WEST + x * STEP, SOUTH + y * STEP


@pytest.fixture
def community(session: Session) -> Community:
    """Give two cells side by side, with houses along one lane and one house far off."""
    place = areas.add_community(session, name="测试社区", code="110108010024", at=NOW, by=None)
    areas.set_boundary(place, square(0, 0, 4, 4))
    lane = LineString([at(0.1, 0.5), at(3.9, 0.5)])
    session.add(Path(community_id=place.id, key="lane", kind="residential", line=lane))
    for key, x, y in (("a", 0.5, 0.6), ("b", 1.5, 0.6), ("c", 2.5, 0.6), ("far", 3.5, 3.5)):
        house = Building(
            community_id=place.id,
            key=key,
            number=key,
            footprint=box(*at(x, y), *at(x + 0.2, y + 0.1)),
        )
        session.add(house)
        session.flush()
        if key == "a":
            door = Point(at(x + 0.1, y))
            session.add(
                Entrance(
                    community_id=place.id, building_id=house.id, key="a1", name="1单元", point=door
                )
            )
    frame = cells_frame(square(0, 0, 2, 4), square(2, 0, 2, 4))
    areas.publish_cells(session, place, frame, on=TODAY, at=NOW, by=None)
    return place


def plan(
    session: Session, community: Community, viewer: Viewer = OPERATOR, cell: str | None = None
) -> Planned:
    """Plan with default settings."""
    return plan_cells(session, viewer, community, settings=Settings(), at=NOW, cell_code=cell)


def test_one_route_a_cell_with_its_stops(session: Session, community: Community) -> None:
    """Stops carry building and entrance; the house far off is listed with its distance."""
    west, east = plan(session, community).routes
    assert [stop.name for stop in sorted(west.stops, key=lambda stop: stop.name)] == [
        "a 1单元",
        "b",
    ]
    assert west.length_m == pytest.approx(2 * 85.4, rel=0.05)  # One step is 85.4 m here.
    assert [stop.name for stop in east.stops] == ["c"]
    (missed,) = east.unreachable
    assert (missed.name, missed.reason) == ("far", "too_far")
    assert missed.distance_m is not None
    assert missed.distance_m > 200


def test_planning_again_replaces_the_current_route(session: Session, community: Community) -> None:
    """The route before stays readable, and is no longer current."""
    plan(session, community)
    plan(session, community, cell="110108010024001")
    counts = dict(
        session.execute(select(Route.is_current, func.count()).group_by(Route.is_current)).all()
    )
    assert counts == {True: 2, False: 1}


def test_cells_without_buildings_are_told_of(session: Session, community: Community) -> None:
    """A cell that gets no route is a finding, not silence."""
    frame = cells_frame(square(0, 0, 2, 4), square(2, 0, 2, 1), square(2, 1, 2, 1))
    later = TODAY + dt.timedelta(days=1)
    areas.publish_cells(session, community, frame, on=later, at=NOW, by=None)
    done = plan(session, community)
    assert len(done.routes) == 2
    assert [found.code for found in done.findings if found.code == "no_route"] == ["no_route"]


def test_a_grid_administrator_plans_own_cells_only(session: Session, community: Community) -> None:
    """Scope decides what is planned, and the role whether at all."""
    person = Person(community_id=community.id, key="p", name="赵一一")
    session.add(person)
    session.flush()
    own = session.scalars(select(Cell.id).where(Cell.code.endswith("001"))).one()
    session.add(
        Duty(
            community_id=community.id,
            person_id=person.id,
            cell_id=own,
            role=DutyRole.GRID_ADMINISTRATOR,
            since=TODAY,
        )
    )
    session.flush()
    viewer = Viewer(TODAY, None, Role.GRID_ADMIN, person.id, community.id)
    assert [route.cell_id for route in plan(session, community, viewer).routes] == [own]
    with pytest.raises(NotFound):
        plan(session, community, viewer, cell="110108010024002")
    volunteer = Viewer(TODAY, None, Role.VOLUNTEER, person.id, community.id)
    with pytest.raises(NotAllowed):
        plan(session, community, volunteer)


def test_no_cells_and_no_paths_say_what_to_do(session: Session) -> None:
    """Each refusal names the next step."""
    place = areas.add_community(session, name="空", code="empty", at=NOW, by=None)
    with pytest.raises(InputRefused, match="Import cells first"):
        plan(session, place)
    areas.set_boundary(place, square(0, 0, 4, 4))
    areas.publish_cells(session, place, cells_frame(square(0, 0, 4, 4)), on=TODAY, at=NOW, by=None)
    with pytest.raises(InputRefused, match="Import paths first"):
        plan(session, place)


def test_a_slower_pace_takes_longer_and_is_kept_with_the_plan(
    session: Session, community: Community
) -> None:
    def walk_s(wish: PlanWish) -> float:
        made = plan_cells(session, OPERATOR, community, settings=Settings(), at=NOW, wish=wish)
        assert made.routes[0].plan.settings["pace_m_s"] == wish.pace_m_s
        return made.routes[0].walk_s

    usual, slow = walk_s(PlanWish()), walk_s(PlanWish(pace_m_s=0.55))
    assert slow == pytest.approx(2 * usual, rel=0.01)
    with pytest.raises(InputRefused, match="Nobody walks"):
        PlanWish(pace_m_s=9.0)
