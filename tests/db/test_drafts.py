"""Drafts: each step is stored at once, keeps the ground tiled, and can be undone to the digit."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import pandas as pd
import pytest
import shapely
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
    DivisionStep,
)  # fmt: skip
from app.queries.scope import Viewer
from app.services import areas, drafts
from app.services.drafts import steps
from geodata.errors import InputRefused
from geodata.estimate import estimate_households
from tests.drafts_support import (
    NOW,
    SOUTH,
    STEP,
    TODAY,
    WEST,
    at,
    cell_ids,
    everything,
    make_draft,
)  # fmt: skip


@pytest.fixture
def made(session: Session) -> tuple[Community, Division]:
    return make_draft(session)


@pytest.fixture
def draft(made: tuple[Community, Division]) -> Division:
    return made[1]


def take(session: Session, draft: Division, kind: type[steps.Turn], **what: Any) -> drafts.Taken:
    """Take a step at the newest revision."""
    name = kind.__name__.lower()
    step = kind.model_validate({"revision": draft.revision, "kind": name, **what})
    return drafts.take_step(session, draft, step, at=NOW, by=None)


def state_of(session: Session, draft: Division) -> drafts.DraftState:
    return drafts.draft_state(session, draft, Viewer(TODAY), NOW)


def all_steps(session: Session, draft: Division) -> dict[type[steps.Turn], dict[str, Any]]:
    """Give one step of each kind that can be taken at once."""
    ids = cell_ids(session, draft)
    houses = dict(session.execute(select(Building.number, Building.id)).all())
    return {
        steps.Move: {"buildings": [houses["03"], houses["13"]], "to": ids["003"]},
        steps.Split: {"cell": ids["001"], "line": [at(1.97, 1.5), at(2.03, 4.5)]},
        steps.Merge: {"cells": [ids["002"], ids["003"]]},
        steps.Drag: {"moves": [{"from": at(2, 2), "to": at(2.0, 1.93)}]},
        steps.Draw: {"ring": [at(1.45, 1.45), at(2.55, 1.45), at(2.55, 2.55), at(1.45, 2.55)]},
        steps.Describe: {"cell": ids["001"], "name": "北", "cell_kind": "exclusive"},
    }


def test_a_draft_is_what_holds_today(session: Session, draft: Division) -> None:
    """A draft of the published division has its cells, its buildings and no findings."""
    state = state_of(session, draft)
    assert [cell.code[-3:] for cell in state.cells] == ["001", "002", "003"]
    assert [cell.buildings for cell in state.cells] == [24, 12, 12]
    assert state.findings == ()
    assert (state.undo, state.redo, state.division.revision) == (None, None, 0)


@pytest.mark.parametrize(
    "kind", [steps.Split, steps.Merge, steps.Move, steps.Drag, steps.Draw, steps.Describe]
)
def test_each_step_is_undone_and_done_again(
    session: Session, draft: Division, kind: type[steps.Turn]
) -> None:
    """Back and forth, to the last digit, and the ground stays tiled."""
    before = everything(session, draft)
    take(session, draft, kind, **all_steps(session, draft)[kind])
    after = everything(session, draft)
    assert after != before
    shapes = session.scalars(select(Cell.shape).where(Cell.division_id == draft.id)).all()
    assert shapely.coverage_is_valid(shapes)
    assert shapely.coverage_union_all(shapes).area == pytest.approx(16 * STEP**2, rel=1e-12)
    # A new cell has the next free number, until all are numbered anew.
    assert {found.code for found in state_of(session, draft).findings} <= {"cell_code_order"}
    drafts.undo(session, draft, draft.revision, at=NOW, by=None)
    assert everything(session, draft) == before
    drafts.redo(session, draft, draft.revision, at=NOW, by=None)
    assert everything(session, draft) == after
    assert draft.revision == 3


def test_ground_moves_with_the_buildings(session: Session, draft: Division) -> None:
    """The two buildings are in the other cell, and no other has changed its own."""
    ids = cell_ids(session, draft)
    was = dict(everything(session, draft)[1][i][:2] for i in range(48))
    what = all_steps(session, draft)[steps.Move]
    take(session, draft, steps.Move, **what)
    now = {row[0]: row[1] for row in everything(session, draft)[1]}
    assert {key for key in now if now[key] != was[key]} == set(what["buildings"])
    assert {now[key] for key in what["buildings"]} == {ids["003"]}


def test_a_building_between_must_move_too(session: Session, draft: Division) -> None:
    """What does not border on the cell cannot go there, and nothing changes."""
    houses = dict(session.execute(select(Building.number, Building.id)).all())
    before = everything(session, draft)
    with (
        pytest.raises(InputRefused, match=r"do not border on .*: 00\."),
        session.begin_nested(),
    ):
        take(
            session, draft, steps.Move, buildings=[houses["00"]], to=cell_ids(session, draft)["003"]
        )
    session.refresh(draft)
    assert (draft.revision, everything(session, draft)) == (0, before)


def test_who_comes_second_is_told(session: Session, draft: Division) -> None:
    """An old revision is refused, with what was done meanwhile."""
    take(session, draft, steps.Describe, cell=cell_ids(session, draft)["001"], name="北")
    with pytest.raises(drafts.Outdated) as caught:
        drafts.undo(session, draft, 0, at=NOW, by=None)
    assert caught.value.at == NOW
    assert caught.value.what[0] == "Describe %(cell)s"


def test_published_divisions_are_not_edited(
    session: Session, made: tuple[Community, Division]
) -> None:
    """Neither stepped, nor renamed, nor dropped."""
    published = session.scalars(
        select(Division).where(Division.state == DivisionState.PUBLISHED)
    ).one()
    cell = cell_ids(session, published)["001"]
    with pytest.raises(drafts.DraftClosed):
        take(session, published, steps.Describe, cell=cell, name="北")
    with pytest.raises(drafts.DraftClosed):
        drafts.rename_draft(session, published, "新", 0, at=NOW, by=None)
    with pytest.raises(drafts.DraftClosed):
        drafts.drop_draft(session, published, at=NOW, by=None)


def test_placements_by_hand_stay(session: Session, draft: Division) -> None:
    """They are copied, go with a merge, come back with undo, and end when the ground follows."""
    house = session.scalars(select(Building).where(Building.number == "03")).one()
    ids = cell_ids(session, draft)
    other = session.get(Cell, ids["003"])
    assert other is not None
    areas.place_by_hand(session, draft, house, other, reason="gate", at=NOW, by=None)
    session.flush()

    def placed() -> tuple[int, bool, str]:
        row = session.execute(
            select(BuildingCell.cell_id, BuildingCell.by_hand, BuildingCell.reason).where(
                BuildingCell.building_id == house.id, BuildingCell.division_id == draft.id
            )
        ).one()
        return tuple(row)

    take(session, draft, steps.Merge, cells=[ids["001"], ids["003"]])
    assert placed() == (ids["001"], True, "gate")
    drafts.undo(session, draft, draft.revision, at=NOW, by=None)
    assert placed() == (ids["003"], True, "gate")
    take(session, draft, steps.Move, buildings=[house.id], to=ids["003"])
    assert placed() == (ids["003"], False, "")
    drafts.undo(session, draft, draft.revision, at=NOW, by=None)
    assert placed() == (ids["003"], True, "gate")


def test_a_new_step_takes_the_place_of_undone_ones(session: Session, draft: Division) -> None:
    """What was undone cannot be done again after something else was done."""
    ids = cell_ids(session, draft)
    take(session, draft, steps.Merge, cells=[ids["002"], ids["003"]])
    drafts.undo(session, draft, draft.revision, at=NOW, by=None)
    take(session, draft, steps.Describe, cell=ids["001"], name="北")
    with pytest.raises(InputRefused, match="nothing to do again"), session.begin_nested():
        drafts.redo(session, draft, draft.revision, at=NOW, by=None)
    session.refresh(draft)
    drafts.undo(session, draft, draft.revision, at=NOW, by=None)
    with pytest.raises(InputRefused, match="nothing to undo"), session.begin_nested():
        drafts.undo(session, draft, draft.revision, at=NOW, by=None)


def test_codes_change_places(session: Session, draft: Division) -> None:
    """Numbering anew swaps codes, and undoing swaps them back; names that say the number follow."""
    ids = cell_ids(session, draft)
    take(session, draft, steps.Split, cell=ids["001"], line=[at(2.02, 1.5), at(2.02, 4.5)])
    split = everything(session, draft)
    take(session, draft, steps.Renumber)
    rows = session.execute(
        select(Cell.code, Cell.name, Cell.shape)
        .where(Cell.division_id == draft.id)
        .order_by(Cell.code)
    ).all()
    west = [
        (round(row.shape.bounds[0] - WEST, 4), round(row.shape.bounds[1] - SOUTH, 4))
        for row in rows
    ]
    assert west == [(0.0, 0.002), (0.002, 0.002), (0.0, 0.0), (0.002, 0.0)]
    assert [row.name for row in rows] == [f"第{number}网格" for number in (1, 2, 3, 4)]
    drafts.undo(session, draft, draft.revision, at=NOW, by=None)
    assert everything(session, draft) == split


def test_dropping_leaves_a_line_in_the_audit_log(session: Session, draft: Division) -> None:
    """Cells, steps and placements go; that there was a draft stays known."""
    take(session, draft, steps.Describe, cell=cell_ids(session, draft)["001"], name="北")
    key = draft.id
    drafts.drop_draft(session, draft, at=NOW, by=None)
    for table in (Cell, DivisionStep, BuildingCell):
        left = select(func.count()).select_from(table).where(table.division_id == key)
        assert session.scalar(left) == 0
    entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "drop_draft")).one()
    assert entry.details == {"name": "试划"}


def test_estimates_agree_with_geodata(session: Session, draft: Division) -> None:
    """The store estimates households as geodata.estimate does, and says how many it did."""
    houses = session.scalars(select(Building)).all()
    frame = gpd.GeoDataFrame(
        {
            "kind": [house.kind.value for house in houses],
            "levels": pd.array([house.levels for house in houses], dtype="Int64"),
            "households": pd.array([house.households for house in houses], dtype="Int64"),
        },
        geometry=[house.footprint for house in houses],
        crs=4326,
    )
    expected = estimate_households(frame)
    cells = state_of(session, draft).cells
    assert sum(cell.households for cell in cells) == pytest.approx(
        expected["households"].sum(), rel=0.01
    )
    estimated = expected["households"][expected["estimated"]].sum()
    assert sum(cell.estimated for cell in cells) == pytest.approx(estimated, rel=0.01)
