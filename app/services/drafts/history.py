"""Going back a step, and forward again."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from app.models import Division, DivisionStep
from app.services.drafts.notes import renew_around
from app.services.drafts.revision import begin_change, name_change
from app.services.drafts.snapshot import ids_of, replace_cells
from app.services.drafts.taken import Taken
from geodata.errors import N_, InputRefused

UNDID = N_("Undone: %(what)s")
REDID = N_("Done again: %(what)s")


def undo(
    session: Session, division: Division, revision: int, *, at: dt.datetime, by: int | None
) -> Taken:
    """Undo the last step that was not undone yet, whoever took it.

    Parameters
    ----------
    session : Session
    division : Division
        A draft.
    revision : int
        The one that the asker has seen.
    at, by : datetime, int or None
        When, and which account.

    Raises
    ------
    InputRefused
        If there is nothing to undo.
    Outdated, DraftClosed
        See :func:`app.services.drafts.revision.begin_change`.
    """
    begin_change(session, division, revision, at=at, by=by)
    step = last_done(session, division, whole=True)
    if step is None:
        raise InputRefused(N_("There is nothing to undo."))
    replace_cells(session, division, step.after, step.before)
    renew_around(session, division, step.after, step.before)
    step.undone_at = at
    name_change(division, UNDID, what={"template": step.template, "params": step.params})
    session.flush()
    return Taken.of(division, ids_of(step.after), ids_of(step.before))


def redo(
    session: Session, division: Division, revision: int, *, at: dt.datetime, by: int | None
) -> Taken:
    """Do the step again that was undone last; see :func:`undo`.

    Raises
    ------
    InputRefused
        If there is nothing to do again.
    """
    begin_change(session, division, revision, at=at, by=by)
    step = first_undone(session, division, whole=True)
    if step is None:
        raise InputRefused(N_("There is nothing to do again."))
    replace_cells(session, division, step.before, step.after)
    renew_around(session, division, step.before, step.after)
    step.undone_at = None
    name_change(division, REDID, what={"template": step.template, "params": step.params})
    session.flush()
    return Taken.of(division, ids_of(step.before), ids_of(step.after))


def last_done(session: Session, division: Division, *, whole: bool = False) -> DivisionStep | None:
    """Give the step that undoing would take back; ``whole`` reads its states too."""
    steps = select(DivisionStep).where(
        DivisionStep.division_id == division.id, DivisionStep.undone_at.is_(None)
    )
    if whole:
        steps = steps.options(undefer(DivisionStep.before), undefer(DivisionStep.after))
    return session.scalars(steps.order_by(DivisionStep.number.desc()).limit(1)).one_or_none()


def first_undone(
    session: Session, division: Division, *, whole: bool = False
) -> DivisionStep | None:
    """Give the step that would be done again; ``whole`` reads its states too."""
    steps = select(DivisionStep).where(
        DivisionStep.division_id == division.id, DivisionStep.undone_at.is_not(None)
    )
    if whole:
        steps = steps.options(undefer(DivisionStep.before), undefer(DivisionStep.after))
    return session.scalars(steps.order_by(DivisionStep.number).limit(1)).one_or_none()
