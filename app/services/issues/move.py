"""Moving an issue from one link of its life to the next."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import ISSUE_MOVES, Issue, IssueEvent
from app.queries.scope import (
    Action,
    NotAllowed,
    NotFound,
    Viewer,
    require,
    seen_issue,
)
from app.services.issues.conflict import check_seen
from app.services.issues.deliberation.access import at_work
from app.services.issues.effects import Taken, level_above
from app.services.issues.given import Given
from app.services.issues.handing import check_known
from app.services.issues.needs import check_bounds, check_given, must_be_confirmed
from app.services.issues.parties import parties_of
from app.services.issues.taking import take, write_step
from geodata.errors import N_, InputRefused

NO_ISSUE = N_("There is no such issue, or it is no longer yours.")


def move_issue(
    session: Session,
    viewer: Viewer,
    issue_id: int,
    verb: str,
    *,
    seen: int,
    at: dt.datetime,
    give: Given = Given(),  # noqa: B008 - frozen, so that all calls may share it.
) -> Issue:
    """Move an issue on, and write down who did it, when and why.

    Parameters
    ----------
    session : Session
    viewer : Viewer
        One of the parties that the verb asks for.
    issue_id : int
    verb : str
        Of :data:`ISSUE_MOVES`.
    seen : int
        The version of the issue that the viewer saw. Of two who saw the same, one wins.
    at : datetime.datetime
        Now, aware.
    give : Given, optional
        What the verb needs.

    Returns
    -------
    Issue
        As it is now.

    Raises
    ------
    NotFound
        If the viewer may see no such issue.
    Overtaken
        If it moved since the viewer saw it; says who did what and when.
    InputRefused
        If the verb does not lead on from here, or lacks what it needs.
    NotAllowed
        If the viewer is none of the parties.
    """
    issue = _lock(session, viewer, issue_id, give.other_id)
    check_seen(session, viewer, issue, seen)
    if verb not in ISSUE_MOVES or not _leads_on(issue, verb):
        raise InputRefused(N_("This step is not possible where the issue stands now."))
    if parties_of(session, viewer, issue).isdisjoint(ISSUE_MOVES[verb].who):
        raise NotAllowed(N_("Others take this step. Ask the community administrator."))
    check_given(issue, verb, give, at)
    if verb == "close" and at_work(session, issue.id) is not None:
        raise InputRefused(N_("The residents have not judged yet: finish the deliberation first."))
    check_known(session, viewer, give.handler)
    take(Taken(session, issue, at, viewer.user_id, viewer.person_id, give), verb)
    return issue


def allowed_moves(session: Session, viewer: Viewer, issue: Issue) -> tuple[str, ...]:
    """Give the verbs by which a viewer can move an issue now, in the order of the table.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    issue : Issue
        In the viewer's scope.
    """
    parties = parties_of(session, viewer, issue)
    return tuple(
        verb
        for verb, move in ISSUE_MOVES.items()
        if _leads_on(issue, verb) and not parties.isdisjoint(move.who)
    )


def note_issue(
    session: Session, viewer: Viewer, issue_id: int, *, at: dt.datetime, give: Given
) -> IssueEvent:
    """Add a remark, with or without photos, to an issue without moving it.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    issue_id : int
    at : datetime.datetime
        Now, aware.
    give : Given
        With a note, photos, or both.

    Raises
    ------
    NotFound, NotAllowed
    InputRefused
        If there is nothing to add, or too much.
    """
    require(viewer, Action.REPORT)
    issue = session.scalar(select(Issue).where(Issue.id == issue_id, seen_issue(viewer)))
    if issue is None:
        raise NotFound(NO_ISSUE)
    if not give.note.strip() and not give.photos:
        raise InputRefused(N_("Write something, or add a photo."))
    check_bounds(give)
    taken = Taken(session, issue, at, viewer.user_id, viewer.person_id, give)
    return write_step(taken, "note", {})


def _lock(session: Session, viewer: Viewer, issue_id: int, other_id: int | None) -> Issue:
    """Find an issue in the viewer's scope, and let nobody else move it until the commit.

    Another one that the move concerns is locked with it, the lower key first: two that are
    merged into each other at once would wait for each other otherwise.
    """
    wanted = {issue_id, other_id} - {None}
    found = session.scalars(
        select(Issue)
        .where(Issue.id.in_(wanted), seen_issue(viewer))
        .order_by(Issue.id)
        .with_for_update(of=Issue)
        .execution_options(populate_existing=True)
    ).all()
    locked = {issue.id: issue for issue in found}
    if locked.keys() != wanted:
        raise NotFound(NO_ISSUE)
    return locked[issue_id]


def _leads_on(issue: Issue, verb: str) -> bool:
    """Tell whether a verb leads on from here, and has anything to change."""
    if verb == "confirm" and not must_be_confirmed(issue):
        return False
    if verb == "escalate" and level_above(issue.level) is None:
        return False
    return issue.allows(verb)
