"""How a draft stands: its cells with live figures, findings, history, and who is at it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from app.models import Cell, Division, DivisionEditor, DivisionStep, User
from app.queries.scope import Viewer
from app.services.drafts.figures import CellFigures, Target, cell_figures, target_of
from app.services.drafts.findings import DraftFinding, draft_findings
from app.services.drafts.history import first_undone, last_done

ACTIVE = dt.timedelta(minutes=2)
"""Who asked for a draft within this time is editing it."""
MOST_CELLS = 3_000
DIGITS = 9
"""Of coordinates, a tenth of a millimetre: what comes back from a map names one corner."""


@dataclass(frozen=True)
class Editor:
    """Somebody who has the draft open; ``me`` is the asker."""

    name: str
    at: dt.datetime
    me: bool


@dataclass(frozen=True)
class DraftState:
    """All that the page of a draft shows; ``shapes`` are outlines by cell, each as GeoJSON."""

    division: Division
    undo: DivisionStep | None
    redo: DivisionStep | None
    editors: tuple[Editor, ...]
    target: Target
    cells: tuple[CellFigures, ...]
    findings: tuple[DraftFinding, ...]
    shapes: dict[int, str]


def draft_state(
    session: Session,
    division: Division,
    viewer: Viewer,
    at: dt.datetime,
    only: Collection[int] | None = None,
) -> DraftState:
    """Read how a draft stands.

    Parameters
    ----------
    session : Session
    division : Division
        From the viewer's scope.
    viewer : Viewer
        Who asks, and the day whose duties count.
    at : datetime.datetime
        Now.
    only : collection of int, optional
        Give the outlines of these cells only; by default of all.
    """
    cells = cell_figures(session, division, viewer.on)
    return DraftState(
        division,
        last_done(session, division),
        first_undone(session, division),
        active_editors(session, division, viewer, at),
        target_of(division, cells),
        cells,
        draft_findings(session, division),
        _shapes(session, division, only),
    )


def _shapes(session: Session, division: Division, only: Collection[int] | None) -> dict[int, str]:
    """Give outlines of cells as GeoJSON."""
    rows = (
        select(Cell.id, func.ST_AsGeoJSON(Cell.shape, DIGITS))
        .where(Cell.division_id == division.id)
        .order_by(Cell.code)
        .limit(MOST_CELLS)
    )
    if only is not None:
        rows = rows.where(Cell.id.in_(only))
    return dict(session.execute(rows).all())


def note_editor(session: Session, division: Division, viewer: Viewer, at: dt.datetime) -> None:
    """Note that somebody has a draft open.

    Parameters
    ----------
    session : Session
    division : Division
    viewer : Viewer
    at : datetime.datetime
        Now.
    """
    if viewer.user_id is not None:
        row = upsert(DivisionEditor).values(
            division_id=division.id, user_id=viewer.user_id, seen_at=at
        )
        keys = [DivisionEditor.division_id, DivisionEditor.user_id]
        session.execute(row.on_conflict_do_update(index_elements=keys, set_={"seen_at": at}))


def active_editors(
    session: Session, division: Division, viewer: Viewer, at: dt.datetime
) -> tuple[Editor, ...]:
    """List who has a draft open, the viewer last."""
    me = User.id == viewer.user_id
    rows = session.execute(
        select(User.display_name, DivisionEditor.seen_at, me.label("me"))
        .join(User, User.id == DivisionEditor.user_id)
        .where(DivisionEditor.division_id == division.id, DivisionEditor.seen_at > at - ACTIVE)
        .order_by(me, DivisionEditor.seen_at.desc())
        .limit(20)
    )
    return tuple(Editor(row.display_name, row.seen_at, bool(row.me)) for row in rows)
