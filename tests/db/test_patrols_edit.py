"""Plans are changed by hand in steps that can be undone, and nothing is lost on the way."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from pydantic import TypeAdapter
from shapely import LineString, box
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Building, Community, MustVisit, Path, PatrolMode, Role
from app.queries.plans import CellPlan, cell_plan, plan_lines
from app.queries.scope import NotAllowed, Viewer
from app.services import areas
from app.services.patrols import PlanWish, plan_cells
from app.services.patrols.edit import Overtaken, Step, change_plan
from app.services.patrols.ground import patrol_ground
from app.services.patrols.lanes import LaneChoices, lane_task
from app.settings import Settings
from geodata.errors import InputRefused
from tests.db.test_areas import cells_frame, square
from tests.db.test_patrols import NOW, OPERATOR, TODAY, at

STEP = TypeAdapter(Step)
STREETS = {
    "south": [(0.1, 0.5), (3.9, 0.5)],
    "north": [(0.1, 1.5), (3.9, 1.5)],
    "west": [(0.1, 0.5), (0.1, 1.5)],
    "east": [(3.9, 0.5), (3.9, 1.5)],
}


def add_ring(session: Session) -> Community:
    """Add one cell with eight houses along a ring of four named streets, and one far off."""
    place = areas.add_community(session, name="测试社区", code="110108010024", at=NOW, by=None)
    areas.set_boundary(place, square(0, 0, 4, 4))
    for name, ends in STREETS.items():
        line = LineString([at(*end) for end in ends])
        session.add(Path(community_id=place.id, key=name, name=name, kind="residential", line=line))
    for number in range(8):
        x, y = 0.5 + 0.9 * (number % 4), 0.6 if number < 4 else 1.6
        outline = box(*at(x, y), *at(x + 0.2, y + 0.1))
        session.add(
            Building(community_id=place.id, key=f"b{number}", number=str(number), footprint=outline)
        )
    session.add(
        Building(
            community_id=place.id, key="far", number="far",
            footprint=box(*at(3.5, 3.5), *at(3.6, 3.6)),
        )
    )  # fmt: skip
    session.flush()
    areas.publish_cells(session, place, cells_frame(square(0, 0, 4, 4)), on=TODAY, at=NOW, by=None)
    return place


@pytest.fixture
def community(session: Session) -> Community:
    """Give that cell with a route."""
    place = add_ring(session)
    plan_cells(session, OPERATOR, place, settings=Settings(), at=NOW)
    return place


class Desk:
    """The plan of the only cell, as its page changes it."""

    def __init__(self, session: Session, community: Community) -> None:
        self.session, self.community = session, community
        (line,) = plan_lines(session, OPERATOR, community)
        self.cell_id = line.cell_id

    @property
    def plan(self) -> CellPlan:
        return cell_plan(self.session, OPERATOR, self.community, self.cell_id)

    @property
    def names(self) -> list[str]:
        return [stop.name for stop in self.plan.stops]

    def stop(self, name: str) -> int:
        return next(stop.id for stop in self.plan.stops if stop.name == name)

    def take(self, viewer: Viewer = OPERATOR, **step: Any) -> None:
        made = self.plan.plan
        step = {"version": made.id if made else 0, **step}
        change_plan(
            self.session, viewer, self.community, self.cell_id, STEP.validate_python(step),
            settings=Settings(), at=NOW,
        )  # fmt: skip


@pytest.fixture
def desk(session: Session, community: Community) -> Desk:
    return Desk(session, community)


def test_a_stop_goes_where_it_is_dragged_in_the_list(desk: Desk) -> None:
    first, *_, last = desk.names
    desk.take(kind="move", stop=desk.stop(last), route=desk.plan.routes[0].id,
              before=desk.stop(first))  # fmt: skip
    assert desk.names[:2] == [last, first]
    assert sorted(desk.names) == [str(number) for number in range(8)]
    # Whoever moved it wants it there: the leg behind it is locked.
    assert [stop.name for stop in desk.plan.stops if stop.locked] == [first]
    assert [stop.name for stop in desk.plan.unreachable] == ["far"]


def test_lengths_and_times_follow_the_new_order(desk: Desk) -> None:
    before = desk.plan.routes[0]
    second, *_, last = desk.names[1:]
    desk.take(kind="move", stop=desk.stop(last), route=before.id, before=desk.stop(second))
    after = desk.plan.routes[0]
    assert after.length_m > before.length_m
    assert after.duration_s == pytest.approx(after.walk_s + 8 * 30)
    assert [stop.arrival_s for stop in after.stops] == sorted(s.arrival_s for s in after.stops)
    assert after.stops[-1].leg_m > 0
    walked = sum(turn["length_m"] for turn in after.turns)
    assert walked == pytest.approx(after.length_m, abs=1)
    assert {turn["lane"] for turn in after.turns if turn["length_m"]} == set(STREETS)


def test_a_stop_dropped_on_the_map_goes_into_the_nearest_leg(desk: Desk) -> None:
    """Between the first two houses of the south street, whichever way the walk runs."""
    desk.take(kind="drop", stop=desk.stop("6"), lon=at(0.95, 0)[0], lat=at(0, 0.5)[1])
    position = desk.names.index("6")
    around = {desk.names[position - 1], desk.names[(position + 1) % 8]}
    assert around == {"0", "1"}


def test_a_must_visit_point_is_added_moved_removed_and_each_is_undone(
    desk: Desk, session: Session
) -> None:
    lon, lat = at(2.0, 0.45)
    desk.take(kind="add", lon=lon, lat=lat, name="消防栓", dwell_minutes=2)
    assert "消防栓" in desk.names
    point = session.scalars(select(MustVisit)).one()
    assert (point.name, point.dwell_s, point.active) == ("消防栓", 120, True)
    desk.take(kind="drop", stop=desk.stop("消防栓"), lon=at(2.5, 0)[0], lat=lat)
    assert point.point.centroid.x == pytest.approx(at(2.5, 0)[0])
    desk.take(kind="undo")
    assert point.point.centroid.x == pytest.approx(lon)
    desk.take(kind="remove", stop=desk.stop("消防栓"))
    assert "消防栓" not in desk.names
    assert not point.active
    desk.take(kind="undo")
    assert "消防栓" in desk.names
    assert point.active
    desk.take(kind="undo")
    assert "消防栓" not in desk.names
    assert not point.active
    with pytest.raises(InputRefused, match="nothing to undo"):
        desk.take(kind="undo")


def test_a_point_outside_the_cell_is_refused(desk: Desk, session: Session) -> None:
    with pytest.raises(InputRefused, match="outside the cell"):
        desk.take(kind="add", lon=at(9, 0)[0], lat=at(0, 0)[1], name="x")
    assert session.scalars(select(MustVisit)).all() == []


def test_replanning_keeps_what_is_locked(desk: Desk) -> None:
    """A senseless neighbourhood stays when it is locked, and goes when it is not."""
    best_m = desk.plan.routes[0].length_m
    second, third = desk.names[1], desk.names[5]
    desk.take(kind="move", stop=desk.stop(third), route=desk.plan.routes[0].id,
              before=desk.stop(second))  # fmt: skip
    desk.take(kind="replan")
    position = desk.names.index(third)
    neighbours = {desk.names[position - 1], desk.names[(position + 1) % 8]}
    assert second in neighbours
    for stop in desk.plan.stops:
        if stop.locked:
            desk.take(kind="lock", stop=desk.stop(stop.name), locked=False)
    desk.take(kind="replan")
    assert desk.plan.routes[0].length_m == pytest.approx(best_m, rel=1e-3)


def test_who_comes_second_is_told(desk: Desk) -> None:
    made = desk.plan.plan
    assert made is not None
    desk.take(kind="lock", stop=desk.stop(desk.names[1]), locked=True)
    with pytest.raises(Overtaken):
        desk.take(kind="lock", stop=0, locked=True, version=made.id)


def test_volunteers_may_not_change_plans(desk: Desk) -> None:
    walker = Viewer(on=TODAY, role=Role.VOLUNTEER, community_id=desk.community.id)
    with pytest.raises(NotAllowed):
        desk.take(viewer=walker, kind="replan")


def middle(name: str) -> list[float]:
    """Give the middle of one of the four streets, degrees."""
    (ax, ay), (bx, by) = STREETS[name]
    return list(at((ax + bx) / 2, (ay + by) / 2))


def test_lanes_are_left_out_by_hand_and_stay_out_from_plan_to_plan(
    session: Session, desk: Desk
) -> None:
    wish = PlanWish(mode=PatrolMode.STREETS, start=at(0.1, 0.5), time_limit_s=1)
    plan_cells(session, OPERATOR, desk.community, settings=Settings(), at=NOW, wish=wish)
    ring_m = desk.plan.routes[0].length_m
    out = [middle(name) for name in ("north", "west", "east")]
    desk.take(kind="lanes", out=out, added=[])
    assert {(stop.name, stop.reason) for stop in desk.plan.unreachable} == {
        (name, "by_hand") for name in ("north", "west", "east")
    }
    assert desk.plan.routes[0].length_m < 0.9 * ring_m
    again = PlanWish(mode=PatrolMode.STREETS, volunteers=2, time_limit_s=1)
    plan_cells(session, OPERATOR, desk.community, settings=Settings(), at=NOW, wish=again)
    assert {stop.name for stop in desk.plan.unreachable} == {"north", "west", "east"}
    desk.take(kind="lanes", out=[], added=[])
    assert not desk.plan.unreachable
    desk.take(kind="undo")
    assert {stop.name for stop in desk.plan.unreachable} == {"north", "west", "east"}


def test_a_walk_needs_a_lane_and_stops_have_none_to_choose(session: Session, desk: Desk) -> None:
    with pytest.raises(InputRefused, match="goes past stops"):
        desk.take(kind="lanes", out=[], added=[])
    wish = PlanWish(mode=PatrolMode.STREETS, time_limit_s=1)
    plan_cells(session, OPERATOR, desk.community, settings=Settings(), at=NOW, wish=wish)
    with pytest.raises(InputRefused, match="At least one lane"):
        desk.take(kind="lanes", out=[middle(name) for name in STREETS], added=[])
    with pytest.raises(InputRefused, match="no stops to change"):
        desk.take(kind="move", stop=1, route=1, before=None)


def test_a_lane_of_the_neighbour_can_be_walked_from_here(session: Session, desk: Desk) -> None:
    network = patrol_ground(session, desk.community).network
    own = np.zeros(network.edge_count, dtype=bool)
    north = (middle("north")[0], middle("north")[1])
    required = lane_task(network, own, LaneChoices(added=(north, (0.0, 0.0)))).required
    assert required.sum() == 1
