"""The tree of organisations: any depth, levels named as each community names them."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models import Community, Organisation, Person
from app.services.areas import take_turn
from app.services.audit import record
from app.services.people.rules import end_duties_of, free_key, plain_name
from geodata.errors import N_, InputRefused

DEEPEST = 12
"""Levels below each other; a tree that is deeper is a mistake."""


def add_organisation(
    session: Session,
    community: Community,
    *,
    name: str,
    level: str = "",
    parent: Organisation | None = None,
    at: dt.datetime,
    by: int | None,
) -> Organisation:
    """Add an organisation to the tree.

    Parameters
    ----------
    session : Session
    community : Community
    name : str
    level : str
        As the community calls it: 社区党委, 网格党支部, 楼栋党小组, 党员中心户 ...
    parent : Organisation, optional
        The one above; none for a root.
    at, by : datetime, int or None

    Returns
    -------
    Organisation

    Raises
    ------
    InputRefused
        If the name is missing or taken below that parent, or the parent is closed or elsewhere.
    """
    take_turn(session, community)
    plain = plain_name(name)
    _check_place(session, community.id, plain, parent)
    path = "/".join([*(above.key for above in [parent] if above), plain])
    made = Organisation(
        community_id=community.id,
        key=free_key(session, Organisation, community.id, path),
        name=plain,
        level=level.strip(),
        parent_id=parent.id if parent else None,
    )
    session.add(made)
    session.flush()
    _tell(session, made, "add", at, by)
    return made


def rename_organisation(
    session: Session,
    organisation: Organisation,
    *,
    name: str,
    level: str,
    at: dt.datetime,
    by: int | None,
) -> None:
    """Give an organisation another name or level.

    Parameters
    ----------
    session : Session
    organisation : Organisation
    name, level : str
    at, by : datetime, int or None

    Raises
    ------
    InputRefused
        As :func:`add_organisation`.
    """
    take_turn(session, session.get_one(Community, organisation.community_id))
    plain = plain_name(name)
    if plain != organisation.name:
        _check_place(session, organisation.community_id, plain, organisation.parent)
    organisation.name, organisation.level = plain, level.strip()
    session.flush()
    _tell(session, organisation, "rename", at, by)


def move_organisation(
    session: Session,
    organisation: Organisation,
    parent: Organisation | None,
    *,
    at: dt.datetime,
    by: int | None,
) -> None:
    """Put an organisation, with all below it, below another one.

    Parameters
    ----------
    session : Session
    organisation : Organisation
    parent : Organisation or None
        None makes it a root.
    at, by : datetime, int or None

    Raises
    ------
    InputRefused
        If it would come below itself, or as :func:`add_organisation`.
    """
    take_turn(session, session.get_one(Community, organisation.community_id))
    if organisation.parent_id == (parent.id if parent else None):
        return
    if parent is not None and organisation in _upwards(parent):
        raise InputRefused(
            N_("%(name)s cannot come below itself: %(parent)s is a part of it."),
            name=organisation.name,
            parent=parent.name,
        )
    _check_place(session, organisation.community_id, organisation.name, parent)
    organisation.parent = parent
    session.flush()
    _tell(session, organisation, "move", at, by)


def close_organisation(
    session: Session,
    organisation: Organisation,
    *,
    on: dt.date,
    reason: str,
    at: dt.datetime,
    by: int | None,
) -> int:
    """Note that an organisation has ceased to be: its duties end, its past stays readable.

    Parameters
    ----------
    session : Session
    organisation : Organisation
    on : datetime.date
        The last day.
    reason : str
        Why its duties end.
    at, by : datetime, int or None

    Returns
    -------
    int
        How many duties ended.

    Raises
    ------
    InputRefused
        If it is closed already, or people or open organisations still belong to it.
    """
    take_turn(session, session.get_one(Community, organisation.community_id))
    if organisation.closed_on is not None:
        raise InputRefused(
            N_("%(name)s was closed on %(date)s already."),
            name=organisation.name,
            date=organisation.closed_on.isoformat(),
        )
    _refuse_peopled(session, organisation)
    organisation.closed_on = on
    ended = end_duties_of(session, organisation, on, reason.strip())
    _tell(session, organisation, "close", at, by)
    return ended


def _refuse_peopled(session: Session, organisation: Organisation) -> None:
    """Refuse to close what people or open organisations belong to."""
    people = session.scalar(
        select(func.count()).where(
            Person.organisation_id == organisation.id, Person.left_on.is_(None)
        )
    )
    parts = session.scalar(
        select(func.count()).where(
            Organisation.parent_id == organisation.id, Organisation.closed_on.is_(None)
        )
    )
    if people or parts:
        raise InputRefused(
            N_("%(people)s people and %(parts)s organisations still belong to %(name)s. Move "
               "them first."),
            name=organisation.name,
            people=people,
            parts=parts,
        )  # fmt: skip


def _check_place(
    session: Session, community_id: int, name: str, parent: Organisation | None
) -> None:
    """Refuse a place in the tree that is elsewhere, closed, taken or too deep."""
    if parent is not None and parent.community_id != community_id:
        raise InputRefused(N_("%(name)s belongs to another community."), name=parent.name)
    if parent is not None and parent.closed_on is not None:
        raise InputRefused(
            N_("%(name)s was closed on %(date)s. Choose another organisation."),
            name=parent.name,
            date=parent.closed_on.isoformat(),
        )
    if parent is not None and len(_upwards(parent)) >= DEEPEST:
        raise InputRefused(
            N_("A tree of more than %(limit)s levels cannot be meant."), limit=DEEPEST
        )
    same = select(Organisation.id).where(
        Organisation.community_id == community_id,
        Organisation.name == name,
        Organisation.parent_id == (parent.id if parent else None),
        Organisation.closed_on.is_(None),
    )
    if session.scalar(same.limit(1)) is not None:
        raise InputRefused(N_("There is already an organisation %(name)s here."), name=name)


def _upwards(organisation: Organisation) -> list[Organisation]:
    """List an organisation and all above it."""
    path: list[Organisation] = []
    above: Organisation | None = organisation
    while above is not None and above not in path:
        path.append(above)
        above = above.parent
    return path


def _tell(
    session: Session, organisation: Organisation, action: str, at: dt.datetime, by: int | None
) -> None:
    """Tell the audit log."""
    record(
        session,
        at=at,
        by=by,
        action=action,
        thing_kind="organisation",
        thing_id=organisation.id,
        community_id=organisation.community_id,
        name=organisation.name,
        parent_id=organisation.parent_id,
    )
