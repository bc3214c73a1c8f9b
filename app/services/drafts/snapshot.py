"""States of a few cells, kept so that a step can be undone and done again to the last digit."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry
from sqlalchemy import delete, func, insert, select, union
from sqlalchemy.orm import Session

from app.models import Building, BuildingCell, Cell, Division
from app.services.areas import as_multi
from app.services.areas.assignment import place_buildings
from app.services.sql import statement

Snapshot = dict[str, Any]
"""``cells``: rows of cells with ``shape`` as hexadecimal WKB; ``by_hand``: ``building_id, cell_id,
reason`` of placements by decision in them."""


def take_snapshot(session: Session, division: Division, cell_ids: Collection[int]) -> Snapshot:
    """Note how some cells of a draft stand.

    Parameters
    ----------
    session : Session
    division : Division
    cell_ids : collection of int
    """
    cells = session.execute(
        select(Cell.id, Cell.code, Cell.name, Cell.kind, Cell.tint, Cell.shape)
        .where(Cell.division_id == division.id, Cell.id.in_(cell_ids))
        .order_by(Cell.id)
    )
    by_hand = session.execute(
        select(BuildingCell.building_id, BuildingCell.cell_id, BuildingCell.reason)
        .where(
            BuildingCell.division_id == division.id,
            BuildingCell.by_hand,
            BuildingCell.cell_id.in_(cell_ids),
        )
        .order_by(BuildingCell.building_id)
    )
    return {
        "cells": [{**row._mapping, "shape": in_hex(row.shape)} for row in cells],
        "by_hand": [dict(row._mapping) for row in by_hand],
    }


def in_hex(shape: BaseGeometry) -> str:
    """Write a cell's outline as it is kept."""
    text: str = shapely.to_wkb(as_multi(shape), hex=True)
    return text


def ids_of(snapshot: Snapshot) -> set[int]:
    """Give the keys of the cells in a state."""
    return {row["id"] for row in snapshot["cells"]}


def replace_cells(session: Session, division: Division, before: Snapshot, after: Snapshot) -> None:
    """Let cells stand as noted, in place of how they stood, and put their buildings anew.

    Parameters
    ----------
    session : Session
    division : Division
    before, after : Snapshot
        Of the same ground.
    """
    old, new = ids_of(before), ids_of(after)
    session.flush()
    touched = _buildings_in(session, division, old)
    session.execute(
        delete(BuildingCell).where(
            BuildingCell.division_id == division.id,
            BuildingCell.by_hand,
            BuildingCell.cell_id.in_(old),
        )
    )
    session.execute(delete(Cell).where(Cell.division_id == division.id, Cell.id.in_(old - new)))
    _write(session, division, after["cells"])
    if after["by_hand"]:
        _decide(session, division, after["by_hand"])
    touched |= _buildings_in(session, division, new)
    place_buildings(session, division, sorted(touched), sorted(new))
    session.expire_all()


def _buildings_in(session: Session, division: Division, cell_ids: Collection[int]) -> set[int]:
    """Give the buildings that are in some cells, and those in none that may belong there."""
    in_division = select(BuildingCell.building_id).where(BuildingCell.division_id == division.id)
    placed = select(BuildingCell.building_id).where(
        BuildingCell.division_id == division.id, BuildingCell.cell_id.in_(cell_ids)
    )
    near = (
        select(Building.id)
        .join(Cell, Building.footprint.op("&&", is_comparison=True)(Cell.shape))
        .where(
            Cell.division_id == division.id,
            Cell.id.in_(cell_ids),
            Building.community_id == division.community_id,
            Building.vanished_on.is_(None),
            Building.id.not_in(in_division),
        )
    )
    return set(session.scalars(union(placed, near)))


def _write(session: Session, division: Division, rows: list[dict[str, Any]]) -> None:
    """Write rows of cells in two goes, so that codes may change places."""
    session.execute(
        statement("write_cells"),
        [
            {
                "division_id": division.id,
                "community_id": division.community_id,
                **row,
                "code": code,
                "shape": row["shape"],
            }
            for again in (False, True)
            for row in rows
            for code in [row["code"] if again else f"~{row['id']}"]
        ],
    )


def _decide(session: Session, division: Division, rows: list[dict[str, Any]]) -> None:
    """Put buildings by decision into the cells that were chosen for them."""
    session.execute(
        delete(BuildingCell).where(
            BuildingCell.division_id == division.id,
            BuildingCell.building_id.in_([row["building_id"] for row in rows]),
        )
    )
    session.execute(
        insert(BuildingCell),
        [{"division_id": division.id, "by_hand": True, **row} for row in rows],
    )


def new_cell_id(session: Session) -> int:
    """Take the key for a cell that is going to be written."""
    sequence = func.pg_get_serial_sequence("cell", "id")
    key: int = session.scalars(select(func.nextval(sequence))).one()
    return key
