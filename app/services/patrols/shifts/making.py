"""Making shifts for a period out of rhythms: as often as one likes, and never twice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import exists, literal, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.models import Beat, Community, Patrol, PatrolState, Rhythm, Route, Shift
from app.services.patrols.shifts.life import keep_time
from patrol.calendar import read_recurrence, slots

KEPT_AHEAD = dt.timedelta(days=42)
"""So far ahead shifts are made by themselves: this week, and five more."""


@dataclass(frozen=True)
class Made:
    """How many shifts and patrols were new."""

    shifts: int
    patrols: int


def keep_up(session: Session, community: Community, last: dt.date, *, at: dt.datetime) -> None:
    """Do what time asks for, whoever looks next: make coming shifts, open and miss patrols.

    Parameters
    ----------
    session : Session
    community : Community
    last : datetime.date
        Until when the viewer looks; never farther ahead than :data:`KEPT_AHEAD`.
    at : datetime.datetime
        Now, in the zone of the place.
    """
    today = at.date()
    # A shift over midnight that began yesterday still counts.
    make_shifts(
        session, community, today - dt.timedelta(days=1), min(last, today + KEPT_AHEAD), at=at
    )
    keep_time(session, community, at=at)


def make_shifts(
    session: Session, community: Community, first: dt.date, last: dt.date, *, at: dt.datetime
) -> Made:
    """Make the shifts of a period, with a patrol for each beat.

    What is there already stays as it is, and so does what was called off. Nothing is made for
    the past: what nobody planned was not missed.

    Parameters
    ----------
    session : Session
    community : Community
    first, last : datetime.date
        Both included.
    at : datetime.datetime
        Now, in the zone of the place.

    Returns
    -------
    Made

    Raises
    ------
    InputRefused
        If the period is too long.
    """
    rhythms = session.scalars(
        select(Rhythm).where(
            Rhythm.community_id == community.id,
            Rhythm.since <= last,
            Rhythm.until.is_(None) | (Rhythm.until >= first),
            Rhythm.id.in_(select(Beat.rhythm_id)),
        )
    ).all()
    rows = list(_coming(rhythms, first, last, at))
    if not rows:
        return Made(0, 0)
    new = session.scalars(insert(Shift).on_conflict_do_nothing().returning(Shift.id), rows).all()
    patrols = _make_patrols(session, community, [rhythm.id for rhythm in rhythms], at)
    return Made(len(new), patrols)


def _coming(
    rhythms: Iterable[Rhythm], first: dt.date, last: dt.date, at: dt.datetime
) -> Iterable[dict[str, Any]]:
    """Lay out the shifts that are not over yet."""
    for rhythm in rhythms:
        recurrence = read_recurrence(
            rhythm.rule, rhythm.times, rhythm.since, rhythm.until, rhythm.season
        )
        for slot in slots(recurrence, first, last, at.tzinfo or dt.UTC):
            if slot.ends_at > at:
                yield {
                    "community_id": rhythm.community_id,
                    "rhythm_id": rhythm.id,
                    "name": rhythm.name,
                    "starts_at": slot.starts_at,
                    "ends_at": slot.ends_at,
                }


def _make_patrols(
    session: Session, community: Community, rhythms: Sequence[int], at: dt.datetime
) -> int:
    """Give every coming shift a patrol for each beat of its rhythm that has none."""
    route = (
        select(Route.id)
        .where(Route.is_current, Route.cell_id == Beat.cell_id, Route.walker == Beat.walker)
        .order_by(Route.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    is_there = exists().where(Patrol.shift_id == Shift.id, Patrol.beat_id == Beat.id)
    wanted = (
        select(
            literal(community.id), Shift.id, Beat.id, Beat.cell_id, Beat.team_id, route,
            literal(PatrolState.PLANNED.value),
        )
        .select_from(Shift)
        .join(Beat, Beat.rhythm_id == Shift.rhythm_id)
        .where(Shift.rhythm_id.in_(rhythms), Shift.ends_at > at, ~is_there)
    )  # fmt: skip
    columns = ["community_id", "shift_id", "beat_id", "cell_id", "team_id", "route_id", "state"]
    made = insert(Patrol).from_select(columns, wanted).on_conflict_do_nothing()
    return len(session.scalars(made.returning(Patrol.id)).all())
