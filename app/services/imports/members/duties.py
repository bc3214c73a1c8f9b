"""Duties that a row of people hands out: at which place, and whether it is held already."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from sqlalchemy import select

from app.models import Building, Cell, Duty, DutyRole, Entrance
from app.queries.scope import published_division
from app.services.duties.households import find_or_add_household
from app.services.imports.context import Context
from app.services.imports.lookup import BuildingIndex
from geodata.errors import N_
from geodata.findings import Finding, Severity
from geodata.text import normal

_OF_CELLS = frozenset(
    {
        DutyRole.CELL_LEADER,
        DutyRole.GRID_ADMINISTRATOR,
        DutyRole.GROUP_LEADER,
        DutyRole.SUPERVISOR,
        DutyRole.PATROL_VOLUNTEER,
        DutyRole.PROPERTY_COMMITTEE,
        DutyRole.BRANCH,
    }
)
"""Roles whose place is a cell even where the row also names a building, such as a home."""

_OF_HOUSEHOLDS = frozenset({DutyRole.MODEL_FAMILY, DutyRole.MEMBER_CONTACT})
"""Roles that may be held for one household; in other rows a door is where somebody lives."""

NO_PLACE = N_(
    "Row %(row)s: %(name)s has the role %(role)s, but %(place)s is no stored place. Import the "
    "place first, or correct the row."
)

Place = dict[str, int]
"""The column of a duty that holds the place, and its id."""


class Places:
    """The places of a community by what people call them.

    Parameters
    ----------
    context : Context
    """

    def __init__(self, context: Context) -> None:
        session, community = context.session, context.community
        self._session = session
        self.buildings = BuildingIndex(session, community.id)
        entrances = session.execute(
            select(Entrance.building_id, Entrance.name, Entrance.id)
            .join(Building, Building.id == Entrance.building_id)
            .where(Entrance.community_id == community.id, Entrance.vanished_on.is_(None))
        )
        self._entrances = {(b, entrance_number(name)): id_ for b, name, id_ in entrances}
        division = published_division(session, community)
        cells = select(Cell.code, Cell.name, Cell.id).where(
            Cell.division_id == (division.id if division else None)
        )
        self._cells: dict[str, int] = {}
        for code, name, id_ in session.execute(cells):
            self._cells |= {normal(code): id_, normal(code[-3:]): id_, normal(name): id_}

    def building(self, row: Any) -> int | None:
        """Give the building that a row names, if it is one."""
        ids = self.buildings.find(row.building_number)
        return ids[0] if len(ids) == 1 else None

    def of(self, row: Any, role: DutyRole) -> Place | None:
        """Give the place for which a row makes somebody answer in a role.

        Parameters
        ----------
        row : named tuple
            As docs/frames.md.
        role : DutyRole

        Returns
        -------
        dict or None
        """
        cell = self._cells.get(normal(row.cell_code)) if isinstance(row.cell_code, str) else None
        if cell is not None and role in _OF_CELLS:
            return {"cell_id": cell}
        building = self.building(row)
        if building is not None:
            return self._inside(building, row, role)
        return {"cell_id": cell} if cell is not None else None

    def _inside(self, building: int, row: Any, role: DutyRole) -> Place | None:
        """Give the place in a building that a row means: the whole, a stairwell or a door."""
        if role is DutyRole.BUILDING_LEAD:  # What the row says more is where the lead lives.
            return {"building_id": building}
        entrance = None
        if isinstance(row.entrance_name, str):
            entrance = self._entrances.get((building, entrance_number(row.entrance_name)))
            if entrance is None:
                return None
        if role in _OF_HOUSEHOLDS and isinstance(row.household_number, str):
            return {"household_id": self._household(building, entrance, row.household_number)}
        return {"building_id": building} if entrance is None else {"entrance_id": entrance}

    def _household(self, building: int, entrance: int | None, number: str) -> int:
        """Give the household behind a door, entered where it is not known yet."""
        session = self._session
        stairs = session.get_one(Entrance, entrance) if entrance is not None else None
        house = session.get_one(Building, building)
        return find_or_add_household(session, house, number, stairs).id


class Duties:
    """The duties that hold today, growing as rows hand out new ones.

    Parameters
    ----------
    context : Context
    """

    def __init__(self, context: Context) -> None:
        self._context = context
        held = context.session.scalars(
            select(Duty).where(Duty.community_id == context.community.id, Duty.current(context.on))
        )
        self._held = {_signature(vars(duty)) for duty in held}

    def hand_out(self, holder: Place, place: Place, role: DutyRole) -> bool:
        """Hand out a duty from today, unless it is held already.

        Parameters
        ----------
        holder : dict
            ``person_id`` or ``organisation_id``.
        place : dict
            From :meth:`Places.of`.
        role : DutyRole

        Returns
        -------
        bool
            Whether it is new.
        """
        values = {**holder, **place, "role": role}
        if _signature(values) in self._held:
            return False
        self._held.add(_signature(values))
        community_id = self._context.community.id
        self._context.session.add(Duty(community_id=community_id, since=self._context.on, **values))
        return True


def entrance_number(name: str) -> str:
    """Bring ``1单元``, ``一单元`` and ``1`` to one form.

    Parameters
    ----------
    name : str

    Returns
    -------
    str
    """
    plain = re.sub(r"(单元|门|号)$", "", normal(name))
    han = "零一二三四五六七八九十"
    return str(han.index(plain)) if len(plain) == 1 and plain in han else plain


def no_place(row: Any, role: DutyRole) -> Finding:
    """Make the finding of a role without a place.

    Parameters
    ----------
    row : named tuple
        As docs/frames.md.
    role : DutyRole
    """
    number = int(row.source_row)
    said = (row.cell_code, row.building_number, row.entrance_name)
    place = " ".join(part for part in said if isinstance(part, str)) or "-"
    return Finding(
        "role_without_place",
        Severity.WARNING,
        NO_PLACE,
        {"row": number, "name": row.name, "role": role.value, "place": place},
        row=number,
        column="role",
    )


def has_left(row: Any, left_on: dt.date) -> Finding:
    """Make the finding of a duty for somebody who is no longer there.

    Parameters
    ----------
    row : named tuple
        As docs/frames.md.
    left_on : datetime.date
    """
    number = int(row.source_row)
    return Finding(
        "person_left",
        Severity.WARNING,
        N_("Row %(row)s: %(name)s left on %(date)s; no duty was given. Name who took it over."),
        {"row": number, "name": row.name, "date": left_on.isoformat()},
        row=number,
        column="name",
    )


def _signature(values: dict[str, Any]) -> tuple[Any, ...]:
    names = (
        "person_id", "organisation_id", "cell_id", "building_id", "entrance_id", "household_id",
        "role",
    )  # fmt: skip
    return tuple(values.get(name) for name in names)
