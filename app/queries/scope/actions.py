"""Who may do what, beyond looking."""

from __future__ import annotations

from enum import StrEnum

from app.models import Role
from app.queries.scope.viewer import Viewer
from geodata.errors import N_, WanggeError


class Action(StrEnum):
    """What somebody may want to do, beyond looking."""

    VIEW = "view"
    IMPORT = "import"
    ASSIGN = "assign"
    DIVIDE = "divide"
    APPOINT = "appoint"
    CONFIGURE = "configure"
    PLAN = "plan"
    WALK = "walk"
    EXPORT = "export"
    REPORT = "report"  # An issue.
    FIND = "find"  # See on site what an issue is about, and whether it is done.
    DISPATCH = "dispatch"  # Take reports, give them to somebody, end them.
    HANDLE = "handle"  # What was given to them.
    ANALYSE = "analyse"  # The community as a whole: where it burns, what nobody looked at.
    JUDGE = "judge"  # How well an issue was done; ask for more attention to one.
    MANAGE_USERS = "manage_users"


_ALLOWED: dict[Role, frozenset[Action]] = {
    Role.SYSTEM_ADMIN: frozenset({Action.MANAGE_USERS}),
    Role.COMMUNITY_ADMIN: frozenset(
        {
            Action.VIEW,
            Action.IMPORT,
            Action.ASSIGN,
            Action.DIVIDE,
            Action.APPOINT,
            Action.CONFIGURE,
            Action.ANALYSE,
            Action.PLAN,
            Action.WALK,
            Action.EXPORT,
            Action.REPORT,
            Action.FIND,
            Action.DISPATCH,
            Action.HANDLE,
        }
    ),
    Role.GRID_ADMIN: frozenset(
        {
            Action.VIEW,
            Action.PLAN,
            Action.WALK,
            Action.EXPORT,
            Action.REPORT,
            Action.FIND,
            Action.DISPATCH,
            Action.HANDLE,
        }
    ),
    Role.VOLUNTEER: frozenset(
        {Action.VIEW, Action.WALK, Action.REPORT, Action.FIND, Action.HANDLE}
    ),
    Role.LEADER: frozenset(
        {Action.VIEW, Action.EXPORT, Action.REPORT, Action.ANALYSE, Action.JUDGE}
    ),
    Role.HANDLER: frozenset({Action.VIEW, Action.REPORT, Action.HANDLE}),
}


class NotAllowed(WanggeError):
    """The viewer may not do this."""


def can(viewer: Viewer, action: Action) -> bool:
    """Tell whether a viewer's role allows an action at all.

    Parameters
    ----------
    viewer : Viewer
    action : Action

    Returns
    -------
    bool
        Where it may be done is decided by the visible_* selections.
    """
    return viewer.role is None or action in _ALLOWED[viewer.role]


def require(viewer: Viewer, action: Action) -> None:
    """Refuse an action that a viewer's role does not allow.

    Raises
    ------
    NotAllowed
        With a sentence for the viewer.
    """
    if not can(viewer, action):
        raise NotAllowed(N_("Your account may not do this. Ask the community administrator."))
