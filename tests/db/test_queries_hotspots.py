"""Hotspots on the store: what is counted, for whom, and that piles of doubt burn nowhere."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from uuid import uuid4

import numpy as np
import pytest
from shapely import MultiPolygon, Point, box
from shapely.geometry import shape
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models import (
    Building,
    BuildingCell,
    BuildingKind,
    Catalogue,
    Cell,
    Community,
    Division,
    DivisionState,
    Issue,
    IssueCategory,
    IssueChannel,
    IssueState,
    PlaceDoubt,
)
from app.queries.hotspots import (
    By,
    Exposure,
    Method,
    Wish,
    alarms_as_features,
    as_features,
    find_alarms,
    find_hotspots,
    repeat_addresses,
    told,
    told_alarms,
    what_comes_again,
)
from app.queries.scope import Viewer
from app.services.imports import ImportOptions, Subject, import_file
from geodata.errors import InputRefused
from tests.two_cells import NOW, SINCE, TODAY, build_world

SIDE = 7
WEST, SOUTH, STEP = 116.30, 40.00, 0.003
WISH = Wish(SINCE, TODAY)
SAN_FRANCISCO = (-122.515, 37.705, 0.018)


def english(template: str, params: Mapping[str, object]) -> str:
    return template % params


def lay_town(
    session: Session, corner: tuple[float, float, float], srid: int, side: int = SIDE
) -> Community:
    """Store a board of cells with one building of 300 households each."""
    west, south, step = corner
    community = Community(name="Board", code="board", metric_srid=srid)
    community.boundary = MultiPolygon([box(west, south, west + side * step, south + side * step)])
    session.add(community)
    session.flush()
    division = Division(
        community_id=community.id, name="1", state=DivisionState.PUBLISHED, since=SINCE
    )
    session.add(division)
    session.flush()
    for number in range(side * side):
        row, column = divmod(number, side)
        x, y = west + column * step, south + row * step
        cell = Cell(
            division_id=division.id,
            community_id=community.id,
            code=f"{number:03}",
            name=f"Cell {number}",
            shape=MultiPolygon([box(x, y, x + step, y + step)]),
        )
        house = Building(
            community_id=community.id,
            key=str(number),
            number=str(number),
            kind=BuildingKind.APARTMENT,
            households=300,
            footprint=MultiPolygon([box(x + step / 3, y + step / 3, x + step / 2, y + step / 2)]),
        )
        session.add_all([cell, house])
        session.flush()
        session.add(BuildingCell(division_id=division.id, building_id=house.id, cell_id=cell.id))
    return community


def report(session: Session, community: Community, cells: dict[int, int], **facts: object) -> None:
    """Store issues in cells, by number of the cell."""
    for number, count in cells.items():
        row, column = divmod(number, SIDE)
        point = Point(WEST + (column + 0.4) * STEP, SOUTH + (row + 0.4) * STEP)
        usual = {"reported_at": NOW, "state": IssueState.CLOSED, "point": point, "category": "x"}
        values = usual | facts
        session.add_all(
            Issue(
                community_id=community.id,
                source_ref=uuid4().hex,
                channel=IssueChannel.STAFF,
                title="x",
                **values,
            )
            for _ in range(count)
        )
    session.flush()


@pytest.fixture
def board(session: Session) -> Community:
    community = lay_town(session, (WEST, SOUTH, STEP), 32650)
    usual = np.random.default_rng(2).poisson(3, SIDE * SIDE)
    report(session, community, dict(enumerate(usual.tolist())))
    return community


OPERATOR = Viewer(on=TODAY)


def test_nothing_is_hot_where_only_chance_is_at_work(session: Session, board: Community) -> None:
    for method in (Method.GI, Method.SCAN):
        wish = Wish(SINCE, TODAY, method=method, replications=199)
        facts = told(find_hotspots(session, OPERATOR, board, wish, at=NOW), board, english)
        assert {piece["verdict"] for piece in facts["pieces"]} <= {"usual", "too_few"}
        assert sum(piece["cases"] for piece in facts["pieces"]) == facts["issues"]


def test_trouble_is_hot_and_doubtful_places_are_not(session: Session, board: Community) -> None:
    corner = {0: 15, 1: 15, SIDE: 15}
    report(session, board, {40: 200}, place_doubt=PlaceDoubt.PILE)
    report(session, board, {40: 50}, state=IssueState.VOID)
    report(session, board, corner)
    facts = told(find_hotspots(session, OPERATOR, board, WISH, at=NOW), board, english)
    verdicts = {piece["key"]: piece["verdict"] for piece in facts["pieces"]}
    assert facts["method"] == "gi"
    assert verdicts["000"] == "hot"
    assert verdicts["040"] != "hot"
    assert facts["doubtful"] == 200
    hot = next(piece for piece in facts["pieces"] if piece["key"] == "000")
    assert "times what is usual for so many households; chance under 1 in" in hot["words"]


@pytest.mark.parametrize("by", list(By))
def test_ground_is_cut_as_wished(session: Session, board: Community, by: By) -> None:
    wish = Wish(SINCE, TODAY, by=by, size_m=300)
    found = find_hotspots(session, OPERATOR, board, wish, at=NOW)
    assert sum(found.pieces.households) == SIDE * SIDE * 300
    features = as_features(found, board, english)["features"]
    assert len(features) == len(found.pieces.keys)
    assert features[0]["geometry"]["type"] in ("Polygon", "MultiPolygon")
    first = found.pieces.shapes[0]
    assert first.area > 0


def test_emerging_spots_are_told_by_slices(session: Session, board: Community) -> None:
    report(session, board, {0: 20, 1: 20, SIDE: 20}, reported_at=NOW - dt.timedelta(days=1))
    wish = Wish(SINCE, TODAY, method=Method.EMERGING)
    facts = told(find_hotspots(session, OPERATOR, board, wish, at=NOW), board, english)
    kinds = {piece["key"]: piece["emerging"] for piece in facts["pieces"]}
    assert kinds["000"] == "new_hot"
    assert len(facts["pieces"][0]["slices"]) == 12


def test_a_viewer_counts_what_they_may_see(session: Session) -> None:
    world = build_world(session)
    world.community.metric_srid = 32650
    for building in session.scalars(select(Building)):
        building.households = 300
    session.flush()
    alpha = Viewer.of(world.users["grid"], TODAY)
    found = find_hotspots(session, alpha, world.community, WISH, at=NOW)
    assert found.pieces.ids == [world.alpha.ids["cell"]]
    everything = find_hotspots(session, OPERATOR, world.community, WISH, at=NOW)
    assert len(everything.cases.ids) > len(found.cases.ids) > 0


def test_without_visits_nothing_is_counted_by_visits(session: Session, board: Community) -> None:
    wish = Wish(SINCE, TODAY, exposure=Exposure.VISITS)
    with pytest.raises(InputRefused, match="count by households"):
        find_hotspots(session, OPERATOR, board, wish, at=NOW)


@pytest.mark.parametrize(
    "wrong",
    [
        {"since": TODAY, "until": SINCE},
        {"since": dt.date(1990, 1, 1)},
        {"size_m": 5},
        {"slices": 3},
        {"replications": 5},
    ],
)
def test_a_wish_out_of_bounds_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(InputRefused):
        Wish(**({"since": SINCE, "until": TODAY} | wrong))  # type: ignore[arg-type]


def test_what_came_up_lately_raises_an_alarm(session: Session, board: Community) -> None:
    for week in range(26):
        usual = np.random.default_rng(week).poisson(1, SIDE * SIDE)
        when = NOW - dt.timedelta(weeks=week)
        report(session, board, dict(enumerate(usual.tolist())), reported_at=when)
    wish = Wish(SINCE, TODAY, replications=99)
    assert find_alarms(session, OPERATOR, board, wish, at=NOW)[1] == []
    lately = NOW - dt.timedelta(days=10)
    report(session, board, {0: 9, 1: 9, SIDE: 9}, reported_at=lately)
    for by_permutation in (False, True):
        found, alarms = find_alarms(
            session, OPERATOR, board, wish, at=NOW, by_permutation=by_permutation
        )
        assert {"Cell 0", "Cell 1", "Cell 7"} <= set(alarms[0].names)
        assert alarms[0].since >= TODAY - dt.timedelta(days=21)
        assert alarms[0].until == TODAY
    facts = told_alarms(found, alarms, board)
    assert facts["since"] == str(TODAY - dt.timedelta(days=26 * 7 - 1))
    assert {"000", "001", "007"} <= set(facts["alarms"][0]["members"])
    assert facts["alarms"][0]["times_usual"] > 1.5
    ground = shape(alarms_as_features(found, alarms, board)["features"][0]["geometry"])
    assert ground.contains(Point(WEST + STEP / 2, SOUTH + STEP / 2))


def test_what_comes_again_at_an_address_is_listed(session: Session, board: Community) -> None:
    house = session.scalars(select(Building).where(Building.number == "12")).one()
    report(session, board, {12: 3}, building_id=house.id, category="Leak")
    report(session, board, {12: 2}, building_id=house.id, category="Noise")
    found = repeat_addresses(session, OPERATOR, board, WISH, at=NOW)
    assert [(line.building, line.category, line.times, line.open) for line in found] == [
        ("12号楼", "Leak", 3, 0)
    ]


def test_what_comes_again_nearby_is_told_of_its_category(
    session: Session, board: Community
) -> None:
    """Of two categories at the same places one comes in pairs within days, the other by chance."""
    paired, random = (
        IssueCategory(community_id=board.id, catalogue=Catalogue.COMMUNITY, code=name, name=name)
        for name in ("Pairs", "Chance")
    )
    session.add_all([paired, random])
    session.flush()
    rng = np.random.default_rng(5)
    for cell in range(20):
        first, *by_chance = (NOW - dt.timedelta(days=int(day)) for day in rng.integers(5, 150, 3))
        for when in (first, first + dt.timedelta(days=2)):
            report(session, board, {cell: 1}, reported_at=when, category_id=paired.id)
        for when in by_chance:
            report(session, board, {cell: 1}, reported_at=when, category_id=random.id)
    wish = Wish(TODAY - dt.timedelta(days=179), TODAY)
    (found,) = what_comes_again(session, OPERATOR, board, wish, at=NOW)
    assert (found.category, found.cases, found.around) == ("Pairs", 40, False)
    assert found.pairs == 20
    assert found.times > 3
    said = found.said()
    assert english(said.template, said.params).startswith("Pairs: in the two weeks after one")
    few = Wish(TODAY - dt.timedelta(days=20), TODAY)
    assert what_comes_again(session, OPERATOR, board, few, at=NOW) == []


def test_piles_of_real_requests_burn_nowhere(session: Session, shared_data: Path) -> None:
    community = lay_town(session, SAN_FRANCISCO, 32610, side=8)
    file = shared_data / "issues" / "sf311_sample_raw.csv.gz"
    options = ImportOptions(source="sf311", mapping={"title": "complaint_type"})
    import_file(session, OPERATOR, community, Subject.ISSUES, file, options, at=NOW)
    wish = Wish(dt.date(2008, 1, 1), dt.date(2017, 12, 31), replications=99)
    facts = told(find_hotspots(session, OPERATOR, community, wish, at=NOW), community, english)
    assert facts["doubtful"] > 4_200
    assert 3_000 < facts["issues"] < 6_000
    # The city hall's default point and the like: on no point lie very many that count.
    most = (
        select(func.count())
        .where(Issue.community_id == community.id, Issue.place_doubt.is_(None))
        .group_by(Issue.point)
    )
    assert max(session.scalars(most)) < 100
