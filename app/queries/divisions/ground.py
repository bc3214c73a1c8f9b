"""The buildings of a community with their cells in two divisions, read once for all questions."""

from __future__ import annotations

from typing import Any

import pandas as pd
from sqlalchemy import ARRAY, BigInteger, ColumnElement, any_, false, func, literal, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session, aliased

from app.models import Building, BuildingCell, Cell, Community, Division
from app.queries.households import estimated_households, living_there
from app.queries.scope import Viewer, visible_buildings
from app.queries.types import Rows

MOST_BUILDINGS = 200_000
_COLUMNS = (
    "id", "label", "households", "estimated", "seen", "before", "before_by_hand", "after",
    "after_by_hand",
)  # fmt: skip


def read_buildings(
    session: Session,
    viewer: Viewer,
    community: Community,
    before: Division | None,
    after: Division,
) -> pd.DataFrame:
    """Read the buildings of a community with their cells in two divisions.

    All buildings are read, because which cell goes on from which is decided by all of them;
    ``seen`` tells which ones the viewer may be shown.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    community : Community
    before : Division or None
    after : Division

    Returns
    -------
    DataFrame
        By building id: ``label, households`` (estimated where unknown), ``estimated, seen,
        before, after`` (cell ids, Int64), ``before_by_hand, after_by_hand``; at most 200,000.
    """
    rows = session.execute(_select(viewer, community, before, after)).all()
    found = pd.DataFrame(rows, columns=list(_COLUMNS)).set_index("id")
    kinds = dict.fromkeys(("households", "before", "after"), "Int64")
    flags = dict.fromkeys(("estimated", "seen", "before_by_hand", "after_by_hand"), "bool")
    return found.astype({**kinds, **flags})


def _select(viewer: Viewer, community: Community, before: Division | None, after: Division) -> Rows:
    """Select the buildings with both of their cells."""
    old, new = aliased(BuildingCell), aliased(BuildingCell)
    label = func.coalesce(
        func.nullif(Building.number, ""), func.nullif(Building.name, ""), Building.key
    )
    in_old = (old.building_id == Building.id) & (
        old.division_id == (before.id if before is not None else None)
    )
    return (
        select(
            Building.id, label, func.coalesce(living_there(), 0),
            estimated_households().is_not(None), Building.id.in_(visible_buildings(viewer)),
            old.cell_id, func.coalesce(old.by_hand, false()),
            new.cell_id, func.coalesce(new.by_hand, false()),
        )
        .outerjoin(old, in_old)
        .outerjoin(new, (new.building_id == Building.id) & (new.division_id == after.id))
        .where(Building.community_id == community.id, Building.vanished_on.is_(None))
        .order_by(Building.id)
        .limit(MOST_BUILDINGS)
    )  # fmt: skip


def among(column: Any, ids: list[int]) -> ColumnElement[bool]:
    """Give the condition that a key is one of many, as one parameter: there may be 100,000.

    Parameters
    ----------
    column : column of keys
    ids : list of int
    """
    return column == any_(literal(ids, ARRAY(BigInteger)))  # type: ignore[no-any-return]


def lying_in(session: Session, division: Division, building_ids: list[int]) -> dict[int, int]:
    """Tell in which cell of a division some buildings lie, whatever was decided by hand.

    Parameters
    ----------
    session : Session
    division : Division
    building_ids : list of int
        From the viewer's scope.

    Returns
    -------
    dict
        Building id to cell id, of those that lie in one; on a shared edge the lower code.
    """
    inside = func.ST_Intersects(Cell.shape, func.ST_PointOnSurface(Building.footprint))
    rows = session.execute(
        select(Building.id, Cell.id)
        .join(Cell, inside)
        .where(Cell.division_id == division.id, among(Building.id, building_ids))
        .ext(distinct_on(Building.id))
        .order_by(Building.id, Cell.code)
    )
    return dict(rows.all())


def shared_areas(session: Session, before: Division, after: Division) -> pd.DataFrame:
    """Measure how much ground the cells of two divisions share.

    Parameters
    ----------
    session : Session
    before, after : Division
        From the viewer's scope.

    Returns
    -------
    DataFrame
        ``before, after`` (cell ids), ``area_m2``; and one row for each cell with the area that
        it shares with none, the other column missing.
    """
    old, new = aliased(Cell), aliased(Cell)
    rows: list[tuple[Any, ...]] = []
    pairs = session.execute(
        select(old.id, new.id, _area_m2(func.ST_Intersection(old.shape, new.shape)))
        .join(new, func.ST_Intersects(old.shape, new.shape))
        .where(old.division_id == before.id, new.division_id == after.id)
    )
    rows += [tuple(row) for row in pairs]
    shared = pd.DataFrame(rows, columns=["before", "after", "area_m2"])
    lone = []
    for column, division in (("before", before), ("after", after)):
        whole = session.execute(
            select(Cell.id, _area_m2(Cell.shape)).where(Cell.division_id == division.id)
        )
        sums = shared.groupby(column)["area_m2"].sum()
        lone += [
            {column: cell, "area_m2": max(area - sums.get(cell, 0.0), 0.0)} for cell, area in whole
        ]
    both = pd.concat([shared, pd.DataFrame(lone, columns=list(shared.columns))], ignore_index=True)
    return both.astype({"before": "Int64", "after": "Int64", "area_m2": "float64"})


def _area_m2(shape: Any) -> Any:
    """Give the area of a shape stored in degrees."""
    return func.ST_Area(func.geography(shape))
