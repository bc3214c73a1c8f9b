"""Cells: a file of them becomes a division that is published."""

from __future__ import annotations

import geopandas as gpd
from sqlalchemy import select

from app.models import Cell
from app.queries.scope import published_division
from app.services.areas import publish_cells
from app.services.imports.context import Context
from app.services.imports.options import Counts


def store_cells(context: Context, frame: gpd.GeoDataFrame) -> Counts:
    """Publish a division of the cells in a file, unless it holds already.

    Parameters
    ----------
    context : Context
    frame : GeoDataFrame
        As docs/frames.md.

    Returns
    -------
    Counts
        By code, against the division that held before.

    Raises
    ------
    InputRefused
        If there are no cells, or two have one code.
    """
    before = _cells(context)
    publish_cells(
        context.session,
        context.community,
        frame,
        on=context.on,
        at=context.at,
        by=context.viewer.user_id,
    )
    after = _cells(context)
    kept = before.keys() & after.keys()
    same = sum(before[code] == after[code] for code in kept)
    return Counts(
        added=len(after.keys() - kept),
        changed=len(kept) - same,
        same=same,
        vanished=len(before.keys() - kept),
    )


def _cells(context: Context) -> dict[str, tuple[object, ...]]:
    """Give the cells of the division that holds, by code."""
    division = published_division(context.session, context.community)
    if division is None:
        return {}
    rows = context.session.execute(
        select(Cell.code, Cell.name, Cell.kind, Cell.shape).where(Cell.division_id == division.id)
    )
    return {code: (name, kind, shape.wkb) for code, name, kind, shape in rows}
