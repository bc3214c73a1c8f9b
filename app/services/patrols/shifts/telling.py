"""Telling whoever is on a patrol that its time has come, or that nobody set out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import ColumnElement, insert, or_, select
from sqlalchemy.orm import Session

from app.models import Duty, Notice, Patrol, Role, Shift, TeamMember, User
from app.queries.shifts import Walk, read_crews

OPENS = "patrol opens"
MISSED = "patrol missed"

FRESH = dt.timedelta(hours=12)
"""A server that was off tells no old news: the list of patrols does."""


def tell_of_patrols(
    session: Session, moved: Sequence[tuple[Patrol, Shift, str]], *, at: dt.datetime
) -> None:
    """Tell the people of patrols what time did to them; of a missed one its stewards, too.

    Time moves a patrol only once, so each of them hears of it once.

    Parameters
    ----------
    session : Session
        The transaction in which they were moved.
    moved : sequence of (Patrol, Shift, str)
        With the kind of notice.
    at : datetime.datetime
        Now, in the zone of the place, whose day says who is on.
    """
    fresh = [one for one in moved if one[1].ends_at > at - FRESH]
    walks = [
        Walk(patrol.id, patrol.team_id, shift.starts_at.astimezone(at.tzinfo).date())
        for patrol, shift, _ in fresh
    ]
    crews = read_crews(session, walks)
    rows = []
    for patrol, _, kind in fresh:
        people = [walker.person_id for walker in crews[patrol.id].walkers]
        told = _accounts(session, patrol, people, at.date(), stewards=kind == MISSED)
        rows += [
            {"user_id": user_id, "patrol_id": patrol.id, "kind": kind, "at": at} for user_id in told
        ]
    if rows:
        session.execute(insert(Notice), rows)


def _accounts(
    session: Session, patrol: Patrol, people: list[int], on: dt.date, *, stewards: bool
) -> list[int]:
    """Find the active accounts of people, and if wished of who answers for the cell."""
    concerned: ColumnElement[bool] = User.person_id.in_(people)
    if stewards:
        here = Duty.current(on) & (Duty.cell_id == patrol.cell_id)
        mates = select(TeamMember.person_id).where(
            TeamMember.team_id.in_(select(Duty.team_id).where(here)), TeamMember.current(on)
        )
        own = select(Duty.person_id).where(here)
        grid = (User.role == Role.GRID_ADMIN) & or_(
            User.person_id.in_(own), User.person_id.in_(mates)
        )
        concerned = or_(concerned, grid)
    return list(session.scalars(select(User.id).where(User.active, concerned).order_by(User.id)))
