"""Buildings placed by hand, merged and split: nothing that hung on them is lost."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from shapely import LineString, MultiPolygon, Point
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import (
    AuditEntry,
    Building,
    BuildingCell,
    Community,
    Division,
    DivisionState,
    Duty,
    DutyRole,
    Entrance,
    Household,
    Issue,
    IssueHarm,
    Person,
)
from app.services import areas, buildings
from app.services.duties import find_or_add_household
from geodata.errors import InputRefused
from tests.division_support import (
    NOW,
    TODAY,
    add_community,
    add_houses,
    appoint,
    cell,
    house,
    publish,
    square,
    strips,
)
from tests.imports_support import bring_in, write_rows

LEAD = DutyRole.BUILDING_LEAD


@pytest.fixture
def community(session: Session) -> Community:
    """Give twelve houses of ten households in three cells of four."""
    community = add_community(session)
    add_houses(session, community, [10] * 12)
    publish(session, community, strips(4, 8, 12))
    return community


def cell_of(session: Session, building: Building) -> BuildingCell | None:
    """Say where a building is in the division that holds."""
    return session.scalar(select(BuildingCell).where(BuildingCell.building_id == building.id))


def door(session: Session, building: Building, name: str, x: float) -> Entrance:
    """Add an entrance at a place in steps from the west."""
    made = Entrance(
        community_id=building.community_id,
        building_id=building.id,
        key=f"{building.key}-{name}",
        name=name,
        point=Point(square(x, 0.4).exterior.coords[3]),
    )
    session.add(made)
    session.flush()
    return made


def report(session: Session, building: Building, ref: str, point: Point | None = None) -> Issue:
    """Report an issue at a building."""
    issue = Issue(
        community_id=building.community_id, building_id=building.id, source_ref=ref,
        category="x", title=ref, reported_at=NOW, point=point,
    )  # fmt: skip
    session.add(issue)
    session.flush()
    return issue


def merge(session: Session, kept: Building, other: Building) -> None:
    """Merge today."""
    buildings.merge_buildings(session, kept, other, on=TODAY, at=NOW, by=None)


def side_by_side(session: Session) -> tuple[Building, Building]:
    """Give two houses that touch."""
    kept, other = house(session, 4), house(session, 5)
    other.footprint = square(3.7, 0.4, 0.4, 0.2)
    session.flush()
    return kept, other


# By hand.


def test_placed_by_hand_until_taken_back(session: Session, community: Community) -> None:
    """Computing again keeps a decision; issues follow it, and go back with it."""
    fourth, division = house(session, 4), cell(session, _holds(session), 1).division
    issue = report(session, fourth, "1")
    second = cell(session, division, 2)
    buildings.place_in_cell(session, fourth, second, reason="大门朝东", at=NOW, by=None)
    assert areas.assign_buildings(session, division).by_hand == 1
    placed = cell_of(session, fourth)
    assert placed is not None
    assert (placed.cell_id, placed.by_hand, placed.reason) == (second.id, True, "大门朝东")
    session.refresh(issue)
    assert issue.cell_id == second.id
    buildings.take_back_placement(session, fourth, at=NOW, by=None)
    placed = cell_of(session, fourth)
    assert placed is not None
    assert (placed.cell_id, placed.by_hand, placed.reason) == (
        cell(session, division, 1).id, False, "",
    )  # fmt: skip
    session.refresh(issue)
    assert issue.cell_id == placed.cell_id
    with pytest.raises(InputRefused, match="nothing to undo"):
        buildings.take_back_placement(session, fourth, at=NOW, by=None)
    actions = session.scalars(select(AuditEntry.action).where(AuditEntry.thing_kind == "building"))
    assert list(actions) == ["place_by_hand", "take_back_placement"]


def _holds(session: Session) -> Division:
    """Give the division that holds."""
    return session.scalars(select(Division).where(Division.state == DivisionState.PUBLISHED)).one()


@pytest.mark.parametrize(("reason", "words"), [(" ", "Say why"), ("好", "another division")])
def test_placements_that_cannot_be(
    session: Session, community: Community, reason: str, words: str
) -> None:
    fourth, ended = house(session, 4), _holds(session)
    goal = cell(session, ended, 2)
    if reason.strip():
        publish(session, community, strips(6, 12), on=TODAY)
    with pytest.raises(InputRefused, match=words):
        buildings.place_in_cell(session, fourth, goal, reason=reason, at=NOW, by=None)


# Merging.


def test_the_survivor_takes_over_everything(session: Session, community: Community) -> None:
    """Duties, doors, entrances, issues, harm and homes go on; the other is gone, not deleted."""
    kept, other = side_by_side(session)
    for building, x in ((kept, 3.3), (other, 4.3)):
        door(session, building, "1单元", x)
        find_or_add_household(session, building, "301")
    held = appoint(session, "甲", LEAD, building_id=other.id)
    flat = session.scalars(select(Household).where(Household.building_id == other.id)).one()
    contact = appoint(session, "乙", DutyRole.MEMBER_CONTACT, household_id=flat.id)
    issue = report(session, other, "1")
    harming = report(session, house(session, 6), "2")
    session.add(IssueHarm(issue_id=harming.id, building_id=other.id))
    home = session.get_one(Person, held.person_id)
    home.home_building_id = other.id
    area = kept.footprint.area + other.footprint.area
    merge(session, kept, other)
    session.expire_all()
    assert kept.footprint.area == pytest.approx(area)
    assert (kept.key, kept.number, kept.households) == ("4", "4", 20)
    assert other.vanished_on == TODAY
    assert cell_of(session, other) is None
    assert (held.building_id, held.until) == (kept.id, None)
    names = {one.name for one in session.scalars(select(Entrance)) if one.building_id == kept.id}
    assert names == {"1单元", "5号楼1单元"}
    assert flat.vanished_on == TODAY
    same = session.get_one(Household, contact.household_id)
    assert (same.building_id, same.number, same.vanished_on) == (kept.id, "301", None)
    assert (issue.building_id, home.home_building_id) == (kept.id, kept.id)
    assert session.scalars(select(IssueHarm.building_id)).all() == [kept.id]


def test_who_holds_both_holds_one(session: Session, community: Community) -> None:
    """The second of two equal duties ends with a reason; one of the past moves as it was."""
    kept, other = side_by_side(session)
    first = appoint(session, "甲", LEAD, building_id=kept.id)
    second = Duty(
        community_id=community.id, person_id=first.person_id, building_id=other.id,
        role=LEAD, since=first.since,
    )  # fmt: skip
    earlier = Duty(
        community_id=community.id, person_id=first.person_id, building_id=other.id,
        role=LEAD, since=dt.date(2025, 1, 1), until=dt.date(2025, 6, 30),
    )  # fmt: skip
    session.add_all([second, earlier])
    session.flush()
    merge(session, kept, other)
    session.expire_all()
    assert (first.building_id, first.until) == (kept.id, None)
    assert (second.building_id, second.until, second.end_reason) == (
        other.id, TODAY, "并入4号楼",
    )  # fmt: skip
    assert (earlier.building_id, earlier.until) == (kept.id, dt.date(2025, 6, 30))


def test_mergers_that_cannot_be(session: Session, community: Community) -> None:
    first, second, last = (house(session, number) for number in (1, 2, 12))
    for other, words in ((first, "same one"), (last, "lies 9[0-9][0-9] m away")):
        with pytest.raises(InputRefused, match=words):
            merge(session, first, other)
    second.vanished_on = TODAY
    session.flush()
    with pytest.raises(InputRefused, match="gone since 2026-11-22"):
        merge(session, first, second)


# Splitting.


def test_split_along_a_line(session: Session, community: Community) -> None:
    """The larger part stays what it was; stairs and issues go with the part they are nearest."""
    fourth = house(session, 4)
    west, east = door(session, fourth, "1单元", 3.3), door(session, fourth, "2单元", 3.68)
    stairs = appoint(session, "甲", DutyRole.ENTRANCE_LEAD, entrance_id=east.id)
    lead = appoint(session, "乙", LEAD, building_id=fourth.id)
    flat = find_or_add_household(session, fourth, "301", east)
    issues = [report(session, fourth, str(n), one.point) for n, one in enumerate((west, east))]
    footprint = fourth.footprint
    line = LineString([square(3.6, 0).exterior.coords[3], square(3.6, 1).exterior.coords[3]])
    new = buildings.split_along(session, fourth, line, number="4附1", at=NOW, by=None)
    session.expire_all()
    assert (new.key, new.number, new.kind, new.levels) == ("4~2", "4附1", fourth.kind, 6)
    assert fourth.footprint.union(new.footprint).symmetric_difference(footprint).area < 1e-15
    assert (fourth.households, new.households) == (8, 2)
    assert (west.building_id, east.building_id, flat.building_id) == (fourth.id, new.id, new.id)
    assert (stairs.entrance_id, lead.building_id) == (east.id, fourth.id)
    assert [issue.building_id for issue in issues] == [fourth.id, new.id]
    placed = cell_of(session, new)
    assert placed is not None
    assert placed.cell_id == cell_of(session, fourth).cell_id


def test_split_into_its_parts(session: Session, community: Community) -> None:
    """Where the whole was placed by hand, its parts are."""
    fourth = house(session, 4)
    small = square(4.3, 0.4, 0.2, 0.2)
    fourth.footprint = MultiPolygon([small, fourth.footprint])
    goal = cell(session, _holds(session), 3)
    buildings.place_in_cell(session, fourth, goal, reason="同一大院", at=NOW, by=None)
    (new,) = buildings.split_into_parts(session, fourth, number="4乙", at=NOW, by=None)
    assert new.footprint.equals(small)
    placed = cell_of(session, new)
    assert placed is not None
    assert (placed.cell_id, placed.reason) == (goal.id, "同一大院")
    with pytest.raises(InputRefused, match="in one part"):
        buildings.split_into_parts(session, fourth, number="4丙", at=NOW, by=None)


def test_splits_that_cannot_be(session: Session, community: Community) -> None:
    fourth = house(session, 4)
    beside = LineString([square(5, 0).exterior.coords[3], square(5, 1).exterior.coords[3]])
    through = LineString([square(3.6, 0).exterior.coords[3], square(3.6, 1).exterior.coords[3]])
    for line, number, words in (
        (beside, "4附1", "does not cut"),
        (through, " ", "Give the number"),
        (through, "5", "already a building with the number 5"),
    ):
        with pytest.raises(InputRefused, match=words):
            buildings.split_along(session, fourth, line, number=number, at=NOW, by=None)
    fourth.footprint = fourth.footprint.centroid
    with pytest.raises(InputRefused, match="Only a point"):
        buildings.split_along(session, fourth, through, number="4附1", at=NOW, by=None)


# A survey after that.


def test_a_survey_that_still_has_both(
    session: Session, community: Community, tmp_path: Path
) -> None:
    """It brings the other back under its own key; what went to the survivor stays there."""
    kept, other = side_by_side(session)
    rows = [
        (one.footprint, {"id": one.key, "楼号": one.number})
        for one in session.scalars(select(Building))
    ]
    lead = appoint(session, "甲", LEAD, building_id=other.id)
    merge(session, kept, other)
    result = bring_in(session, community, "buildings", write_rows(tmp_path / "b.json", rows))
    assert (result.counts.added, result.counts.changed, result.counts.vanished) == (0, 2, 0)
    session.expire_all()
    assert other.vanished_on is None
    assert (lead.building_id, lead.until) == (kept.id, None)


def test_a_survey_after_a_split_and_a_placement(
    session: Session, community: Community, tmp_path: Path
) -> None:
    """Keys stay, what was decided stays, and duties of the survivor are where they were."""
    fourth = house(session, 4)
    goal = cell(session, _holds(session), 2)
    buildings.place_in_cell(session, fourth, goal, reason="大门朝东", at=NOW, by=None)
    lead = appoint(session, "甲", LEAD, building_id=fourth.id)
    rows = [
        (one.footprint, {"id": one.key, "楼号": one.number, "户数": 11})
        for one in session.scalars(select(Building))
    ]
    result = bring_in(session, community, "buildings", write_rows(tmp_path / "b.json", rows))
    assert (result.counts.changed, result.counts.vanished) == (12, 0)
    session.expire_all()
    placed = cell_of(session, fourth)
    assert placed is not None
    assert (fourth.households, placed.cell_id, placed.by_hand) == (11, goal.id, True)
    assert lead.building_id == fourth.id
