"""The patrols of the demo walked: stops and lanes by the day, by the routes of their cells."""

from __future__ import annotations

import datetime as dt

import pytest
from shapely import LineString
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import LaneVisit, Patrol, Visit
from app.queries.analysis import buildings_longest_ago
from app.queries.coverage import lanes_longest_ago
from app.queries.scope import Viewer
from app.services.demo.lanes import lane_parts
from app.services.demo.walks import COVERED_SHARE, write_walks
from tests.two_cells import NOW, TODAY, build_world

UTM_50N = 32650
AT_NIGHT = dt.datetime(2026, 11, 21, 17, tzinfo=dt.UTC)
"""Still the 21st in UTC, the 22nd where the community is."""


def test_walked_routes_are_visits_and_lanes(session: Session) -> None:
    world = build_world(session)
    world.community.metric_srid = UTM_50N
    for patrol in session.scalars(select(Patrol)):
        patrol.started_at = patrol.ended_at = AT_NIGHT
    write_walks(session, world.community, at=NOW)
    patrols = session.scalars(select(Patrol)).all()
    assert [patrol.route_id for patrol in patrols] == [
        mark.ids["route"] for mark in (world.alpha, world.bravo)
    ]
    assert [patrol.covered_m for patrol in patrols] == pytest.approx([812.4 * COVERED_SHARE] * 2)
    visits = session.scalars(select(Visit)).all()
    assert {visit.patrol_id for visit in visits} == {patrol.id for patrol in patrols}
    assert {visit.at for visit in visits} == {AT_NIGHT}
    lane, *_ = session.scalars(select(LaneVisit).order_by(LaneVisit.from_m)).all()
    assert str(lane.walked_on) == "2026-11-22", "the day of the place, not that of UTC"
    operator = Viewer(on=TODAY)
    (street,) = lanes_longest_ago(session, operator, world.community, on=TODAY)
    assert street.last_on == lane.walked_on
    last = {
        one.last_on for one in buildings_longest_ago(session, operator, world.community, at=NOW)
    }
    assert last <= {None, lane.walked_on}


def test_a_route_goes_along_lanes_and_only_crosses_others() -> None:
    step = 0.001
    along = LineString([(117.0, 40.0), (117.0 + 2 * step, 40.0)])
    across = LineString([(117.0 + step, 40.0 - step), (117.0 + step, 40.0 + step)])
    half = LineString([(117.0 + step, 40.0), (117.0 + 3 * step, 40.0)])
    parts = lane_parts([(1, along)], [(7, across), (8, half)], UTM_50N)
    ((route, path, low_m, high_m),) = parts
    assert (route, path, low_m) == (1, 8, 0)
    assert high_m == pytest.approx(85.3, abs=1)
