"""Withdrawing what tracks told of a patrol to which they did not belong."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import delete, exists, select
from sqlalchemy.orm import Session

from app.models import (
    AuditEntry,
    Community,
    LaneSource,
    Patrol,
    PatrolEvent,
    PatrolState,
    Visit,
    VisitHow,
)
from app.queries.scope import Action, NotAllowed, Viewer, can
from app.services.areas import take_turn
from app.services.audit import record
from app.services.patrols.record.lanes import take_lanes_back
from geodata.errors import N_, InputRefused

DAYS = 14
"""So long it is known which lanes came from which patrol; after that nobody can tell."""

LONGEST_REASON = 200


def may_withdraw(session: Session, viewer: Viewer, patrol: Patrol) -> bool:
    """Tell whether a viewer may withdraw what tracks told of a patrol: who brought one, or plans.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    patrol : Patrol
        In the viewer's scope.
    """
    if can(viewer, Action.PLAN):
        return True
    brought = exists().where(
        AuditEntry.action == "track",
        AuditEntry.thing_kind == "patrol",
        AuditEntry.thing_id == patrol.id,
        AuditEntry.user_id == viewer.user_id,
    )
    return bool(can(viewer, Action.WALK) and session.scalar(select(brought)))


def can_be_withdrawn(session: Session, patrol: Patrol) -> bool:
    """Tell whether tracks told something of a patrol that can still be taken back.

    Parameters
    ----------
    session : Session
    patrol : Patrol
        In the viewer's scope.
    """
    return bool(session.scalar(select(exists().where(LaneSource.patrol_id == patrol.id))))


def withdraw_tracks(
    session: Session,
    viewer: Viewer,
    community: Community,
    patrol: Patrol,
    reason: str,
    *,
    at: dt.datetime,
) -> None:
    """Take back what all tracks of a patrol told: its stops and buildings, and the lanes.

    What was ticked stays, and so does what other patrols walked. A patrol that only a track had
    written down is open again, or missed once its shift is over.

    Parameters
    ----------
    session : Session
    viewer : Viewer
        Who brought a track of it, or may plan.
    community : Community
    patrol : Patrol
        In the viewer's scope.
    reason : str
        Kept in the history of the patrol.
    at : datetime.datetime
        Now.

    Raises
    ------
    InputRefused
        If no reason is given, or nothing can be taken back any more.
    NotAllowed
    """
    if not may_withdraw(session, viewer, patrol):
        raise NotAllowed(N_("Only who brought the track, or who plans here, may withdraw it."))
    why = reason.strip()[:LONGEST_REASON]
    if not why:
        raise InputRefused(N_("Say why the track does not belong here."))
    take_turn(session, community)
    if not can_be_withdrawn(session, patrol):
        raise InputRefused(
            N_("No track of the last %(days)s days can be withdrawn here."), days=DAYS
        )
    take_lanes_back(session, community, patrol)
    session.execute(delete(Visit).where(Visit.patrol_id == patrol.id, Visit.how == VisitHow.TRACK))
    patrol.planned_m = patrol.covered_m = None
    _step_back(session, viewer, patrol, why, at)
    record(
        session, at=at, by=viewer.user_id, action="withdraw track", thing_kind="patrol",
        thing_id=patrol.id, community_id=patrol.community_id,
    )  # fmt: skip
    session.flush()


def forget_sources(session: Session, *, at: dt.datetime) -> int:
    """Forget which lanes came from which patrol once nobody asks any more; the lanes stay.

    Parameters
    ----------
    session : Session
    at : datetime.datetime
        Now.

    Returns
    -------
    int
        How many parts.
    """
    old = LaneSource.noted_at < at - dt.timedelta(days=DAYS)
    return len(session.scalars(delete(LaneSource).where(old).returning(LaneSource.id)).all())


def _step_back(session: Session, viewer: Viewer, patrol: Patrol, why: str, at: dt.datetime) -> None:
    """Write it into the history; a patrol that a track alone had ended begins anew."""
    verbs = [event.verb for event in patrol.events]
    ticked = exists().where(Visit.patrol_id == patrol.id)
    only_told = bool(verbs) and verbs[-1] == "write down" and not session.scalar(select(ticked))
    if patrol.state is PatrolState.DONE and only_told:
        patrol.move("withdraw", at, viewer.user_id, why)
        patrol.started_at = patrol.ended_at = None
    else:
        patrol.events.append(PatrolEvent(verb="withdraw", at=at, user_id=viewer.user_id, note=why))
