"""Households as places: they come to be when somebody is to answer for one."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.models import Building, Duty, Entrance, Household
from app.services.audit import record
from geodata.errors import N_, InputRefused

_NUMBER = re.compile(r"[一-鿿]{0,3}[0-9A-Za-z-]{1,10}|[东西南北中]{1,2}")
_BETWEEN = re.compile(r"[^\w-]+")
MOST_DOORS = 500
_TAIL = re.compile(r"(室|号房|号|户|房)$")


def find_or_add_household(
    session: Session, building: Building, number: str, entrance: Entrance | None = None
) -> Household:
    """Give the household with a number, entered where it is not known yet.

    Parameters
    ----------
    session : Session
    building : Building
    number : str
        ``301``, ``301室``; the door, not who lives behind it.
    entrance : Entrance, optional
        Where the number alone does not say which door.

    Raises
    ------
    InputRefused
        If the number cannot be one, or the entrance is of another building.
    """
    plain = _TAIL.sub("", unicodedata.normalize("NFKC", number).strip())
    if not _NUMBER.fullmatch(plain):
        raise InputRefused(
            N_("%(number)s is no number of a household, such as 301."), number=number[:40]
        )
    if entrance is not None and entrance.building_id != building.id:
        raise InputRefused(N_("This entrance belongs to another building."))
    entrance_id = entrance.id if entrance else None
    found = session.scalar(
        select(Household).where(
            Household.building_id == building.id,
            Household.number == plain,
            Household.entrance_id == entrance_id,
        )
    )
    if found is not None:
        found.vanished_on = None  # A door that was struck off is there again.
        return found
    return _add(session, building, plain, entrance_id)


def add_households(
    session: Session,
    building: Building,
    text: str,
    entrance: Entrance | None = None,
    *,
    at: dt.datetime,
    by: int | None,
) -> list[Household]:
    """Enter the doors of a building or an entrance, so that somebody can answer for each.

    Parameters
    ----------
    session : Session
    building : Building
    text : str
        Their numbers with anything but letters and digits between: ``101、102 201``.
    entrance : Entrance, optional
    at, by : datetime, int or None
        When, and which account.

    Returns
    -------
    list of Household
        Those that were there already, too.

    Raises
    ------
    InputRefused
        If there is no number, one that cannot be one, or more than ``MOST_DOORS``.
    """
    numbers = list(dict.fromkeys(filter(None, _BETWEEN.split(text))))
    if not 1 <= len(numbers) <= MOST_DOORS:
        raise InputRefused(N_("Give 1 to %(most)s numbers of doors."), most=MOST_DOORS)
    doors = [find_or_add_household(session, building, number, entrance) for number in numbers]
    _note(session, "add_doors", building, at=at, by=by, doors=len(doors))
    return doors


def strike_household(
    session: Session, household: Household, *, at: dt.datetime, by: int | None
) -> None:
    """Strike off a door that does not exist; what was there before stays readable.

    Parameters
    ----------
    session : Session
    household : Household
    at, by : datetime, int or None

    Raises
    ------
    InputRefused
        If somebody answers for it today or later.
    """
    on = at.date()
    held = select(Duty.id).where(
        Duty.household_id == household.id, or_(Duty.until.is_(None), Duty.until >= on)
    )
    if session.scalar(held.limit(1)) is not None:
        raise InputRefused(
            N_("Somebody answers for %(door)s. End the duty first."), door=household.number
        )
    household.vanished_on = on
    _note(session, "strike_door", household.building, at=at, by=by, door=household.id)


def _note(
    session: Session,
    action: str,
    building: Building,
    *,
    at: dt.datetime,
    by: int | None,
    **details: int,
) -> None:
    """Tell the audit log, and let the database check what was written."""
    session.flush()
    record(
        session,
        at=at,
        by=by,
        action=action,
        thing_kind="building",
        thing_id=building.id,
        community_id=building.community_id,
        **details,
    )


def _add(session: Session, building: Building, number: str, entrance_id: int | None) -> Household:
    """Enter a household; its key is made of the keys of what it lies in."""
    household = Household(
        community_id=building.community_id,
        building_id=building.id,
        entrance_id=entrance_id,
        key=f"{building.id}/{entrance_id or ''}/{number}",
        number=number,
    )
    session.add(household)
    session.flush()
    return household
