"""Which parties of an issue somebody is: one account can be several."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from app.models import Cell, Issue, Party, TeamMember, User
from app.queries.scope import Action, Viewer, can, own_issue, visible_cells


def parties_of(session: Session, viewer: Viewer, issue: Issue) -> frozenset[Party]:
    """Give the parties that a viewer is for an issue.

    The operator of the machine is every party. A handler without an account cannot press a
    button: whoever dispatches writes down for them what they did, and counts as having handled
    it, so that somebody else verifies.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    issue : Issue
        In the viewer's scope.
    """
    if viewer.is_operator:
        return frozenset(Party)
    return frozenset(_parties(session, viewer, issue))


def _parties(session: Session, viewer: Viewer, issue: Issue) -> Iterator[Party]:
    """Go through the parties."""
    sees_place = _sees_place(session, viewer, issue)
    has_it = _has_it(session, viewer, issue)
    handled = issue.handled_by == viewer.user_id
    dispatches = sees_place and can(viewer, Action.DISPATCH)
    if dispatches:
        yield Party.DISPATCHER
        if viewer.sees_whole_community:
            yield Party.CLOSER
    if (has_it and can(viewer, Action.HANDLE)) or (dispatches and not _has_account(session, issue)):
        yield Party.HANDLER
    if sees_place and can(viewer, Action.FIND):
        yield Party.FINDER
        if not has_it and not handled:
            yield Party.VERIFIER
    if can(viewer, Action.JUDGE):
        yield Party.LEADER
    if can(viewer, Action.JUDGE) or (issue.reported_by == viewer.user_id and not handled):
        yield Party.JUDGE


def _sees_place(session: Session, viewer: Viewer, issue: Issue) -> bool:
    """Tell whether an issue of the viewer's scope lies in a cell of theirs."""
    if viewer.sees_whole_community:
        return True
    if issue.cell_id is None:
        return False
    here = visible_cells(viewer).where(Cell.id == issue.cell_id)
    return session.scalar(here) is not None


def _has_it(session: Session, viewer: Viewer, issue: Issue) -> bool:
    """Tell whether the viewer, a team of theirs or their unit has the issue."""
    mine = select(Issue.id).where(Issue.id == issue.id, own_issue(viewer))
    return session.scalar(mine) is not None


def _has_account(session: Session, issue: Issue) -> bool:
    """Tell whether whoever has the issue could say by themselves how it goes."""
    holders = _holders(issue)
    if holders is None:
        return False
    found = select(User.id).where(User.active, holders).limit(1)
    return session.scalar(found) is not None


def _holders(issue: Issue) -> ColumnElement[bool] | None:
    """Give the condition that an account acts for the handler; None where none can."""
    if issue.unit_id is not None:
        return User.unit_id == issue.unit_id
    if issue.person_id is not None:
        return User.person_id == issue.person_id
    if issue.team_id is not None:
        crew = select(TeamMember.person_id).where(
            TeamMember.team_id == issue.team_id, TeamMember.until.is_(None)
        )
        return User.person_id.in_(crew)
    return None
