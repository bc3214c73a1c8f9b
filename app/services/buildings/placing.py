"""Placing a building in a cell by decision, and taking the decision back."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.orm import Session

from app.models import Building, BuildingCell, Cell, Community, Division
from app.queries.scope import published_division
from app.services.areas import place_by_hand, take_turn
from app.services.areas.assignment import place_buildings
from app.services.areas.notes import renew_notes
from app.services.audit import record
from app.services.issues import locate_issues
from geodata.errors import N_, InputRefused


def place_in_cell(
    session: Session,
    building: Building,
    cell: Cell,
    *,
    reason: str,
    at: dt.datetime,
    by: int | None,
) -> None:
    """Put a building into a cell by decision; its issues follow, and recomputing keeps it.

    Parameters
    ----------
    session : Session
    building : Building
    cell : Cell
        Of the division that holds.
    reason : str
        Why, in a sentence.
    at, by : datetime, int or None
        When, and which account.

    Raises
    ------
    InputRefused
        If no reason is given, no division holds, the cell is of another one, or the building is
        gone.
    """
    division = begin_change(session, building)
    place_by_hand(session, division, building, cell, reason=reason, at=at, by=by)
    settle(session, division, [building])


def take_back_placement(
    session: Session, building: Building, *, at: dt.datetime, by: int | None
) -> None:
    """Take a decision back: the building is again in the cell in which it lies.

    Parameters
    ----------
    session : Session
    building : Building
    at, by : datetime, int or None
        When, and which account.

    Raises
    ------
    InputRefused
        If nobody has placed it by hand, no division holds, or the building is gone.
    """
    division = begin_change(session, building)
    placed = session.get(BuildingCell, (division.id, building.id))
    if placed is None or not placed.by_hand:
        raise InputRefused(N_("Nobody has placed this building by hand: there is nothing to undo."))
    placed.by_hand, placed.reason = False, ""
    settle(session, division, [building])
    record(
        session,
        at=at,
        by=by,
        action="take_back_placement",
        thing_kind="building",
        thing_id=building.id,
        community_id=building.community_id,
    )


def begin_change(session: Session, building: Building) -> Division:
    """Take the turn in a building's community, and give the division that holds there.

    Raises
    ------
    InputRefused
        If no division holds, or the building is gone.
    """
    community = session.get_one(Community, building.community_id)
    take_turn(session, community)
    session.refresh(building)
    require_standing(building)
    division = published_division(session, community)
    if division is None:
        raise InputRefused(
            N_("%(name)s has no cells yet. Let it be divided, or import cells first."),
            name=community.name,
        )
    return division


def require_standing(building: Building) -> None:
    """Refuse to change a building that is gone.

    Raises
    ------
    InputRefused
    """
    if building.vanished_on is not None:
        raise InputRefused(
            N_("This building is gone since %(date)s."), date=building.vanished_on.isoformat()
        )


def settle(session: Session, division: Division, buildings: list[Building]) -> None:
    """Let all that is computed from where buildings lie follow their change.

    Parameters
    ----------
    session : Session
    division : Division
        The one that holds.
    buildings : list of Building
        Those that changed.
    """
    session.flush()
    place_buildings(session, division, [building.id for building in buildings])
    session.expire_all()  # The statement knows nothing of what the session holds.
    renew_notes(session, division)
    locate_issues(session, division.community)
