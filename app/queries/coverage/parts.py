"""Parts of lanes as multiranges of metres: united, subtracted and drawn inside PostGIS."""

from __future__ import annotations

from typing import Any

from sqlalchemy import CTE, ColumnElement, Numeric, cast, func, literal_column, select
from sqlalchemy.dialects.postgresql import NUMMULTIRANGE, NUMRANGE

from app.models import Cell, Community, LaneVisit, Path
from app.queries.cells import published_cells
from app.queries.scope import Viewer, visible_cells
from patrol.lines import NOT_FOR_FEET

_MOST_PATHS = 50_000


def lanes_of(viewer: Viewer, community: Community) -> CTE:
    """Select the lanes that cross the cells of a viewer, with their length.

    Parameters
    ----------
    viewer : Viewer
    community : Community
        In the viewer's scope.

    Returns
    -------
    CTE
        ``id, name, kind, line, length_m``.
    """
    seen = select(Cell.id).where(
        Cell.id.in_(published_cells(community)),
        Cell.id.in_(visible_cells(viewer)),
        func.ST_Intersects(Cell.shape, Path.line),
    )
    rows = select(
        Path.id, Path.name, Path.kind, Path.line, metres(Path.line, community).label("length_m")
    ).where(
        Path.community_id == community.id,
        Path.vanished_on.is_(None),
        Path.kind.not_in(NOT_FOR_FEET),
    )
    if not viewer.sees_whole_community:
        rows = rows.where(seen.exists())
    return rows.order_by(Path.id).limit(_MOST_PATHS).cte("lane")


def metres(shape: ColumnElement[Any] | Any, community: Community) -> ColumnElement[float]:
    """Measure a line in metres, in the metric CRS of the community where it has one."""
    if community.metric_srid is None:
        return func.ST_Length(func.geography(shape))
    return func.ST_Length(func.ST_Transform(shape, community.metric_srid))


def united(*where: ColumnElement[bool]) -> ColumnElement[Any]:
    """Unite the walked parts of a group of lane visits in one multirange, empty where none."""
    part = func.numrange(cast(LaneVisit.from_m, Numeric), cast(LaneVisit.to_m, Numeric))
    whole = func.range_agg(part, type_=NUMMULTIRANGE)
    chosen = whole.filter(*where) if where else whole
    return func.coalesce(chosen, nothing(), type_=NUMMULTIRANGE)


def nothing() -> ColumnElement[Any]:
    """Give the empty multirange."""
    return literal_column("'{}'::nummultirange", NUMMULTIRANGE)


def all_of(length_m: ColumnElement[Any]) -> ColumnElement[Any]:
    """Give the multirange of a whole lane."""
    return func.nummultirange(func.numrange(0, cast(length_m, Numeric)), type_=NUMMULTIRANGE)


def less(one: ColumnElement[Any], other: ColumnElement[Any]) -> ColumnElement[Any]:
    """Give what is in one multirange and not in the other."""
    return one.op("-", return_type=NUMMULTIRANGE())(other)


def unnested(parts: ColumnElement[Any]) -> ColumnElement[Any]:
    """Give each part of a multirange as a row."""
    return func.unnest(parts, type_=NUMRANGE)


def drawn(line: Any, length_m: ColumnElement[Any], part: ColumnElement[Any]) -> ColumnElement[Any]:
    """Draw a part of a lane."""
    low, high = (
        func.least(1.0, func.greatest(0.0, end(part) / length_m))
        for end in (func.lower, func.upper)
    )
    return func.ST_LineSubstring(line, func.least(low, high), func.greatest(low, high))
