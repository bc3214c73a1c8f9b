"""Which cells: those of the division that holds, and those of them that a viewer may see."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Cell, Community, Division, DivisionState
from app.queries.scope import Ids, Viewer, visible_cells

MOST_CHOICES = 1_000


def published_cells(community: Community) -> Ids:
    """Select the ids of the cells of the division that holds: outlines are for everybody.

    Parameters
    ----------
    community : Community
        In the viewer's scope.
    """
    return (
        select(Cell.id)
        .join(Division, Division.id == Cell.division_id)
        .where(Division.community_id == community.id, Division.state == DivisionState.PUBLISHED)
    )


def seen_cells(viewer: Viewer, community: Community) -> Ids:
    """Select the ids of the cells of the published division that a viewer may see.

    Parameters
    ----------
    viewer : Viewer
    community : Community
    """
    return select(Cell.id).where(
        Cell.id.in_(published_cells(community)), Cell.id.in_(visible_cells(viewer))
    )


def cell_choices(session: Session, viewer: Viewer, community: Community) -> list[tuple[int, str]]:
    """List the cells of the published division that a viewer may see, to choose from.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    community : Community

    Returns
    -------
    list of (int, str)
        Id and name, by code; at most ``MOST_CHOICES``.
    """
    rows = (
        select(Cell.id, Cell.name)
        .where(Cell.id.in_(seen_cells(viewer, community)))
        .order_by(Cell.code, Cell.id)
        .limit(MOST_CHOICES)
    )
    return [(key, name) for key, name in session.execute(rows)]
