"""Divisions as one chooses among them: a small picture and a few figures of each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from shapely.geometry.base import BaseGeometry
from sqlalchemy import Subquery, cast, func, select
from sqlalchemy.orm import Session
from sqlalchemy.types import Float

from app.models import (
    AreaNote,
    Building,
    BuildingCell,
    Cell,
    Community,
    Division,
    DivisionState,
    User,
)
from app.models.base import Shape
from app.queries.households import living_there
from app.queries.scope import Viewer, visible_communities

MOST_CARDS = 60
_FINENESS_DEG = 2e-5
"""Detail below about two metres is not seen on a small picture."""


@dataclass
class DivisionCard:
    """A division as a list offers it.

    Attributes
    ----------
    division : Division
    made_by : str or None
        Who made it.
    notes : int
        What was found wrong when its buildings were last assigned.
    cells : list of (shape, int)
        Outline and tint of each cell, in EPSG:4326.
    households : list of float
        Of each cell, estimates included.
    """

    division: Division
    made_by: str | None
    notes: int
    cells: list[tuple[BaseGeometry, int]] = field(default_factory=list)
    households: list[float] = field(default_factory=list)

    @property
    def mean_households(self) -> float:
        """Households of a cell on average."""
        return sum(self.households) / len(self.households) if self.households else 0.0

    @property
    def largest_deviation(self) -> float | None:
        """How far the worst cell is from the mean, as a share of it."""
        mean = self.mean_households
        return max(abs(one - mean) for one in self.households) / mean if mean else None

    @property
    def in_range(self) -> float | None:
        """Share of the cells inside the range of households that was wished, if one was."""
        wished = (self.division.wish or {}).get("households")
        if not wished or not self.households:
            return None
        low, high = wished
        inside = [low <= one <= high for one in self.households]
        return inside.count(True) / len(inside)


def list_cards(session: Session, viewer: Viewer, community: Community) -> Sequence[DivisionCard]:
    """List the divisions of a community, drafts with the latest first, then by their dates.

    Parameters
    ----------
    session : Session
    viewer : Viewer
        One who may divide: drafts are listed, too.
    community : Community

    Returns
    -------
    Sequence of DivisionCard
        At most 60.
    """
    notes = (
        select(func.count())
        .select_from(AreaNote)
        .where(AreaNote.division_id == Division.id)
        .scalar_subquery()
    )
    rows = session.execute(
        select(Division, User.display_name, notes)
        .outerjoin(User, User.id == Division.made_by)
        .where(
            Division.community_id == community.id,
            Division.community_id.in_(visible_communities(viewer)),
        )
        .order_by(Division.state != DivisionState.DRAFT, Division.since.desc(), Division.id.desc())
        .limit(MOST_CARDS)
    )
    cards = {row[0].id: DivisionCard(*row) for row in rows}
    _add_cells(session, cards)
    return list(cards.values())


def _add_cells(session: Session, cards: dict[int, DivisionCard]) -> None:
    """Give the cards the cells of their divisions."""
    loads = _loads(cards)
    drawn = func.ST_SimplifyPreserveTopology(Cell.shape, _FINENESS_DEG, type_=Shape())
    rows = session.execute(
        select(Cell.division_id, drawn, Cell.tint, func.coalesce(loads.c.households, 0.0))
        .outerjoin(loads, loads.c.cell_id == Cell.id)
        .where(Cell.division_id.in_(cards))
        .order_by(Cell.division_id, Cell.code)
    )
    for division_id, shape, tint, households in rows:
        cards[division_id].cells.append((shape, tint))
        cards[division_id].households.append(households)


def _loads(divisions: Iterable[int]) -> Subquery:
    """Select the households of each cell, estimates included."""
    return (
        select(
            BuildingCell.cell_id,
            func.sum(cast(living_there(), Float), type_=Float).label("households"),
        )
        .join(Building, Building.id == BuildingCell.building_id)
        .where(
            BuildingCell.division_id.in_(divisions),
            BuildingCell.cell_id.is_not(None),
            Building.vanished_on.is_(None),
        )
        .group_by(BuildingCell.cell_id)
        .subquery()
    )
