"""Checks of a division in the store, and what its draft would leave without anybody."""

from __future__ import annotations

import pytest
from shapely import LineString
from sqlalchemy.orm import Session

from app.models import Community, Division, DutyRole, Entrance, Path
from app.services import areas
from app.services.areas.notes import division_notes
from geodata.findings import Finding, Severity
from tests.division_support import (
    CODE,
    TODAY,
    add_community,
    add_houses,
    appoint,
    cell,
    draft,
    house,
    publish,
    square,
    strips,
)


@pytest.fixture
def community(session: Session) -> Community:
    """Give twelve houses of ten households each."""
    community = add_community(session)
    add_houses(session, community, [10] * 12)
    return community


def check(session: Session, division: Division) -> list[Finding]:
    """Check a division as of today."""
    areas.settle(session, division)
    return areas.check_division(session, division, on=TODAY)


def found(findings: list[Finding]) -> dict[str, list[Finding]]:
    """Sort findings by code."""
    sorts: dict[str, list[Finding]] = {}
    for finding in findings:
        sorts.setdefault(finding.code, []).append(finding)
    return sorts


def test_a_sound_division_has_only_vacancies(session: Session, community: Community) -> None:
    """Nobody is appointed yet: one finding a cell, and nothing that blocks."""
    division = draft(session, community, strips(4, 8, 12))
    findings = check(session, division)
    assert [finding.code for finding in findings] == ["cell_vacant"] * 3
    assert {finding.severity for finding in findings} == {Severity.WARNING}
    assert [finding.params["buildings"] for finding in findings] == [4, 4, 4]
    assert findings[0].params["cell_id"] == cell(session, division, 1).id


def test_faults_that_block_come_first(session: Session, community: Community) -> None:
    """A gap, an overlap and a wrong code are errors; a split house is to be looked at."""
    frame = strips(3.5, 8, 11)
    frame.loc[1, "geometry"] = square(3, 0, 5, 1)
    frame["code"] = [f"{CODE}001", "110108010025002", f"{CODE}003"]
    findings = check(session, draft(session, community, frame))
    by_code = found(findings)
    errors = [finding.code for finding in findings if finding.severity is Severity.ERROR]
    assert sorted(errors) == ["cell_code_wrong", "cell_gap", "cell_overlap"]
    assert [finding.code for finding in findings[:3]] == errors
    assert by_code["in_no_cell"][0].params["building_id"] == house(session, 12).id
    assert "第3网格" not in str(by_code["cell_overlap"][0])
    assert str(by_code["cell_overlap"][0]).startswith("第2网格 and 第1网格 overlap")


def test_wished_range_and_empty_cells(session: Session, community: Community) -> None:
    """Households are measured by the wish that is kept with the draft."""
    division = draft(session, community, strips(2, 8, 11.9, 12))
    division.wish = {"households": [30, 50]}
    by_code = found(check(session, division))
    assert [one.params["households"] for one in by_code["households_outside_wish"]] == [20, 60]
    assert [one.params["cell"] for one in by_code["cell_without_buildings"]] == ["第4网格"]


def test_a_railway_parts_a_cell_unless_one_can_cross(
    session: Session, community: Community
) -> None:
    """Paths in the store say where one gets across."""
    rails = LineString([square(5, 0).exterior.coords[3], square(5, 1).exterior.coords[3]])
    session.add(Path(community_id=community.id, key="r", kind="rail", line=rails))
    session.flush()
    division = draft(session, community, strips(8, 12))
    (apart,) = found(check(session, division))["cell_apart_on_foot"]
    assert (apart.params["cell"], apart.params["buildings"]) == ("第1网格", 3)
    way = LineString([square(4, 0.5).exterior.coords[3], square(7, 0.5).exterior.coords[3]])
    session.add(Path(community_id=community.id, key="w", kind="footway", line=way))
    session.flush()
    assert "cell_apart_on_foot" not in found(check(session, division))


def test_vacancies_are_those_after_publishing(session: Session, community: Community) -> None:
    """Whoever leads a cell that goes on is not missing; entrances count where they are expected."""
    before = publish(session, community, strips(4, 8, 12))
    appoint(session, "甲", DutyRole.CELL_LEADER, cell_id=cell(session, before, 1).id)
    appoint(session, "乙", DutyRole.BUILDING_LEAD, building_id=house(session, 1).id)
    for number in (1, 2):
        session.add(
            Entrance(
                community_id=community.id, building_id=house(session, number).id,
                key=f"{number}-1", point=house(session, number).footprint.centroid,
            )
        )  # fmt: skip
    session.flush()
    after = draft(session, community, strips(3, 8, 12, codes=[3, 2, 1]))
    by_code = found(check(session, after))
    assert [one.params["cell"] for one in by_code["cell_vacant"]] == ["第1网格", "第2网格"]
    (places,) = by_code["places_vacant"]
    assert (places.params["cell"], places.params["buildings"]) == ("第3网格", 2)
    assert places.params["entrances"] == 0
    community.expected_duties = ["entrance_lead:entrance"]
    session.flush()
    (stairs,) = check(session, after)[1:]
    assert (stairs.code, stairs.params["entrances"]) == ("places_vacant", 2)


def test_notes_are_kept_without_who_answers(session: Session, community: Community) -> None:
    """The map shows what is wrong with the ground; duties change every day."""
    division = publish(session, community, strips(4, 11.5))
    codes = {note.code for note in division_notes(session, division)}
    assert codes == {"cell_gap", "in_no_cell"}


def test_order_is_proposed_for_drafts_only(session: Session, community: Community) -> None:
    """Codes under which a division is published are what people know."""
    frame = strips(4, 8, 12, codes=[3, 2, 1])
    assert "cell_code_order" in found(check(session, draft(session, community, frame)))
    assert "cell_code_order" not in found(check(session, publish(session, community, frame)))
