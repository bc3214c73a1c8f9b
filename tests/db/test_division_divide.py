"""Dividing a community in the store: drafts of what the solver found, or a clear refusal."""

from __future__ import annotations

import datetime as dt

import pytest
from shapely import LineString
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models import (
    Building,
    BuildingCell,
    BuildingKind,
    Cell,
    CellKind,
    Community,
    Division,
    DivisionState,
    Estate,
    Path,
)
from app.services import areas
from app.services.areas.divide import DivideWish, divide_community, divide_variants
from geodata.errors import InputRefused
from tests.division_support import CODE, NOW, SINCE, add_community, square

COLUMNS, ROWS = 8, 4
QUICK = DivideWish(cells=4, time_limit_s=1.0)


@pytest.fixture
def community(session: Session) -> Community:
    """Give 8 by 4 houses of ten households, with a street between each two columns."""
    community = add_community(session, COLUMNS)
    for number in range(COLUMNS * ROWS):
        x, y = number % COLUMNS, number // COLUMNS
        session.add(
            Building(
                community_id=community.id, key=f"b{number}", number=str(number),
                kind=BuildingKind.APARTMENT, levels=6, households=10,
                footprint=square(x + 0.3, 0.05 + y / ROWS, 0.4, 0.15),
            )
        )  # fmt: skip
    for x in range(2, COLUMNS, 2):
        ends = [square(x, y).exterior.coords[3] for y in (0, 1)]
        session.add(
            Path(community_id=community.id, key=f"p{x}", kind="residential", line=LineString(ends))
        )
    session.flush()
    return community


def divide(session: Session, community: Community, wish: DivideWish, name: str = "") -> Division:
    """Divide now."""
    return divide_community(session, community, wish, name=name, at=NOW, by=None)


def cells(session: Session, division: Division) -> list[Cell]:
    """Give the cells by code."""
    rows = select(Cell).where(Cell.division_id == division.id).order_by(Cell.code)
    return list(session.scalars(rows))


def test_a_draft_with_report_and_wish(session: Session, community: Community) -> None:
    """Every house is in a cell, the figures are kept, and nothing is published."""
    division = divide(session, community, QUICK, "甲")
    assert (division.name, division.state) == ("甲", DivisionState.DRAFT)
    placed = session.scalar(
        select(func.count())
        .select_from(BuildingCell)
        .where(BuildingCell.division_id == division.id)
    )
    assert placed == COLUMNS * ROWS
    assert [cell.code for cell in cells(session, division)] == [
        f"{CODE}{number:03d}" for number in range(1, 5)
    ]
    assert division.report["cells"] == 4
    assert division.report["largest_deviation"] == 0
    assert (division.wish["cells"], division.wish["variant"]) == (4, "balance")
    findings = areas.check_division(session, division, on=SINCE)
    assert {finding.code for finding in findings} == {"cell_vacant"}


def test_a_range_instead_of_a_number(session: Session, community: Community) -> None:
    """320 households in cells of 70 to 90 make four."""
    division = divide(session, community, DivideWish(households=(70, 90), time_limit_s=1.0))
    assert len(cells(session, division)) == 4
    assert division.wish["households"] == [70, 90]
    assert division.name == "2026-11-22 均衡优先"


def test_stable_keeps_names_and_codes(session: Session, community: Community) -> None:
    """Cells that people know keep what they are called."""
    first = divide(session, community, QUICK)
    for cell, name in zip(cells(session, first), "东西南北", strict=True):
        cell.name = name
    cells(session, first)[0].kind = CellKind.GENERAL
    session.flush()
    areas.publish(session, first, on=SINCE, at=NOW, by=None)
    wish = DivideWish(cells=4, time_limit_s=1.0, variant="stable")
    again = divide(session, community, wish)
    assert [cell.name for cell in cells(session, again)] == list("东西南北")
    effects = areas.effects_of(session, _operator(), community, again, dt.date(2026, 11, 22))
    assert effects.comparison.moved.total == 0


def _operator() -> areas.effects.Viewer:
    """Give the operator."""
    return areas.effects.Viewer(on=dt.date(2026, 11, 22))


def test_a_compound_as_a_cell_of_its_own(session: Session, community: Community) -> None:
    """A school has no balance to keep."""
    shape = areas.as_multi(square(0, 0, 2, 1))
    session.add(Estate(community_id=community.id, key="school", name="小学", shape=shape))
    session.flush()
    wish = DivideWish(cells=3, time_limit_s=1.0, exclusive=("school",))
    kinds = [cell.kind for cell in cells(session, divide(session, community, wish))]
    assert sorted(kinds) == [CellKind.EXCLUSIVE, *[CellKind.GENERAL] * 3]
    with pytest.raises(InputRefused, match="no compound with the key market"):
        divide(session, community, DivideWish(cells=3, exclusive=("market",)))


def test_variants_to_choose_from(session: Session, community: Community) -> None:
    """Two where nothing holds yet; who stops gets what is done."""
    made = divide_variants(session, community, QUICK, name="甲", at=NOW, by=None)
    assert [division.name for division in made] == ["甲 均衡优先", "甲 沿街优先"]
    told: list[float] = []

    def stop(share: float, _: str) -> bool:
        told.append(share)
        return share < 0.4

    made = divide_variants(session, community, QUICK, name="乙", at=NOW, by=None, tell=stop)
    assert [division.variant for division in made] == ["balance"]
    assert told == sorted(told)
    assert len(cells(session, made[0])) == 4


@pytest.mark.parametrize(
    ("wish", "words"),
    [
        (DivideWish(), "Say how many cells, or how many households a cell may have."),
        (DivideWish(cells=3, households=(1, 2)), "not both"),
        (DivideWish(households=(90, 70)), "above the second"),
        (DivideWish(cells=0), "at least one"),
        (DivideWish(cells=33), "more than the 32 buildings"),
        (DivideWish(cells=3, variant="stable"), "No division holds yet"),
        (DivideWish(cells=3, keep_existing=True), "No division holds yet"),
    ],
)
def test_wishes_that_nobody_can_meet(
    session: Session, community: Community, wish: DivideWish, words: str
) -> None:
    """Each is refused with a sentence, and no draft is left."""
    with pytest.raises(InputRefused, match=words):
        divide(session, community, wish)
    assert session.scalar(select(func.count()).select_from(Division)) == 0


def test_ground_that_is_missing(session: Session) -> None:
    """What to import first is said."""
    place = areas.add_community(session, name="空", code="empty", at=NOW, by=None)
    with pytest.raises(InputRefused, match="no outline yet"):
        divide(session, place, QUICK)
    areas.set_boundary(place, square(0, 0))
    with pytest.raises(InputRefused, match="no buildings"):
        divide(session, place, QUICK)
