"""Buildings as the map draws them: what is out of scope loses all but its shape and kind."""

from __future__ import annotations

from sqlalchemy import CTE, Subquery, case, func, select

from app.models import (
    BuildingCell,
    Community,
    Division,
    DivisionState,
    Issue,
)
from app.queries.duties import held_buildings
from app.queries.issues import is_open
from app.queries.scope import Viewer, visible_buildings, visible_issues
from app.queries.types import Rows


def draw_buildings(viewer: Viewer, community: Community, near: CTE) -> Rows:
    """Select buildings with what the map shows of them.

    Parameters
    ----------
    viewer : Viewer
    community : Community
    near : CTE
        Rows of ``Building`` in this community: everything is looked up for these only.

    Returns
    -------
    Select
        ``footprint, kind``, and for buildings in scope ``id, number, name, levels, households,
        cell_id, vacant, open_issues``; out of scope these are null.
    """
    among = select(near.c.id.label("building_id")).cte("among")
    held, cells = held_buildings(among, viewer.on), _cells(near, community)
    issues = _open_issues(near, viewer)
    mine = select(near.c.id).where(near.c.id.in_(visible_buildings(viewer))).subquery("mine")
    mine_id = mine.c.id
    known = {
        "id": near.c.id,
        "number": near.c.number,
        "name": near.c.name,
        "levels": near.c.levels,
        "households": near.c.households,
        "cell_id": cells.c.cell_id,
        "vacant": held.c.building_id.is_(None),
        "open_issues": func.coalesce(issues.c.open_issues, 0),
    }
    return (
        select(
            near.c.footprint,
            near.c.kind,
            *(case((mine_id.is_not(None), column)).label(name) for name, column in known.items()),
        )
        # Joined, not asked by IN in each column: beyond work_mem that would be quadratic.
        .outerjoin(mine, mine_id == near.c.id)
        .outerjoin(held, held.c.building_id == near.c.id)
        .outerjoin(issues, issues.c.building_id == near.c.id)
        .outerjoin(cells, cells.c.building_id == near.c.id)
        .order_by(near.c.id)
    )


def _open_issues(near: CTE, viewer: Viewer) -> Subquery:
    """Count the open issues at the buildings of the tile."""
    return (
        select(Issue.building_id, func.count().label("open_issues"))
        .join(near, near.c.id == Issue.building_id)
        .where(is_open(), Issue.id.in_(visible_issues(viewer)))
        .group_by(Issue.building_id)
        .subquery("issues")
    )


def _cells(near: CTE, community: Community) -> Subquery:
    """Select the published cell of each building of the tile."""
    return (
        select(BuildingCell.building_id, BuildingCell.cell_id)
        .join(near, near.c.id == BuildingCell.building_id)
        .join(Division, Division.id == BuildingCell.division_id)
        .where(Division.community_id == community.id, Division.state == DivisionState.PUBLISHED)
        .subquery("cells")
    )
