"""Households as places: they come to be when somebody is to answer for one."""

from __future__ import annotations

import re
import unicodedata

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Building, Entrance, Household
from geodata.errors import N_, InputRefused

_NUMBER = re.compile(r"[一-鿿]{0,3}[0-9A-Za-z-]{1,10}|[东西南北中]{1,2}")
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
    return found or _add(session, building, plain, entrance_id)


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
