"""Who answers for what, as far as a viewer may know."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import CTE, ColumnElement, Subquery, case, func, select, union
from sqlalchemy.orm import Session

from app.models import (
    LEADING_ROLES,
    Building,
    Cell,
    Duty,
    DutyRole,
    Entrance,
    Household,
    Organisation,
    Person,
    Team,
    mask_phone,
)
from app.queries.scope import Viewer, visible_duties
from app.queries.types import AnyRow, Rows

ROLE_ORDER = (*LEADING_ROLES, *(role for role in DutyRole if role not in LEADING_ROLES))
"""Roles as they are listed: those who lead first."""

HOLDERS_LIMIT = 200


@dataclass(frozen=True)
class Holder:
    """Who holds a duty, and where.

    Attributes
    ----------
    duty_id : int
    role : DutyRole
    name : str
        Of the person, team or organisation.
    person_id : int or None
        None for teams and organisations.
    masked_phone : str
        Empty for teams and organisations.
    cell_id, cell_name : int or None, str
        The cell, of a duty for a whole cell.
    building_id : int or None
        The building, also of an entrance; None for a duty for a whole cell or estate.
    building_number, entrance_name : str
        Empty where the duty is for more than that.
    entrance_id : int or None
    household : str
        Number of the household of a duty for one, else empty.
    since : datetime.date
    """

    duty_id: int
    role: DutyRole
    name: str
    person_id: int | None
    masked_phone: str
    cell_id: int | None
    cell_name: str
    building_id: int | None
    building_number: str
    entrance_id: int | None
    entrance_name: str
    since: dt.date
    household: str = ""


def role_rank() -> ColumnElement[int]:
    """Give the order of a duty's role: 0 leads a cell, the last answers for the least."""
    return case({role: rank for rank, role in enumerate(ROLE_ORDER)}, value=Duty.role)


def holder_name() -> ColumnElement[str]:
    """Give the name of who holds a duty, in a selection that joined :func:`join_holders`."""
    return func.coalesce(Person.name, Team.name, Organisation.name)


def join_holders(rows: Rows) -> Rows:
    """Join duties with the people, teams and organisations that hold them.

    Parameters
    ----------
    rows : Select
        From ``Duty``.
    """
    return (
        rows.outerjoin(Person, Person.id == Duty.person_id)
        .outerjoin(Team, Team.id == Duty.team_id)
        .outerjoin(Organisation, Organisation.id == Duty.organisation_id)
    )


def building_id_of_duty() -> ColumnElement[int | None]:
    """Give the building of a duty, in a selection that joined its entrance and household."""
    return func.coalesce(Duty.building_id, Entrance.building_id, Household.building_id)


def select_holders(viewer: Viewer) -> Rows:
    """Select the current duties that a viewer may see, for :func:`read_holders` to narrow.

    Parameters
    ----------
    viewer : Viewer

    Returns
    -------
    Select
        One row a duty, the leading roles first.
    """
    rows = select(
        Duty.id, Duty.role, Duty.since, Duty.person_id, Person.phone, holder_name().label("name"),
        Duty.cell_id, Cell.name.label("cell_name"),
        Building.id.label("building_id"), Building.number, Entrance.id.label("entrance_id"),
        Entrance.name.label("entrance_name"), Household.number.label("household"),
    )  # fmt: skip
    return (
        join_holders(rows.select_from(Duty))
        .outerjoin(Household, Household.id == Duty.household_id)
        .outerjoin(Entrance, Entrance.id == func.coalesce(Duty.entrance_id, Household.entrance_id))
        .outerjoin(Cell, Cell.id == Duty.cell_id)
        .outerjoin(Building, Building.id == building_id_of_duty())
        .where(Duty.id.in_(visible_duties(viewer)), Duty.current(viewer.on))
        .order_by(role_rank(), Building.number, Entrance.name, Duty.id)
    )


def read_holders(session: Session, rows: Rows, limit: int = HOLDERS_LIMIT) -> tuple[Holder, ...]:
    """Run a narrowed :func:`select_holders`.

    Parameters
    ----------
    session : Session
    rows : Select
    limit : int
        Most rows.
    """
    return tuple(make_holder(row) for row in session.execute(rows.limit(limit)))


def make_holder(row: AnyRow) -> Holder:
    """Make a holder of a row of :func:`select_holders`."""
    return Holder(
        duty_id=row.id,
        role=row.role,
        name=row.name,
        person_id=row.person_id,
        masked_phone=mask_phone(row.phone or ""),
        cell_id=row.cell_id,
        cell_name=row.cell_name or "",
        building_id=row.building_id,
        building_number=row.number or "",
        entrance_id=row.entrance_id,
        entrance_name=row.entrance_name or "",
        since=row.since,
        household=row.household or "",
    )


def held_buildings(among: CTE, on: dt.date) -> Subquery:
    """Give the buildings for which, or for one of whose entrances, somebody answers.

    Parameters
    ----------
    among : CTE
        Column ``building_id``: only these are looked at, and the viewer must be allowed to.
    on : datetime.date

    Returns
    -------
    Subquery
        One column, ``building_id``.
    """
    whole = select(Duty.building_id).join(among, among.c.building_id == Duty.building_id)
    stairs = (
        select(Entrance.building_id)
        .join(among, among.c.building_id == Entrance.building_id)
        .join(Duty, Duty.entrance_id == Entrance.id)
        .where(Entrance.vanished_on.is_(None))
    )
    return union(whole.where(Duty.current(on)), stairs.where(Duty.current(on))).subquery("held")
