"""Taking a step: one transaction from what was asked to cells, buildings and history."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from app.models import Division, DivisionStep
from app.services.drafts.kinds import Plan, plan_step
from app.services.drafts.notes import renew_around
from app.services.drafts.revision import begin_change, name_change
from app.services.drafts.snapshot import Snapshot, ids_of, replace_cells, take_snapshot
from app.services.drafts.steps import Turn
from app.services.drafts.taken import Taken


def take_step(
    session: Session, division: Division, step: Turn, *, at: dt.datetime, by: int | None
) -> Taken:
    """Take one step of editing a draft.

    Parameters
    ----------
    session : Session
    division : Division
        From the viewer's scope.
    step : Step
        What is asked, with the revision that the asker has seen.
    at, by : datetime, int or None
        When, and which account.

    Returns
    -------
    Taken

    Raises
    ------
    InputRefused
        With a sentence that says what cannot be done, where, and what to do instead.
    Outdated, DraftClosed
        See :func:`app.services.drafts.revision.begin_change`.
    """
    begin_change(session, division, step.revision, at=at, by=by)
    plan = plan_step(session, division, step)
    before = take_snapshot(session, division, plan.touched)
    after = plan.after(before)
    replace_cells(session, division, before, after)
    renew_around(session, division, before, after)
    _remember(session, division, step, plan, before, after, at=at, by=by)
    name_change(division, plan.template, **plan.params)
    session.flush()
    return Taken.of(division, ids_of(before), ids_of(after))


def _remember(
    session: Session,
    division: Division,
    step: Turn,
    plan: Plan,
    before: Snapshot,
    after: Snapshot,
    **made: Any,
) -> None:
    """Write the step into the draft's history, in place of those that were undone."""
    mine = DivisionStep.division_id == division.id
    session.execute(delete(DivisionStep).where(mine, DivisionStep.undone_at.is_not(None)))
    last = session.scalar(select(func.max(DivisionStep.number)).where(mine)) or 0
    session.add(
        DivisionStep(
            division_id=division.id,
            number=last + 1,
            kind=step.model_dump()["kind"],
            template=plan.template,
            params=plan.params,
            what=step.model_dump(mode="json", by_alias=True, exclude={"revision", "kind"}),
            before=before,
            after=after,
            made_at=made["at"],
            made_by=made["by"],
        )
    )
