"""Whom a division leaves without anybody: cells, buildings and entrances."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pandas as pd
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.models import Building, Community, Duty, Entrance
from app.queries.divisions.change import Change
from app.queries.duties import held_buildings


@dataclass(frozen=True)
class Vacancy:
    """What nobody answers for in one cell from the day on which a division holds.

    Attributes
    ----------
    cell_id : int
    cell_vacant : bool
        Nobody has a duty for the cell as a whole.
    buildings : int
        Nobody answers for the building nor for any of its entrances.
    entrances : int
        Nobody answers for the entrance nor for its building.
    """

    cell_id: int
    cell_vacant: bool
    buildings: int
    entrances: int


def vacancies_after(
    session: Session, community: Community, change: Change, on: dt.date
) -> list[Vacancy]:
    """Tell of each new cell what nobody answers for.

    Duties for old cells count in the cells that go on from them; those for buildings, entrances
    and households go with their buildings.

    Parameters
    ----------
    session : Session
    community : Community
    change : Change
    on : datetime.date
        First day of the division.

    Returns
    -------
    list of Vacancy
        One for each cell with a vacancy, by code.
    """
    held = _held_cells(session, change, on)
    vacant = _vacant_buildings(session, community, on)
    stairs = _vacant_entrances(session, community, on)
    cell_of = change.buildings["after"]
    buildings = cell_of[cell_of.index.isin(vacant)].value_counts()
    entrances = pd.Series(stairs, dtype="int64").map(cell_of).value_counts()
    found = [
        Vacancy(cell, cell not in held, int(buildings.get(cell, 0)), int(entrances.get(cell, 0)))
        for cell in change.new
    ]
    return [each for each in found if each.cell_vacant or each.buildings or each.entrances]


def _held_cells(session: Session, change: Change, on: dt.date) -> set[int]:
    """Give the new cells for which somebody will answer as a whole."""
    cells = [*change.old, *change.new]
    rows = session.scalars(
        select(Duty.cell_id).where(Duty.cell_id.in_(cells), Duty.current(on)).distinct()
    )
    return {change.successors.get(cell, cell) for cell in rows if cell is not None}


def _vacant_buildings(session: Session, community: Community, on: dt.date) -> list[int]:
    """Give the buildings for which nobody answers."""
    standing = select(Building.id.label("building_id")).where(
        Building.community_id == community.id, Building.vanished_on.is_(None)
    )
    held = held_buildings(standing.cte("standing"), on)
    return list(session.scalars(standing.where(Building.id.not_in(select(held.c.building_id)))))


def _vacant_entrances(session: Session, community: Community, on: dt.date) -> list[int]:
    """Give, once for each entrance for which nobody answers, its building."""
    own = select(Duty.entrance_id).where(Duty.entrance_id.is_not(None), Duty.current(on))
    whole = select(Duty.building_id).where(Duty.building_id.is_not(None), Duty.current(on))
    held = or_(Entrance.id.in_(own), Entrance.building_id.in_(whole))
    return list(
        session.scalars(
            select(Entrance.building_id).where(
                Entrance.community_id == community.id, Entrance.vanished_on.is_(None), ~held
            )
        )
    )
