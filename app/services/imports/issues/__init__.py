"""Issues from other systems: known by their source and its reference, never moved backwards."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
from sqlalchemy import BigInteger, Column, DateTime, String, literal_column, select

from app.services.imports.context import Context
from app.services.imports.issues.columns import prepare
from app.services.imports.issues.doubts import tell_doubts
from app.services.imports.issues.steps import tell_steps
from app.services.imports.issues.upsert import upsert
from app.services.imports.options import Counts
from app.services.imports.rows import BareGeometry, copy_rows
from app.services.issues.locate import locate_issues
from app.services.issues.piles import mark_piles

DEFAULT_SOURCE = "import"

_TYPES: dict[str, Any] = {
    "source_ref": String,
    "category": String,
    "category_id": BigInteger,
    "condition": String,
    "title": String,
    "description": String,
    "address": String,
    "state": String,
    "building_id": BigInteger,
    "reported_at": DateTime(timezone=True),
    "closed_at": DateTime(timezone=True),
    "place_doubt": String,
    "point": BareGeometry,
    "outcome": String,
}
"""What a file says of an issue; all but the outcome are columns of it."""


def store_issues(context: Context, frame: gpd.GeoDataFrame) -> Counts:
    """Store issues, mark the piles among them, and find the building and cell of each.

    Parameters
    ----------
    context : Context
    frame : GeoDataFrame
        As docs/frames.md.

    Returns
    -------
    Counts
    """
    if frame.empty:
        return Counts()
    source = context.options.source or DEFAULT_SOURCE
    rows = prepare(context, frame)
    columns = [Column(name, kind) for name, kind in _TYPES.items()]
    given = copy_rows(context.session, "issue_rows", columns, rows)
    added, changed = _write(context, given, source)
    tell_steps(context, given, source)
    given.drop(context.session.connection())
    freed = mark_piles(context.session, context.community, source)
    tell_doubts(context, source)
    locate_issues(context.session, context.community, [*added, *changed, *freed])
    return Counts(len(added), len(changed), len(rows) - len(added) - len(changed))


def _write(context: Context, given: Any, source: str) -> tuple[list[int], list[int]]:
    """Write what is new or differs; give the ids of both."""
    written: Any = upsert(context, given, source).returning(
        literal_column("id").label("id"), literal_column("xmax = 0").label("added")
    )
    done = written.cte("written")
    ids: dict[bool, list[int]] = {True: [], False: []}
    for key, is_new in context.session.execute(select(done.c.id, done.c.added)):
        ids[is_new].append(key)
    return ids[True], ids[False]
