"""Live figures of the cells of a draft."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import BigInteger, cast, func, select
from sqlalchemy.orm import Session

from app.models import Building, BuildingCell, Cell, CellKind, Division
from app.queries.households import estimated_households, living_there
from app.services.sql import statement


@dataclass(frozen=True)
class CellFigures:
    """A cell of a draft in numbers.

    Attributes
    ----------
    id, code, name, kind, tint
        As stored.
    buildings, by_hand : int
        Buildings in it, and those of them that somebody put there.
    households, estimated : int
        All, and those of them that are estimated.
    people_on_duty : int
        Different people who answer for it, its buildings and their entrances today.
    """

    id: int
    code: str
    name: str
    kind: CellKind
    tint: int
    buildings: int
    by_hand: int
    households: int
    estimated: int
    people_on_duty: int


@dataclass(frozen=True)
class Target:
    """What cells are measured by; ``low`` and ``high`` only where a range was wished."""

    mean_households: float
    low: int | None
    high: int | None

    def deviation_percent(self, cell: CellFigures) -> float | None:
        """Give how far a cell is from the mean; None for exclusive cells, which need no balance."""
        if cell.kind is CellKind.EXCLUSIVE or not self.mean_households:
            return None
        return round(100 * (cell.households / self.mean_households - 1), 1)


def cell_figures(session: Session, division: Division, on: dt.date) -> tuple[CellFigures, ...]:
    """Count what lies in each cell of a draft, and who answers for it.

    Parameters
    ----------
    session : Session
    division : Division
        From the viewer's scope.
    on : datetime.date
        The day whose duties count.
    """
    people = (
        statement("people_of_draft")
        .bindparams(division_id=division.id, community_id=division.community_id, day=on)
        .columns(cell_id=BigInteger, people=BigInteger)
        .subquery("people")
    )
    ground = _ground(division)
    counts = (ground.c.buildings, ground.c.by_hand, ground.c.households, ground.c.estimated)
    rows = session.execute(
        select(
            *(Cell.id, Cell.code, Cell.name, Cell.kind, Cell.tint),
            *(func.coalesce(count, 0) for count in (*counts, people.c.people)),
        )
        .outerjoin(ground, ground.c.cell_id == Cell.id)
        .outerjoin(people, people.c.cell_id == Cell.id)
        .where(Cell.division_id == division.id)
        .order_by(Cell.code)
    )
    return tuple(CellFigures(*row) for row in rows)


def _ground(division: Division):  # type: ignore[no-untyped-def]
    """Count buildings and households of each cell."""
    return (
        select(
            BuildingCell.cell_id,
            func.count().label("buildings"),
            func.count().filter(BuildingCell.by_hand).label("by_hand"),
            cast(func.sum(living_there()), BigInteger).label("households"),
            cast(func.sum(estimated_households()), BigInteger).label("estimated"),
        )
        .join(Building, Building.id == BuildingCell.building_id)
        .where(BuildingCell.division_id == division.id, Building.vanished_on.is_(None))
        .group_by(BuildingCell.cell_id)
        .subquery("ground")
    )


def target_of(division: Division, cells: Iterable[CellFigures]) -> Target:
    """Say what the cells of a draft are measured by.

    Parameters
    ----------
    division : Division
    cells : iterable of CellFigures
    """
    common = [cell.households for cell in cells if cell.kind is not CellKind.EXCLUSIVE]
    low, high = (division.wish or {}).get("households") or (None, None)
    return Target(sum(common) / len(common) if common else 0.0, low, high)
