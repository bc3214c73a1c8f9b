"""Who walks: absences, stand-ins, and another team for one patrol."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.models import Absence, Patrol, PatrolState, Person, StandIn, Team
from app.queries.scope import Action, NotAllowed, Viewer, require
from app.services.audit import record
from geodata.errors import N_, InputRefused

LONGEST_ABSENCE = dt.timedelta(days=730)
_OVER = (PatrolState.DONE, PatrolState.MISSED, PatrolState.CANCELLED)


def note_absence(
    session: Session,
    viewer: Viewer,
    person: Person,
    *,
    since: dt.date,
    until: dt.date,
    at: dt.datetime,
) -> Absence:
    """Note that somebody cannot walk. Why is not asked.

    Parameters
    ----------
    session : Session
    viewer : Viewer
        The person themselves, or who may plan.
    person : Person
        In the viewer's scope.
    since, until : datetime.date
        First and last day.
    at : datetime.datetime
        Now.

    Raises
    ------
    InputRefused
        If the days are in the wrong order, or too far apart.
    NotAllowed
    """
    _require_own_or_plan(viewer, person.id)
    if until < since:
        raise InputRefused(N_("The last day is before the first one."))
    if until - since > LONGEST_ABSENCE:
        raise InputRefused(N_("That is longer than two years. Note instead that they left."))
    absence = Absence(
        person_id=person.id, since=since, until=until, noted_by=viewer.user_id, noted_at=at
    )
    session.add(absence)
    session.flush()
    _tell(session, viewer, "add", "absence", absence.id, person.community_id, at)
    return absence


def remove_absence(session: Session, viewer: Viewer, absence: Absence, *, at: dt.datetime) -> None:
    """Take an absence back: they are here after all.

    Raises
    ------
    NotAllowed
    """
    _require_own_or_plan(viewer, absence.person_id)
    community_id = absence.person.community_id
    session.delete(absence)
    session.flush()
    _tell(session, viewer, "remove", "absence", absence.id, community_id, at)


def put_stand_in(
    session: Session,
    viewer: Viewer,
    patrol: Patrol,
    person: Person,
    for_person: Person | None,
    *,
    at: dt.datetime,
) -> StandIn:
    """Let somebody walk in place of another, or besides the team.

    Parameters
    ----------
    session : Session
    viewer : Viewer
        Must be allowed to plan.
    patrol : Patrol
        In the viewer's scope, not over.
    person : Person
        Who stands in.
    for_person : Person or None
        For whom.
    at : datetime.datetime
        Now.

    Raises
    ------
    InputRefused
        If the patrol is over, or the person stands in already or has left.
    """
    require(viewer, Action.PLAN)
    _refuse_over(patrol)
    if person.left_on is not None or person.community_id != patrol.community_id:
        raise InputRefused(
            N_("%(name)s is not, or no longer, among the people of this community."),
            name=person.name,
        )
    if for_person is not None and for_person.id == person.id:
        raise InputRefused(N_("Nobody stands in for themselves."))
    same = StandIn.patrol_id == patrol.id, StandIn.person_id == person.id
    if session.scalar(select(StandIn.id).where(*same)) is not None:
        raise InputRefused(N_("%(name)s stands in already."), name=person.name)
    stand_in = StandIn(
        patrol_id=patrol.id,
        person_id=person.id,
        for_person_id=for_person.id if for_person else None,
    )
    session.add(stand_in)
    session.flush()
    _tell(
        session, viewer, "stand in", "patrol", patrol.id, patrol.community_id, at,
        person_id=person.id,
    )  # fmt: skip
    return stand_in


def remove_stand_in(
    session: Session, viewer: Viewer, patrol: Patrol, person_id: int, *, at: dt.datetime
) -> None:
    """Let somebody no longer stand in.

    Raises
    ------
    InputRefused
        If the patrol is over.
    """
    require(viewer, Action.PLAN)
    _refuse_over(patrol)
    session.execute(
        delete(StandIn).where(StandIn.patrol_id == patrol.id, StandIn.person_id == person_id)
    )
    _tell(
        session, viewer, "stand down", "patrol", patrol.id, patrol.community_id, at,
        person_id=person_id,
    )  # fmt: skip


def give_team(
    session: Session, viewer: Viewer, patrol: Patrol, team: Team | None, *, at: dt.datetime
) -> None:
    """Give one patrol to another team, this once.

    Raises
    ------
    InputRefused
        If the patrol is over.
    """
    require(viewer, Action.PLAN)
    _refuse_over(patrol)
    patrol.team_id = team.id if team else None
    session.flush()
    _tell(session, viewer, "assign", "patrol", patrol.id, patrol.community_id, at)


def _refuse_over(patrol: Patrol) -> None:
    if patrol.state in _OVER:
        raise InputRefused(N_("This patrol is over: who walked it stays as it is."))


def _require_own_or_plan(viewer: Viewer, person_id: int) -> None:
    """Let everybody note their own absence, and who plans that of others."""
    if viewer.person_id == person_id:
        return
    try:
        require(viewer, Action.PLAN)
    except NotAllowed:
        raise NotAllowed(N_("You can note only when you yourself are away.")) from None


def _tell(
    session: Session,
    viewer: Viewer,
    action: str,
    kind: str,
    thing_id: int,
    community_id: int,
    at: dt.datetime,
    **details: int,
) -> None:
    """Tell the audit log; of an absence, neither whose nor when."""
    record(
        session,
        at=at,
        by=viewer.user_id,
        action=action,
        thing_kind=kind,
        thing_id=thing_id,
        community_id=community_id,
        **details,
    )
