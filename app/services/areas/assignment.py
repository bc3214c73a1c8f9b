"""Which building lies in which cell: computed by PostGIS, or decided by hand."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models import Building, BuildingCell, Cell, Division
from app.services.areas.notes import renew_notes
from app.services.audit import record
from app.services.sql import statement
from geodata.errors import N_, InputRefused


@dataclass(frozen=True)
class Assignment:
    """What an assignment of buildings to cells did.

    Attributes
    ----------
    placed : int
        Buildings that lie in a cell.
    changed, taken_out : int
        Rows written, and buildings that no longer lie in any cell.
    by_hand : int
        Buildings whose cell somebody chose; they were left alone.
    in_no_cell : int
        Buildings that lie in no cell.
    """

    placed: int
    changed: int
    taken_out: int
    by_hand: int
    in_no_cell: int


@dataclass(frozen=True)
class Placement:
    """What the statement did: buildings in a cell, rows written, buildings taken out."""

    placed: int
    changed: int
    taken_out: int


def place_buildings(
    session: Session,
    division: Division,
    building_ids: list[int] | None = None,
    cell_ids: list[int] | None = None,
) -> Placement:
    """Put buildings into the cells of a division: the one PostGIS statement, and no checks.

    Parameters
    ----------
    session : Session
    division : Division
    building_ids : list of int, optional
        Only these; by default all of the community.
    cell_ids : list of int, optional
        The cells in which these buildings can lie, where that is known.
    """
    done = session.execute(
        statement("assign_buildings"),
        {"division_id": division.id, "building_ids": building_ids, "cell_ids": cell_ids},
    ).one()
    return Placement(done.placed, done.changed, done.taken_out)


def assign_buildings(
    session: Session, division: Division, building_ids: list[int] | None = None
) -> Assignment:
    """Put buildings into cells, and look at what came of it.

    Parameters
    ----------
    session : Session
    division : Division
    building_ids : list of int, optional
        Only these; by default all of the community, and then findings (buildings in no cell,
        cells that overlap ...) are renewed and kept with the division.

    Returns
    -------
    Assignment
    """
    done = place_buildings(session, division, building_ids)
    in_division = BuildingCell.division_id == division.id
    kept = session.scalar(
        select(func.count()).select_from(BuildingCell).where(in_division, BuildingCell.by_hand)
    )
    homeless = Building.id.not_in(select(BuildingCell.building_id).where(in_division))
    missing = session.scalar(
        select(func.count())
        .select_from(Building)
        .where(
            Building.community_id == division.community_id,
            Building.vanished_on.is_(None),
            homeless,
        )
    )
    if building_ids is None:
        renew_notes(session, division)
    return Assignment(done.placed, done.changed, done.taken_out, kept or 0, missing or 0)


def place_by_hand(
    session: Session,
    division: Division,
    building: Building,
    cell: Cell,
    *,
    reason: str,
    at: dt.datetime,
    by: int | None,
) -> None:
    """Put a building into a cell by decision, whatever its place says; recomputing keeps it.

    Parameters
    ----------
    session : Session
    division : Division
    building, cell : Building, Cell
    reason : str
        Why, in a sentence.
    at, by : datetime, int or None
        When, and which account.

    Raises
    ------
    InputRefused
        If no reason is given, or the cell is of another division.
    """
    if not reason.strip():
        raise InputRefused(N_("Say why this building belongs to another cell than it lies in."))
    if cell.division_id != division.id:
        raise InputRefused(N_("This cell belongs to another division."))
    session.merge(
        BuildingCell(
            division_id=division.id,
            building_id=building.id,
            cell_id=cell.id,
            by_hand=True,
            reason=reason.strip(),
        )
    )
    record(
        session,
        at=at,
        by=by,
        action="place_by_hand",
        thing_kind="building",
        thing_id=building.id,
        community_id=division.community_id,
        cell=cell.code,
        reason=reason.strip(),
    )
