"""Handling units 处置单位: the firms and departments to which issues are dispatched."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models import Community, DispatchRule, HandlingUnit
from app.queries.scope import Action, Viewer, require
from app.services.audit import record
from geodata.errors import N_, InputRefused

LONGEST_NAME = 60
MOST_UNITS = 300
_EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s]{1,200}\.[^@\s]{2,}")
_PHONE = re.compile(r"[0-9+() /-]{3,30}")


@dataclass(frozen=True)
class UnitEntry:
    """A handling unit as somebody wishes it."""

    name: str
    phone: str = ""
    email: str = ""


def add_unit(
    session: Session, viewer: Viewer, community: Community, entry: UnitEntry, *, at: dt.datetime
) -> HandlingUnit:
    """Add a handling unit.

    Parameters
    ----------
    session : Session
    viewer : Viewer
        Must be allowed to configure.
    community : Community
    entry : UnitEntry
    at : datetime.datetime
        Now.

    Raises
    ------
    NotAllowed
    InputRefused
        If it has no name, or one that is taken, or an address that is none.
    """
    require(viewer, Action.CONFIGURE)
    count = session.scalar(
        select(func.count(HandlingUnit.id)).where(HandlingUnit.community_id == community.id)
    )
    if (count or 0) >= MOST_UNITS:
        raise InputRefused(N_("There are %(most)s handling units already."), most=MOST_UNITS)
    unit = HandlingUnit(community_id=community.id)
    _write(session, unit, entry)
    session.add(unit)
    session.flush()
    _tell(session, viewer, unit, "add", at)
    return unit


def change_unit(
    session: Session, viewer: Viewer, unit: HandlingUnit, entry: UnitEntry, *, at: dt.datetime
) -> None:
    """Change how a handling unit is called and reached.

    Raises
    ------
    NotAllowed
    InputRefused
        As :func:`add_unit`.
    """
    require(viewer, Action.CONFIGURE)
    _write(session, unit, entry)
    session.flush()
    _tell(session, viewer, unit, "change", at)


def close_unit(
    session: Session, viewer: Viewer, unit: HandlingUnit, *, at: dt.datetime
) -> int:  # fmt: skip
    """Close a handling unit: it gets nothing more, and its rules pass it over.

    Parameters
    ----------
    session : Session
    viewer : Viewer
        Must be allowed to configure.
    unit : HandlingUnit
    at : datetime.datetime
        Now.

    Returns
    -------
    int
        How many rules lead to it, and now to nobody.

    Raises
    ------
    NotAllowed
    """
    require(viewer, Action.CONFIGURE)
    unit.closed_on = viewer.on
    session.flush()
    _tell(session, viewer, unit, "close", at)
    rules = select(func.count(DispatchRule.id)).where(DispatchRule.unit_id == unit.id)
    return session.scalar(rules) or 0


def reopen_unit(session: Session, viewer: Viewer, unit: HandlingUnit, *, at: dt.datetime) -> None:
    """Let a closed handling unit get issues again.

    Raises
    ------
    NotAllowed
    """
    require(viewer, Action.CONFIGURE)
    unit.closed_on = None
    session.flush()
    _tell(session, viewer, unit, "reopen", at)


def _write(session: Session, unit: HandlingUnit, entry: UnitEntry) -> None:
    """Check an entry and write it over a unit."""
    name, phone, email = entry.name.strip(), entry.phone.strip(), entry.email.strip()
    if not name or len(name) > LONGEST_NAME:
        raise InputRefused(
            N_("Give the unit a name of at most %(most)s characters."), most=LONGEST_NAME
        )
    if phone and not _PHONE.fullmatch(phone):
        raise InputRefused(N_("%(phone)s is no phone number."), phone=phone[:30])
    if email and not _EMAIL.fullmatch(email):
        raise InputRefused(N_("%(email)s is no e-mail address."), email=email[:60])
    with session.no_autoflush:
        taken = session.scalar(
            select(HandlingUnit.id).where(
                HandlingUnit.community_id == unit.community_id, HandlingUnit.name == name
            )
        )
    if taken not in (None, unit.id):
        raise InputRefused(N_("There is a unit called %(name)s already."), name=name)
    unit.name, unit.phone, unit.email = name, phone, email


def _tell(
    session: Session, viewer: Viewer, unit: HandlingUnit, action: str, at: dt.datetime
) -> None:
    """Tell the audit log."""
    record(
        session,
        at=at,
        by=viewer.user_id,
        action=action,
        thing_kind="handling_unit",
        thing_id=unit.id,
        community_id=unit.community_id,
    )
