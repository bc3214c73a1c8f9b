"""Drafts: each step is stored at once, keeps the ground tiled, and can be undone to the digit."""

from __future__ import annotations

from typing import Any

import pytest
import shapely
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models import (
    AuditEntry, Building, BuildingCell, Cell, Community, Division, DivisionState, DivisionStep,
)  # fmt: skip
from app.queries.scope import Viewer
from app.services import areas, drafts
from app.services.drafts import steps
from geodata.errors import InputRefused
from tests.drafts_support import (
    NOW, SOUTH, STEP, TODAY, WEST, at, cell_ids, everything, make_draft,
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
    return {
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
    "kind", [steps.Split, steps.Merge, steps.Drag, steps.Draw, steps.Describe]
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
