"""Which accounts act for a handling unit; the system administrator opens them."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import HandlingUnit, Role, User
from app.queries.scope import Action, Viewer, require
from app.services.audit import record
from geodata.errors import N_, InputRefused


def link_account(
    session: Session, viewer: Viewer, unit: HandlingUnit, username: str, *, at: dt.datetime
) -> User:
    """Let an account act for a handling unit: it sees and handles what the unit has.

    Parameters
    ----------
    session : Session
    viewer : Viewer
        Must be allowed to configure.
    unit : HandlingUnit
        In the viewer's scope.
    username : str
        Of an account of the role ``handler`` in the same community.
    at : datetime.datetime
        Now.

    Raises
    ------
    NotAllowed
    InputRefused
        If there is no such account.
    """
    user = _account(session, viewer, unit, username)
    user.unit_id = unit.id
    session.flush()
    _tell(session, viewer, unit, user, "link", at)
    return user


def unlink_account(
    session: Session, viewer: Viewer, unit: HandlingUnit, username: str, *, at: dt.datetime
) -> None:
    """Let an account no longer act for a handling unit.

    Raises
    ------
    NotAllowed
    InputRefused
        If there is no such account.
    """
    user = _account(session, viewer, unit, username)
    if user.unit_id == unit.id:
        user.unit_id = None
        session.flush()
        _tell(session, viewer, unit, user, "unlink", at)


def _account(session: Session, viewer: Viewer, unit: HandlingUnit, username: str) -> User:
    """Find an account that can act for a unit."""
    require(viewer, Action.CONFIGURE)
    found = session.scalar(
        select(User).where(
            User.username == username,
            User.role == Role.HANDLER,
            User.community_id == unit.community_id,
        )
    )
    if found is None:
        raise InputRefused(N_("Choose an account of a handling unit from the list."))
    return found


def _tell(
    session: Session, viewer: Viewer, unit: HandlingUnit, user: User, action: str, at: dt.datetime
) -> None:
    """Tell the audit log."""
    record(
        session, at=at, by=viewer.user_id, action=action, thing_kind="handling_unit",
        thing_id=unit.id, community_id=unit.community_id, username=user.username,
    )  # fmt: skip
