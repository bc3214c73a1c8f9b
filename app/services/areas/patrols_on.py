"""Handing patrols on: planned ones, and the beats of rhythms, follow the ground."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from app.models import Beat, Patrol
from app.queries.divisions import Change
from app.queries.divisions.fates import planned_patrols
from app.queries.scope import Viewer


def hand_on_patrols(
    session: Session,
    viewer: Viewer,
    change: Change,
    routes: dict[int, int],
    *,
    at: dt.datetime,
    by: int | None,
) -> None:
    """Move planned patrols to the cells that go on, and call off those whose cell is gone.

    Parameters
    ----------
    session : Session
    viewer : Viewer
        Who sees everything.
    change : Change
        From the old division to the new one.
    routes : dict of int to int
        Old and new ids of the routes that go on.
    at, by : datetime, int or None
        When, and which account.
    """
    moved = {row.id: row for row in planned_patrols(session, viewer, change)}
    for patrol in session.scalars(select(Patrol).where(Patrol.id.in_(moved)).order_by(Patrol.id)):
        row = moved[patrol.id]
        target = change.successors.get(row.cell_id)
        if target is None:
            patrol.move("call off", at, by, change.after.name)
        else:
            patrol.cell_id, patrol.route_id = target, routes.get(row.route_id)
    session.flush()
    _hand_on_beats(session, change)


def _hand_on_beats(session: Session, change: Change) -> None:
    """Let rhythms go on in the cells that go on; where none does, nobody walks."""
    for old in change.old:
        target = change.successors.get(old)
        own = Beat.cell_id == old
        if target is None:
            session.execute(delete(Beat).where(own))
        else:
            session.execute(update(Beat).where(own).values(cell_id=target))
