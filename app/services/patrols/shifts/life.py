"""The life of a patrol: moved by people, and by time."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from app.models import Beat, Community, Patrol, PatrolState, Route, Shift
from app.queries.scope import Action, Viewer, require
from app.services.audit import record
from app.services.patrols.shifts.telling import MISSED, OPENS, tell_of_patrols
from geodata.errors import N_, InputRefused

OPENS_BEFORE = dt.timedelta(hours=1)
"""So long before its shift begins, somebody may set out."""

MOST_MOVED = 2_000

ACTION_OF = {
    "set out": Action.WALK,
    "come home": Action.WALK,
    "write down": Action.WALK,
    "call off": Action.PLAN,
    "take up": Action.PLAN,
}
"""What one must be allowed to do to move a patrol; time alone opens and misses."""


def move_patrol(
    session: Session,
    viewer: Viewer,
    patrol: Patrol,
    verb: str,
    *,
    at: dt.datetime,
    note: str = "",
) -> None:
    """Move a patrol on.

    Parameters
    ----------
    session : Session
    viewer : Viewer
        Must be allowed to walk, or to plan, as :data:`ACTION_OF` says.
    patrol : Patrol
        In the viewer's scope.
    verb : str
        Of :data:`ACTION_OF`.
    at : datetime.datetime
        Now.
    note : str
        Why, in a few words.

    Raises
    ------
    InputRefused
        If it cannot happen now: somebody else was quicker, or time was.
    NotAllowed
    """
    require(viewer, ACTION_OF[verb])
    session.refresh(patrol, with_for_update={"of": Patrol.__table__})
    if not patrol.allows(verb):
        raise InputRefused(N_("This patrol has gone on meanwhile. Look at it again."))
    patrol.move(verb, at, viewer.user_id, note.strip()[:200])
    if verb == "set out":
        patrol.started_at = at
    elif verb == "come home":
        patrol.ended_at = at
    elif verb == "write down":
        patrol.started_at, patrol.ended_at = _hours_of(patrol, at)
    session.flush()
    record(
        session,
        at=at,
        by=viewer.user_id,
        action=verb,
        thing_kind="patrol",
        thing_id=patrol.id,
        community_id=patrol.community_id,
    )


def keep_time(session: Session, community: Community, *, at: dt.datetime) -> None:
    """Open the patrols whose time has come, miss those whose shift is over, and tell their people.

    Parameters
    ----------
    session : Session
    community : Community
    at : datetime.datetime
        Now.
    """
    due = session.execute(
        select(Patrol, Shift)
        .join(Shift, Shift.id == Patrol.shift_id)
        .where(
            Patrol.community_id == community.id,
            is_due(at),
        )
        .order_by(Patrol.id)
        .limit(MOST_MOVED)
        # Two that look at the same moment do not write the same event twice.
        .with_for_update(of=Patrol, skip_locked=True)
    ).all()
    for patrol, shift in due:
        if patrol.state is PatrolState.PLANNED:
            patrol.move("open", at, None)
            patrol.route_id = _route_now(session, patrol)
        if shift.ends_at <= at:
            patrol.move("miss", at, None)
    session.flush()
    told = [(one, shift, MISSED if shift.ends_at <= at else OPENS) for one, shift in due]
    tell_of_patrols(session, told, at=at)


def is_due(at: dt.datetime) -> ColumnElement[bool]:
    """Give the condition that time has to move a patrol on, joined with its shift.

    Parameters
    ----------
    at : datetime.datetime
        Now.
    """
    return or_(
        (Patrol.state == PatrolState.PLANNED) & (Shift.starts_at <= at + OPENS_BEFORE),
        (Patrol.state == PatrolState.OPEN) & (Shift.ends_at <= at),
    )


def _route_now(session: Session, patrol: Patrol) -> int | None:
    """Give the current route that its beat walks; the one that it has where there is no beat."""
    if patrol.beat_id is None:
        return patrol.route_id
    beat = session.get_one(Beat, patrol.beat_id)
    return session.scalar(
        select(Route.id)
        .where(Route.is_current, Route.cell_id == patrol.cell_id, Route.walker == beat.walker)
        .order_by(Route.id.desc())
        .limit(1)
    )


def _hours_of(patrol: Patrol, at: dt.datetime) -> tuple[dt.datetime, dt.datetime]:
    """Give the hours of the shift as when it was walked, as far as they are past."""
    if patrol.shift is None:
        return at, at
    return min(patrol.shift.starts_at, at), min(patrol.shift.ends_at, at)
