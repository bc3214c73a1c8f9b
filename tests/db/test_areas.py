"""Dividing the ground: PostGIS agrees with GeoPandas, decisions by hand stay, versions are kept."""

from __future__ import annotations

import datetime as dt

import geopandas as gpd
import numpy as np
import pytest
from shapely import Point, box
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models import (
    AuditEntry,
    Building,
    BuildingCell,
    Cell,
    Community,
    Division,
    DivisionState,
    Duty,
    DutyRole,
    Person,
)
from app.services import areas
from app.services.areas.notes import division_notes
from geodata.errors import InputRefused
from geodata.findings import Finding

NOW = dt.datetime(2026, 11, 22, 8, tzinfo=dt.UTC)
TODAY = dt.date(2026, 11, 22)
WEST, SOUTH, STEP = 116.0, 40.0, 0.001


@pytest.fixture
def community(session: Session) -> Community:
    """Give a community of 4 x 2 steps."""
    added = areas.add_community(session, name="测试社区", code="110108010024", at=NOW, by=None)
    areas.set_boundary(added, square(0, 0, 4, 2))
    return added


def square(x: float, y: float, width: float = 1, height: float = 1):
    """Give a rectangle in steps."""
    return box(
        WEST + x * STEP, SOUTH + y * STEP, WEST + (x + width) * STEP, SOUTH + (y + height) * STEP
    )


def cells_frame(*shapes, codes=None) -> gpd.GeoDataFrame:
    """Give a frame of cells."""
    codes = codes or [None] * len(shapes)
    return gpd.GeoDataFrame(
        {
            "code": codes,
            "name": [f"第{i}网格" for i in range(1, len(shapes) + 1)],
            "kind": "general",
        },
        geometry=list(shapes),
        crs=4326,
    )


def add_buildings(session: Session, community: Community, shapes) -> list[Building]:
    """Store buildings with keys 0, 1, 2 ..."""
    added = [
        Building(community_id=community.id, key=str(i), number=str(i), footprint=shape)
        for i, shape in enumerate(shapes)
    ]
    session.add_all(added)
    session.flush()
    return added


def publish(session: Session, community: Community, frame, on=TODAY) -> Division:
    """Publish cells."""
    return areas.publish_cells(session, community, frame, on=on, at=NOW, by=None)


def placed(session: Session, division: Division) -> dict[str, str]:
    """Give the code of the cell of each building, by key."""
    rows = session.execute(
        select(Building.key, Cell.code)
        .join(BuildingCell, BuildingCell.building_id == Building.id)
        .join(Cell, Cell.id == BuildingCell.cell_id)
        .where(BuildingCell.division_id == division.id)
    )
    return dict(rows.all())


def codes_of(notes: list[Finding]) -> list[str]:
    """Give the codes of findings, sorted."""
    return sorted(note.code for note in notes)


def test_assignment_equals_geopandas(session: Session, community: Community) -> None:
    """The one PostGIS statement and a spatial join of representative points say the same."""
    random = np.random.default_rng(7)
    corners = random.uniform((-0.2, -0.2), (4.0, 2.0), size=(400, 2))
    sizes = random.uniform(0.01, 0.3, size=(400, 2))
    shapes = [square(*corner, *size) for corner, size in zip(corners, sizes, strict=True)]
    shapes[::9] = [shape.centroid for shape in shapes[::9]]
    add_buildings(session, community, shapes)
    frame = cells_frame(*(square(x, y) for x in range(4) for y in range(2) if (x, y) != (3, 1)))
    division = publish(session, community, frame)

    cells = gpd.GeoDataFrame(
        session.execute(select(Cell.code).where(Cell.division_id == division.id)).all(),
        columns=["code"],
        geometry=list(session.scalars(select(Cell.shape).where(Cell.division_id == division.id))),
        crs=4326,
    )
    points = gpd.GeoDataFrame(
        {"key": [str(i) for i in range(len(shapes))]},
        geometry=gpd.GeoSeries(shapes, crs=4326).representative_point(),
    )
    joined = gpd.sjoin(points, cells, predicate="intersects").sort_values("code")
    expected = joined.drop_duplicates("key").set_index("key")["code"].to_dict()
    assert 250 < len(expected) < 400
    assert placed(session, division) == expected


def test_shared_edge_goes_to_the_lower_code(session: Session, community: Community) -> None:
    """A point exactly between two cells is in one of them, always the same."""
    add_buildings(session, community, [Point(WEST + STEP, SOUTH + STEP / 2)])
    division = publish(session, community, cells_frame(square(0, 0, 1, 2), square(1, 0, 3, 2)))
    assert placed(session, division) == {"0": "110108010024001"}


def test_by_hand_stays_when_computed_again(session: Session, community: Community) -> None:
    """Somebody's decision outlives recomputation, and its reason is in the audit log."""
    (building,) = add_buildings(session, community, [square(0.2, 0.2, 0.1, 0.1)])
    division = publish(session, community, cells_frame(square(0, 0, 2, 2), square(2, 0, 2, 2)))
    other = session.scalars(select(Cell).where(Cell.code.endswith("002"))).one()
    with pytest.raises(InputRefused, match="Say why"):
        areas.place_by_hand(session, division, building, other, reason=" ", at=NOW, by=None)
    areas.place_by_hand(
        session, division, building, other, reason="the gate opens east", at=NOW, by=None
    )
    session.flush()
    done = areas.assign_buildings(session, division)
    assert placed(session, division) == {"0": other.code}
    assert (done.changed, done.by_hand) == (0, 1)
    entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "place_by_hand")).one()
    assert entry.details == {"cell": other.code, "reason": "the gate opens east"}


def test_assigning_again_writes_nothing(session: Session, community: Community) -> None:
    """A second run finds everything in place."""
    add_buildings(session, community, [square(x + 0.2, 0.2, 0.1, 0.1) for x in range(4)])
    division = publish(session, community, cells_frame(square(0, 0, 4, 2)))
    done = areas.assign_buildings(session, division)
    assert (done.placed, done.changed, done.taken_out, done.in_no_cell) == (4, 0, 0, 0)


def test_moved_building_follows_its_footprint(session: Session, community: Community) -> None:
    """Only the named buildings are looked at again."""
    first, second = add_buildings(
        session, community, [square(0.2, 0.2, 0.1, 0.1), square(0.4, 0.2, 0.1, 0.1)]
    )
    division = publish(session, community, cells_frame(square(0, 0, 2, 2), square(2, 0, 2, 2)))
    first.footprint = square(3.2, 0.2, 0.1, 0.1)
    second.footprint = square(9, 9, 0.1, 0.1)
    session.flush()
    areas.assign_buildings(session, division, [first.id])
    assert placed(session, division) == {"0": "110108010024002", "1": "110108010024001"}
    areas.assign_buildings(session, division, [second.id])
    assert placed(session, division) == {"0": "110108010024002"}


def test_faulty_divisions_are_noted(session: Session, community: Community) -> None:
    """Gaps, overlaps, stray and astride buildings are findings with a place."""
    add_buildings(
        session,
        community,
        [square(0.1, 0.1, 0.1, 0.1), square(1.7, 0.2, 0.4, 0.1), square(3.5, 1.5, 0.1, 0.1)],
    )
    frame = cells_frame(square(0, 0, 2, 2), square(1.9, 0, 1.1, 2))
    notes = division_notes(session, publish(session, community, frame))
    assert codes_of(notes) == [
        "astride",
        "cell_gap",
        "cell_overlap",
        "cell_without_buildings",
        "in_no_cell",
    ]
    assert all(note.place is not None and str(note) for note in notes)


def test_same_cells_again_change_nothing(session: Session, community: Community) -> None:
    """Importing a file of cells twice keeps the division."""
    frame = cells_frame(square(0, 0, 2, 2), square(2, 0, 2, 2))
    first = publish(session, community, frame)
    assert publish(session, community, frame).id == first.id


def test_publishing_ends_the_division_before(session: Session, community: Community) -> None:
    """The old division stays readable until the day before; duties go on with their ground."""
    before = publish(session, community, cells_frame(square(0, 0, 2, 2), square(2, 0, 2, 2)))
    person = Person(community_id=community.id, key="p", name="赵一一")
    session.add(person)
    session.flush()
    old = session.scalars(select(Cell).where(Cell.code.endswith("001"))).one()
    since = TODAY - dt.timedelta(days=30)
    session.add(
        Duty(
            community_id=community.id,
            person_id=person.id,
            cell_id=old.id,
            role=DutyRole.CELL_LEADER,
            since=since,
        )
    )
    session.flush()
    later = TODAY + dt.timedelta(days=1)
    frame = cells_frame(square(0, 0, 1.5, 2), square(1.5, 0, 2.5, 2))
    after = publish(session, community, frame, later)
    assert (before.state, before.until) == (DivisionState.ENDED, TODAY)
    assert after.state is DivisionState.PUBLISHED
    assert session.scalar(select(func.count()).select_from(Cell)) == 4
    duties = session.execute(
        select(Duty.since, Duty.until, Cell.division_id)
        .join(Cell, Cell.id == Duty.cell_id)
        .order_by(Duty.since)
    ).all()
    assert duties == [(since, TODAY, before.id), (later, None, after.id)]


def test_duties_end_with_their_cell_and_planned_ones_move(
    session: Session, community: Community
) -> None:
    """A cell that is gone keeps nobody on duty; what begins later begins in the new cell."""
    publish(session, community, cells_frame(square(0, 0, 2, 2), square(2, 0, 2, 2)))
    person = Person(community_id=community.id, key="p", name="赵一一")
    session.add(person)
    session.flush()
    first, second = session.scalars(select(Cell).order_by(Cell.code)).all()
    later = TODAY + dt.timedelta(days=9)
    for cell, since in ((first, later), (second, TODAY - dt.timedelta(days=9)), (second, TODAY)):
        session.add(
            Duty(
                community_id=community.id,
                person_id=person.id,
                cell_id=cell.id,
                role=DutyRole.CELL_LEADER,
                since=since,
            )
        )
    session.flush()
    after = publish(session, community, cells_frame(square(0, 0, 3.5, 2)))
    duties = session.execute(
        select(Duty.since, Duty.until, Cell.division_id == after.id)
        .join(Cell, Cell.id == Duty.cell_id)
        .order_by(Duty.since)
    ).all()
    yesterday = TODAY - dt.timedelta(days=1)
    assert duties == [
        (TODAY - dt.timedelta(days=9), yesterday, False),
        (TODAY, TODAY, False),
        (later, None, True),
    ]


def test_own_code_of_a_community_without_digits(session: Session) -> None:
    """A community may have no code yet; its cells are numbered all the same."""
    place = areas.add_community(session, name="铁工", code="tiegong", at=NOW, by=None)
    areas.set_boundary(place, square(0, 0, 4, 2))
    division = publish(session, place, cells_frame(square(2, 0, 2, 2), square(0, 0, 2, 2)))
    found = session.scalars(select(Cell.code).where(Cell.division_id == division.id)).all()
    assert sorted(found) == ["tiegong-001", "tiegong-002"]


@pytest.mark.parametrize(
    ("name", "code", "words"),
    [("", "1101", "name"), ("甲", "a b", "not a code"), ("甲", "110108010024", "already")],
)
def test_bad_communities_are_refused(
    session: Session, community: Community, name: str, code: str, words: str
) -> None:
    """Each refusal says what is wrong."""
    with pytest.raises(InputRefused, match=words):
        areas.add_community(session, name=name, code=code, at=NOW, by=None)


def test_two_cells_of_one_code_are_refused(session: Session, community: Community) -> None:
    """Nothing is written."""
    frame = cells_frame(square(0, 0), square(1, 0), codes=["110108010024001"] * 2)
    with pytest.raises(InputRefused, match="Two cells"):
        publish(session, community, frame)
    assert session.scalar(select(func.count()).select_from(Division)) == 0
