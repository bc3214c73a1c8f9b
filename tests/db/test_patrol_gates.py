"""Networks of a community are kept while nothing changes; closed gates part them."""

from __future__ import annotations

import datetime as dt

import pytest
from shapely import LineString, box
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Building, Community, Path
from app.services import areas
from app.services.patrols import PlanWish, plan_cells
from app.services.patrols.gates import patrol_ground_at
from app.services.patrols.ground import patrol_ground
from app.settings import Settings
from geodata.errors import InputRefused
from tests.db.test_areas import cells_frame, square
from tests.db.test_patrols import NOW, OPERATOR, at

NOON = dt.datetime.combine(dt.date(2026, 11, 23), dt.time(12))
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def community(session: Session) -> Community:
    """Give a street, and a lane that leaves it through a gate."""
    place = areas.add_community(session, name="测试社区", code="110108010025", at=NOW, by=None)
    areas.set_boundary(place, square(0, 0, 4, 4))
    street = LineString([at(0.1, 0.5), at(3.9, 0.5)])
    lane = LineString([at(2, 0.5), at(2, 3)])
    session.add(Path(community_id=place.id, key="street", kind="residential", line=street))
    session.add(
        Path(
            community_id=place.id,
            key="lane",
            kind="service",
            barrier="gate",
            hours="06:00-22:00",
            line=lane,
        )
    )
    session.flush()
    return place


def pieces(ground) -> int:
    return len(set(ground.network.edge_piece.tolist()))


def test_a_gate_parts_the_network_while_it_is_closed(
    session: Session, community: Community
) -> None:
    by_day = patrol_ground_at(session, community, NOON, NOON + HOUR)
    late = patrol_ground_at(session, community, NOON + 9.5 * HOUR, NOON + 10.5 * HOUR)
    assert (pieces(by_day), pieces(late)) == (1, 2)
    assert by_day.network is patrol_ground(session, community).network
    assert "gate_closed" in {finding.code for finding in late.network.findings}


def test_hours_that_nobody_can_read_close_nothing_and_are_told(
    session: Session, community: Community
) -> None:
    session.scalars(select(Path).where(Path.key == "lane")).one().hours = "dawn-dusk"
    session.flush()
    ground = patrol_ground_at(session, community, NOON, NOON + HOUR)
    told = [finding for finding in ground.network.findings if finding.code == "gate_hours"]
    assert [(finding.key, finding.params["hours"]) for finding in told] == [("lane", "dawn-dusk")]
    assert pieces(ground) == 1


def test_the_network_is_kept_until_a_path_changes(session: Session, community: Community) -> None:
    first = patrol_ground(session, community).network
    assert patrol_ground(session, community).network is first
    street = session.scalars(select(Path).where(Path.key == "street")).one()
    street.line = LineString([at(0.1, 0.5), at(3.0, 0.5)])
    session.flush()
    shorter = patrol_ground(session, community).network
    assert shorter.edge_length_m.sum() < first.edge_length_m.sum() - 50
    session.delete(street)
    session.flush()
    assert set(patrol_ground(session, community).paths["key"]) == {"lane"}


def test_without_paths_it_says_what_to_do(session: Session, community: Community) -> None:
    for path in session.scalars(select(Path)):
        path.vanished_on = NOON.date()
    session.flush()
    with pytest.raises(InputRefused, match="Import paths first"):
        patrol_ground_at(session, community, NOON, NOON + HOUR)


def test_a_plan_for_the_evening_lists_what_is_behind_the_gate_then(
    session: Session, community: Community
) -> None:
    houses = [("by the street", 1, 0.6), ("up the lane", 2.1, 2.8)]
    for name, x, y in houses:
        footprint = box(*at(x, y), *at(x + 0.1, y + 0.1))
        session.add(Building(community_id=community.id, key=name, number=name, footprint=footprint))
    session.flush()
    cells = cells_frame(square(0, 0, 4, 4))
    areas.publish_cells(session, community, cells, on=NOW.date(), at=NOW, by=None)
    missed = {}
    for hour in (12, 21):
        wish = PlanWish(set_out=NOON + (hour - 12) * HOUR, max_minutes=90)
        made = plan_cells(session, OPERATOR, community, settings=Settings(), at=NOW, wish=wish)
        missed[hour] = [stop.name for route in made.routes for stop in route.unreachable]
        assert made.routes[0].plan.settings["set_out"] == wish.set_out.isoformat()
        told = "gate_closed" in {finding.code for finding in made.findings}
        assert told is (hour == 21)
    assert missed == {12: [], 21: ["up the lane"]}


def test_a_wish_for_a_time_survives_being_asked_as_a_job() -> None:
    wish = PlanWish(set_out=NOON)
    assert PlanWish.read({"set_out": wish.as_stored()["set_out"]}) == wish


@pytest.mark.parametrize("text", ["tonight", "2026-13-01T08:00", "18:30"])
def test_a_time_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(InputRefused, match="day and time"):
        PlanWish.read({"set_out": text})
