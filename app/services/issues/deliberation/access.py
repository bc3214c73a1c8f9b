"""Who may do what to a deliberation, and the row that they hold while they do."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import DELIBERATION_ENDS, DELIBERATION_MOVES, Deliberation, Issue, Party
from app.queries.scope import NotAllowed, NotFound, Viewer, seen_issue
from app.services.issues.parties import parties_of
from geodata.errors import N_, InputRefused


def hold(session: Session, viewer: Viewer, deliberation_id: int) -> Deliberation:
    """Lock a deliberation of an issue that a viewer may see, until the transaction ends.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    deliberation_id : int

    Raises
    ------
    NotFound
    """
    found = session.scalar(
        select(Deliberation)
        .join(Issue, Issue.id == Deliberation.issue_id)
        .where(Deliberation.id == deliberation_id, seen_issue(viewer))
        .with_for_update(of=Deliberation)
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFound(N_("There is no such deliberation."))
    return found


def at_work(session: Session, issue_id: int) -> Deliberation | None:
    """Give the deliberation of an issue for which somebody waits; at most one is.

    Parameters
    ----------
    session : Session
    issue_id : int
    """
    return session.scalar(
        select(Deliberation)
        .where(Deliberation.issue_id == issue_id, Deliberation.state.not_in(DELIBERATION_ENDS))
        .order_by(Deliberation.id.desc())
        .limit(1)
    )


def may_lead(session: Session, viewer: Viewer, issue: Issue) -> bool:
    """Tell whether a viewer may lead a deliberation: whoever may give the issue to somebody.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    issue : Issue
        In the viewer's scope.
    """
    return Party.DISPATCHER in parties_of(session, viewer, issue)


def require_lead(session: Session, viewer: Viewer, issue: Issue) -> None:
    """Refuse a viewer who may not lead a deliberation.

    Raises
    ------
    NotAllowed
    """
    if not may_lead(session, viewer, issue):
        raise NotAllowed(N_("Your account may not do this. Ask the community administrator."))


def allowed_steps(session: Session, viewer: Viewer, deliberation: Deliberation) -> tuple[str, ...]:
    """List what a viewer may do next.

    Dispatchers write down every step; whoever has to handle the issue gives the answer.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    deliberation : Deliberation
        In the viewer's scope.
    """
    onward = tuple(verb for verb, state in DELIBERATION_MOVES if state is deliberation.state)
    parties = parties_of(session, viewer, session.get_one(Issue, deliberation.issue_id))
    if Party.DISPATCHER in parties:
        return onward
    if Party.HANDLER in parties:
        return tuple(verb for verb in onward if verb == "answer")
    return ()


def check_seen(deliberation: Deliberation, seen: int) -> None:
    """Refuse somebody who saw an earlier version.

    Raises
    ------
    InputRefused
    """
    if deliberation.version != seen:
        raise InputRefused(
            N_("Somebody has gone on with this deliberation meanwhile. Look at it again.")
        )


def check_allowed(session: Session, viewer: Viewer, deliberation: Deliberation, verb: str) -> None:
    """Refuse a step that does not lead on from here, or not for this viewer.

    Raises
    ------
    InputRefused, NotAllowed
    """
    if (verb, deliberation.state) not in DELIBERATION_MOVES:
        raise InputRefused(N_("This step does not follow here. Look at the deliberation again."))
    if verb not in allowed_steps(session, viewer, deliberation):
        raise NotAllowed(N_("Your account may not do this. Ask the community administrator."))
