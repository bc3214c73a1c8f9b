"""The cells of a community as a summary draws them."""

from __future__ import annotations

from dataclasses import dataclass

from shapely.geometry.base import BaseGeometry
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Cell, Community
from app.queries.cells.chosen import seen_cells
from app.queries.scope import Viewer

MOST_CELLS = 1_000


@dataclass(frozen=True)
class CellShape:
    """A cell of the division that holds; ``shape`` in EPSG:4326."""

    id: int
    code: str
    name: str
    shape: BaseGeometry


def cell_shapes(session: Session, viewer: Viewer, community: Community) -> list[CellShape]:
    """List the cells that a viewer may see, by code.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    community : Community
    """
    rows = (
        select(Cell.id, Cell.code, Cell.name, Cell.shape)
        .where(Cell.id.in_(seen_cells(viewer, community)))
        .order_by(Cell.code, Cell.id)
        .limit(MOST_CELLS)
    )
    return [CellShape(*row) for row in session.execute(rows)]
