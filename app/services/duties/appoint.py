"""Appointing people, teams and organisations for places."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import (
    Building,
    Cell,
    Community,
    Division,
    Duty,
    DutyHolder,
    DutyRole,
    Entrance,
    Place,
)
from app.models.places import place_name
from app.services.areas import take_turn
from app.services.audit import record
from app.services.duties.rules import (
    check_order,
    find_same,
    held_already,
    holder_column,
    place_column,
)
from geodata.errors import N_, InputRefused


@dataclass(frozen=True)
class Order:
    """Who shall answer for which place in which role."""

    holder: DutyHolder
    place: Place
    role: DutyRole


@dataclass(frozen=True)
class Appointed:
    """What appointing many did: new duties, and how many orders were held already."""

    made: tuple[Duty, ...]
    held: int


def appoint(
    session: Session,
    holder: DutyHolder,
    place: Place,
    role: DutyRole,
    *,
    since: dt.date,
    until: dt.date | None = None,
    at: dt.datetime,
    by: int | None,
) -> Duty:
    """Let somebody answer for a place.

    Parameters
    ----------
    session : Session
    holder : Person, Team or Organisation
    place : Cell, Estate, Building, Entrance or Household
        Found in the scope of whoever appoints.
    role : DutyRole
    since : datetime.date
        First day.
    until : datetime.date, optional
        Last day.
    at, by : datetime, int or None
        When, and which account.

    Returns
    -------
    Duty

    Raises
    ------
    InputRefused
        If holder and place are of different communities, the dates make no sense, the place is
        of an ended or unpublished division or gone, the holder has left, or the same duty is
        held already at that time.
    """
    order = Order(holder, place, role)
    take_turn(session, session.get_one(Community, place.community_id))
    found = _check(session, order, since, until)
    if found is not None:
        raise held_already(holder, place, found)
    return _write(session, order, since, until, at=at, by=by)


def appoint_many(
    session: Session,
    orders: Sequence[Order],
    *,
    since: dt.date,
    until: dt.date | None = None,
    at: dt.datetime,
    by: int | None,
) -> Appointed:
    """Appoint for many places at once, all or none; what is held already stays as it is.

    Parameters
    ----------
    session : Session
    orders : Sequence of Order
        All in one community.
    since, until : datetime.date, datetime.date or None
        First and last day.
    at, by : datetime, int or None

    Returns
    -------
    Appointed

    Raises
    ------
    InputRefused
        As :func:`appoint`, but not for what is held already.
    """
    made: list[Duty] = []
    for community_id in sorted({order.place.community_id for order in orders}):
        take_turn(session, session.get_one(Community, community_id))
    for order in orders:
        if _check(session, order, since, until) is None:
            made.append(_write(session, order, since, until, at=at, by=by))
    return Appointed(tuple(made), len(orders) - len(made))


def appoint_entrances(
    session: Session,
    holder: DutyHolder,
    building: Building,
    role: DutyRole,
    *,
    since: dt.date,
    until: dt.date | None = None,
    at: dt.datetime,
    by: int | None,
) -> Appointed:
    """Let somebody answer for every entrance of a building.

    Parameters
    ----------
    session : Session
    holder : Person, Team or Organisation
    building : Building
    role : DutyRole
    since, until : datetime.date, datetime.date or None
    at, by : datetime, int or None

    Returns
    -------
    Appointed

    Raises
    ------
    InputRefused
        As :func:`appoint_many`, or if no entrance of the building is known.
    """
    entrances = session.scalars(
        select(Entrance)
        .where(Entrance.building_id == building.id, Entrance.vanished_on.is_(None))
        .order_by(Entrance.name, Entrance.id)
    ).all()
    if not entrances:
        raise InputRefused(
            N_("No entrances of %(place)s are stored. Import them, or appoint for the building."),
            place=place_name(building),
        )
    orders = [Order(holder, entrance, role) for entrance in entrances]
    return appoint_many(session, orders, since=since, until=until, at=at, by=by)


def _check(session: Session, order: Order, since: dt.date, until: dt.date | None) -> Duty | None:
    """Refuse what cannot be; give the duty that would be repeated, if there is one."""
    place = order.place
    division = session.get(Division, place.division_id) if isinstance(place, Cell) else None
    check_order(order.holder, place, since, until, division=division)
    return find_same(session, order.holder, place, order.role, since, until)


def _write(
    session: Session,
    order: Order,
    since: dt.date,
    until: dt.date | None,
    *,
    at: dt.datetime,
    by: int | None,
) -> Duty:
    """Store a duty that was checked, and tell the audit log."""
    columns = {
        holder_column(order.holder): order.holder.id,
        place_column(order.place): order.place.id,
    }
    duty = Duty(
        community_id=order.place.community_id,
        role=order.role,
        since=since,
        until=until,
        **columns,
    )
    session.add(duty)
    session.flush()
    record(
        session,
        at=at,
        by=by,
        action="appoint",
        thing_kind="duty",
        thing_id=duty.id,
        community_id=duty.community_id,
        role=order.role.value,
        since=since.isoformat(),
        **columns,
    )
    return duty
