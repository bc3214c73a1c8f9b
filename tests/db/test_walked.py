"""A track becomes coverage; the line is its owner's alone, and goes."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path as File

import numpy as np
import pytest
from shapely import LineString, box
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models import (
    Building,
    Cell,
    Community,
    LaneVisit,
    Path,
    Patrol,
    PatrolState,
    Role,
    Route,
    Track,
    User,
    Visit,
    VisitDoubt,
    VisitHow,
)
from app.queries.coverage import (
    Period,
    lanes_longest_ago,
    missed_stops,
    own_tracks,
    stop_marks,
)
from app.queries.features import feature_collection
from app.queries.layers import LAYERS, Ask
from app.queries.scope import NotAllowed, NotFound, Viewer
from app.services import areas
from app.services.patrols import plan_cells
from app.services.patrols.coverage import covered_cells
from app.services.patrols.ground import patrol_ground
from app.services.patrols.record import (
    Tick,
    TrackFile,
    can_be_withdrawn,
    delete_track,
    expire_tracks,
    forget_sources,
    import_records,
    import_track,
    tick_stop,
    untick_stop,
    withdraw_tracks,
)
from app.settings import Settings
from geodata.datum import wgs84_to_gcj02
from geodata.errors import InputRefused
from tests.db.test_areas import cells_frame, square
from tests.db.test_patrols import at

NOW = dt.datetime(2026, 11, 22, 12, tzinfo=dt.timezone(dt.timedelta(hours=8)))
TODAY = NOW.date()
OPERATOR = Viewer(on=TODAY)
SETTINGS = Settings()
WHEN = Period(TODAY - dt.timedelta(days=6), TODAY, NOW)


@pytest.fixture
def community(session: Session) -> Community:
    """Give two cells along one lane of some 330 m with three houses, and a lane nobody walks."""
    place = areas.add_community(session, name="走过社区", code="110108010025", at=NOW, by=None)
    areas.set_boundary(place, square(0, 0, 4, 4))
    lanes = {"main": [at(0.1, 0.5), at(3.9, 0.5)], "back": [at(3.9, 0.5), at(3.9, 3.5)]}
    for key, line in lanes.items():
        session.add(
            Path(community_id=place.id, key=key, name=key, kind="service", line=LineString(line))
        )
    for key, x in (("a", 0.5), ("b", 1.5), ("c", 2.5)):
        footprint = box(*at(x, 0.6), *at(x + 0.2, 0.7))
        session.add(Building(community_id=place.id, key=key, number=key, footprint=footprint))
    session.flush()
    frame = cells_frame(square(0, 0, 2, 4), square(2, 0, 2, 4))
    areas.publish_cells(session, place, frame, on=TODAY, at=NOW, by=None)
    plan_cells(session, OPERATOR, place, settings=SETTINGS, at=NOW)
    return place


@pytest.fixture
def patrol(session: Session, community: Community) -> Patrol:
    """Give a patrol that is open, through the first cell."""
    cell = session.scalars(select(Cell).order_by(Cell.code).limit(1)).one()
    route = session.scalars(select(Route).where(Route.cell_id == cell.id, Route.is_current)).one()
    made = Patrol(
        community_id=community.id, cell_id=cell.id, route_id=route.id, state=PatrolState.OPEN
    )
    session.add(made)
    session.flush()
    return made


@pytest.fixture
def walker(session: Session, community: Community) -> Viewer:
    return viewer(session, community, "walker", Role.COMMUNITY_ADMIN)


def viewer(session: Session, community: Community, name: str, role: Role) -> Viewer:
    user = User(
        username=name,
        display_name=name,
        password_hash="x",
        role=role,
        community_id=community.id,
    )
    session.add(user)
    session.flush()
    return Viewer.of(user, TODAY)


def gpx(from_x: float, to_x: float, *, shift: bool = False, minutes: float = -30) -> bytes:
    """Give a walk along the main lane, a fix a second."""
    xs = np.linspace(from_x, to_x, int(abs(to_x - from_x) * 85))
    lonlat = np.array([at(x, 0.5) for x in xs])
    lonlat = wgs84_to_gcj02(lonlat) if shift else lonlat
    start = NOW.astimezone(dt.UTC) + dt.timedelta(minutes=minutes)
    fixes = "".join(
        f'<trkpt lon="{lon:.7f}" lat="{lat:.7f}"><time>'
        f"{start + dt.timedelta(seconds=k):%Y-%m-%dT%H:%M:%SZ}</time></trkpt>"
        for k, (lon, lat) in enumerate(lonlat)
    )
    return f'<gpx version="1.1" creator="t"><trk><trkseg>{fixes}</trkseg></trk></gpx>'.encode()


def hand_in(session, who, community, patrol, data, **options):
    track = TrackFile("walk.gpx", data, **options)
    return import_track(session, who, community, patrol, track, settings=SETTINGS, at=NOW)


def test_a_track_becomes_coverage_and_the_patrol_is_done(session, community, patrol, walker):
    made = hand_in(session, walker, community, patrol, gpx(0.1, 2.0))
    assert made.walked_m == pytest.approx(162, rel=0.06)
    assert made.stops == made.stops_planned == 2
    assert patrol.state is PatrolState.DONE
    assert patrol.covered_m == pytest.approx(patrol.planned_m, rel=0.05)
    one, two = covered_cells(session, walker, community, WHEN)
    # The lane crosses the border: the first cell has to walk the whole of it.
    assert (one.lanes_m, one.walked_m) == pytest.approx((324, 162), rel=0.06)
    assert (one.visited, one.buildings, one.stops, one.stops_visited) == (2, 2, 2, 2)
    assert two.walked_m == 0
    assert [stop.last_on for stop in missed_stops(session, walker, community, WHEN)] == [None]
    lanes = lanes_longest_ago(session, walker, community, on=TODAY)
    assert [(lane.name, lane.last_on) for lane in lanes] == [("back", None), ("main", TODAY)]
    assert made.track_id is None
    assert session.scalar(select(func.count()).select_from(Track)) == 0


def test_two_tracks_of_a_day_make_one_list_of_lanes(session, community, patrol, walker):
    hand_in(session, walker, community, patrol, gpx(0.1, 1.5))
    hand_in(session, walker, community, patrol, gpx(1.0, 3.0))
    (lane,) = session.scalars(select(LaneVisit)).all()
    assert lane.to_m - lane.from_m == pytest.approx(247, rel=0.05)
    assert session.scalar(select(func.count()).select_from(Visit)) == 3


def test_a_line_is_kept_for_its_owner_only_and_goes(session, community, patrol, walker):
    made = hand_in(session, walker, community, patrol, gpx(0.1, 2.0), keep=True)
    other = viewer(session, community, "other", Role.COMMUNITY_ADMIN)
    assert [track.id for track in own_tracks(session, walker, at=NOW)] == [made.track_id]
    assert own_tracks(session, other, at=NOW) == []
    assert own_tracks(session, OPERATOR, at=NOW) == []
    with pytest.raises(NotFound):
        delete_track(session, other, made.track_id)
    later = NOW + dt.timedelta(days=SETTINGS.wangge_track_days)
    assert own_tracks(session, walker, at=later) == []
    assert expire_tracks(session, at=NOW) == 0
    delete_track(session, walker, made.track_id)
    assert own_tracks(session, walker, at=NOW) == []
    again = hand_in(session, walker, community, patrol, gpx(0.1, 2.0), keep=True)
    assert again.track_id is not None
    assert expire_tracks(session, at=later) == 1
    assert session.scalar(select(func.count()).select_from(LaneVisit)) == 1


def test_a_shifted_track_is_asked_about_and_taken_with_the_answer(
    session, community, patrol, walker
):
    with pytest.raises(InputRefused) as refused:
        hand_in(session, walker, community, patrol, gpx(0.1, 2.0, shift=True))
    assert refused.value.question.option == "datum"
    made = hand_in(session, walker, community, patrol, gpx(0.1, 2.0, shift=True), datum="gcj02")
    assert made.stops == 2


def test_a_clock_that_is_ahead_makes_visits_doubtful_and_none_refused(
    session, community, patrol, walker
):
    hand_in(session, walker, community, patrol, gpx(0.1, 2.0, minutes=3000))
    doubts = session.scalars(select(Visit.doubt).where(Visit.stop_id.is_not(None))).all()
    assert doubts == [VisitDoubt.CLOCK_WRONG] * 2


def test_what_was_not_begun_was_not_walked(session, community, patrol, walker):
    patrol.state = PatrolState.PLANNED
    with pytest.raises(InputRefused, match="not begun"):
        hand_in(session, walker, community, patrol, gpx(0.1, 2.0))
    leader = viewer(session, community, "leader", Role.LEADER)
    with pytest.raises(NotAllowed):
        hand_in(session, leader, community, patrol, gpx(0.1, 2.0))


@pytest.mark.parametrize(
    ("facts", "doubt"),
    [
        ({}, None),
        ({"lon": at(0.6, 0.5)[0], "lat": at(0.6, 0.5)[1], "accuracy_m": 8.0}, None),
        ({"lon": at(3.9, 0.5)[0], "lat": at(0.6, 0.5)[1]}, VisitDoubt.OUT_OF_RADIUS),
        ({"accuracy_m": 500.0}, VisitDoubt.POOR_GPS),
        ({"at": NOW + dt.timedelta(days=3)}, VisitDoubt.CLOCK_WRONG),
        ({"at": NOW - dt.timedelta(hours=3)}, None),
    ],
)
def test_doubtful_ticks_are_flagged_and_count(session, community, patrol, walker, facts, doubt):
    stop = stop_marks(session, walker, patrol)[0]
    here = (session, walker, community, patrol)
    assert tick_stop(*here, Tick(stop.id, **facts), settings=SETTINGS, at=NOW) is doubt
    tick_stop(*here, Tick(stop.id), settings=SETTINGS, at=NOW)
    mark = stop_marks(session, walker, patrol)[0]
    assert mark.at is not None
    assert mark.doubt is doubt
    untick_stop(session, walker, patrol, stop.id)
    assert stop_marks(session, walker, patrol)[0].at is None


def test_a_sheet_finds_stops_by_their_words(session, community, patrol, walker, tmp_path: File):
    file = tmp_path / "巡查.csv"
    file.write_text("楼号,到点时间\na,2026-11-22 10:00\nb,\n9号楼,2026-11-22 10:05\n", "utf-8")
    made = import_records(session, walker, community, patrol, file, settings=SETTINGS, at=NOW)
    assert (made.taken, made.doubtful) == (2, 0)
    codes = [finding.code for finding in made.findings]
    assert codes == ["record_without_time", "record_without_stop"]
    assert {mark.how for mark in stop_marks(session, walker, patrol)} == {VisitHow.PAPER}


def test_the_map_shows_each_part_of_a_lane_by_its_age(session, community, patrol, walker):
    hand_in(session, walker, community, patrol, gpx(0.1, 2.0))
    later = Viewer(TODAY + dt.timedelta(days=20), walker.user_id, walker.role, None, community.id)
    ask = Ask(later, community, NOW + dt.timedelta(days=20))
    lanes = json.loads(feature_collection(session, LAYERS["walked_lanes"](ask)))["features"]
    found = {(f["properties"]["name"], f["properties"]["age"]) for f in lanes}
    assert found == {("main", "month"), ("main", "never"), ("back", "never")}
    houses = json.loads(feature_collection(session, LAYERS["visited_buildings"](ask)))["features"]
    assert [f["properties"]["age"] for f in houses] == ["month", "month", "never"]


def test_who_sees_no_cell_sees_no_coverage(session, community, patrol, walker):
    hand_in(session, walker, community, patrol, gpx(0.1, 2.0))
    stranger = viewer(session, community, "stranger", Role.VOLUNTEER)
    assert covered_cells(session, stranger, community, WHEN) == []
    assert missed_stops(session, stranger, community, WHEN) == []
    assert lanes_longest_ago(session, stranger, community, on=TODAY) == []
    ask = Ask(stranger, community, NOW)
    for name in ("walked_lanes", "visited_buildings"):
        assert json.loads(feature_collection(session, LAYERS[name](ask)))["features"] == []


def test_a_lane_on_the_border_counts_in_one_cell_only(session, community, walker):
    """It runs along the border of the two cells; together they have as much as there is."""
    line = LineString([at(2.0, 0.5), at(2.0, 3.5)])
    session.add(Path(community_id=community.id, key="edge", name="edge", kind="service", line=line))
    session.flush()
    network = patrol_ground(session, community).network
    cells = covered_cells(session, walker, community, WHEN)
    assert sum(cell.lanes_m for cell in cells) == pytest.approx(
        network.edge_length_m.sum(), rel=0.001
    )


def test_a_track_of_another_patrol_is_withdrawn_and_nothing_else(
    session, community, patrol, walker
):
    other = Patrol(
        community_id=community.id, cell_id=patrol.cell_id, route_id=patrol.route_id,
        state=PatrolState.OPEN,
    )  # fmt: skip
    session.add(other)
    session.flush()
    hand_in(session, walker, community, other, gpx(1.0, 3.0))
    kept = [(one.from_m, one.to_m) for one in session.scalars(select(LaneVisit))]
    right = session.scalar(select(func.count()).select_from(Visit))
    hand_in(session, walker, community, patrol, gpx(0.1, 2.0))
    here = (session, walker, community, patrol)
    with pytest.raises(InputRefused, match="Say why"):
        withdraw_tracks(*here, "  ", at=NOW)
    stranger = viewer(session, community, "stranger", Role.VOLUNTEER)
    with pytest.raises(NotAllowed):
        withdraw_tracks(session, stranger, community, patrol, "wrong", at=NOW)
    withdraw_tracks(*here, "another cell", at=NOW)
    found = [(one.from_m, one.to_m) for one in session.scalars(select(LaneVisit))]
    assert np.ravel(found) == pytest.approx(np.ravel(kept), abs=0.1)
    assert session.scalar(select(func.count()).select_from(Visit)) == right
    assert (patrol.state, patrol.covered_m, patrol.ended_at) == (PatrolState.OPEN, None, None)
    assert [(one.verb, one.note) for one in patrol.events][-1] == ("withdraw", "another cell")
    with pytest.raises(InputRefused, match="can be withdrawn"):
        withdraw_tracks(*here, "again", at=NOW)
    forget_sources(session, at=NOW + dt.timedelta(days=15))
    assert not can_be_withdrawn(session, other)
