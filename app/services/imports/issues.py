"""Issues from other systems: known by their source and its reference, never moved backwards."""

from __future__ import annotations

import hashlib
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    DateTime,
    String,
    case,
    func,
    literal,
    literal_column,
    select,
    tuple_,
)
from sqlalchemy.dialects.postgresql import Insert, insert

from app.models import (
    OPEN_STATES,
    Issue,
    IssueChannel,
    IssueEvent,
    IssueLevel,
    IssueState,
    PlaceDoubt,
)
from app.services.imports.context import Context
from app.services.imports.lookup import BuildingIndex
from app.services.imports.options import Counts
from app.services.imports.rows import BareGeometry, copy_rows
from app.services.issues import locate_issues

DEFAULT_SOURCE = "import"

_TEXTS = ("category", "title", "description", "address")
_TYPES: dict[str, Any] = {
    "source_ref": String,
    **dict.fromkeys(_TEXTS, String),
    "state": String,
    "building_id": BigInteger,
    "reported_at": DateTime(timezone=True),
    "closed_at": DateTime(timezone=True),
    "place_doubt": String,
    "point": BareGeometry,
}
"""The columns that a file fills."""


def store_issues(context: Context, frame: gpd.GeoDataFrame) -> Counts:
    """Store issues and find the building and cell of each.

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
    rows = _prepared(context, frame)
    columns = [Column(name, kind) for name, kind in _TYPES.items()]
    given = copy_rows(context.session, "issue_rows", columns, rows)
    written: Any = _upsert(context, given, source).returning(
        literal_column("xmax = 0").label("added")
    )
    done = written.cte("written")
    added, all_written = context.session.execute(
        select(func.count().filter(done.c.added), func.count()).select_from(done)
    ).one()
    given.drop(context.session.connection())
    _tell_events(context, source)
    locate_issues(context.session, context.community)
    return Counts(added, all_written - added, len(rows) - all_written)


def _prepared(context: Context, frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Bring a clean frame to the columns of the table."""
    index = BuildingIndex(context.session, context.community.id)
    found = [index.find(number) for number in frame["building_number"]]
    building = pd.array([ids[0] if len(ids) == 1 else None for ids in found], dtype="Int64")
    texts = {name: frame[name].fillna("").astype(object) for name in _TEXTS}
    texts["category"] = texts["category"].where(texts["category"] != "", texts["title"])
    texts["title"] = texts["title"].where(texts["title"] != "", texts["category"])
    rows = gpd.GeoDataFrame(
        {
            "source_ref": _references(frame),
            **texts,
            "state": np.where(
                frame["status"] == "closed", IssueState.CLOSED.value, IssueState.REPORTED.value
            ),
            "building_id": building,
            "reported_at": frame["reported_at"].fillna(context.at),
            "closed_at": frame["closed_at"].where(frame["status"] == "closed"),
            "place_doubt": np.where(pd.isna(building), _doubts(context, frame), None),
        },
        geometry=frame.geometry,
        crs=frame.crs,
    )
    return rows.rename_geometry("point")


def _references(frame: gpd.GeoDataFrame) -> pd.Series:
    """Give each row its reference; where a file has none, one made of what the row says."""
    said = frame[["reported_at", "category", "title", "description", "address"]]
    texts = said.map(lambda cell: "" if pd.isna(cell) else str(cell)).agg("|".join, axis=1)
    made = texts.map(lambda text: hashlib.sha256(text.encode()).hexdigest()[:16])
    numbers = frame.groupby(made).cumcount().astype(str)
    return frame["source_ref"].where(frame["source_ref"].notna(), made + "~" + numbers)


def _doubts(context: Context, frame: gpd.GeoDataFrame) -> Any:
    """Say of each row why its place is doubtful; None where it is not."""
    shapes = frame.geometry.to_numpy()
    boundary = context.community.boundary
    is_missing = shapely.is_missing(shapes)
    is_outside = np.zeros(len(shapes), dtype=bool)
    if boundary is not None:
        shapely.prepare(boundary)
        is_outside = ~shapely.intersects(boundary, shapes)
    doubts = np.full(len(shapes), None, dtype=object)
    doubts[is_outside] = PlaceDoubt.OUTSIDE.value
    doubts[is_missing] = PlaceDoubt.NONE.value
    return doubts


def _upsert(context: Context, given: Any, source: str) -> Insert:
    """Add what is new; let what is known say what the source says now."""
    table: Any = Issue.__table__
    insertion = insert(table).from_select(
        ["community_id", "source", "channel", "level", "version", "condition", *_TYPES],
        select(
            literal(context.community.id),
            literal(source),
            literal(IssueChannel.HOTLINE.value),
            literal(IssueLevel.CELL.value),
            literal(0),
            literal(""),
            *(given.c[name] for name in _TYPES),
        ),
    )
    new = _merged(insertion, table)
    differs = tuple_(*(table.c[name] for name in new)).is_distinct_from(tuple_(*new.values()))
    return insertion.on_conflict_do_update(
        index_elements=["community_id", "source", "source_ref"], set_=new, where=differs
    )


def _merged(insertion: Insert, table: Any) -> dict[str, ColumnElement[Any]]:
    """Give the values of a known issue after an update."""
    says, known = insertion.excluded, table.c
    is_open = known.state.in_([state.value for state in OPEN_STATES])
    closes = (says.state == IssueState.CLOSED.value) & is_open
    texts = {name: func.coalesce(func.nullif(says[name], ""), known[name]) for name in _TEXTS}
    return {
        **texts,
        "state": case((closes, says.state), else_=known.state),
        "closed_at": case((closes, says.closed_at), else_=known.closed_at),
        "building_id": func.coalesce(known.building_id, says.building_id),
        "place_doubt": case((known.building_id.is_(None), says.place_doubt)),
        "point": func.coalesce(says.point, known.point),
    }


def _tell_events(context: Context, source: str) -> None:
    """Write the steps that the other system took, where they are not written yet."""
    for verb, at, states in (
        ("report", Issue.reported_at, list(IssueState)),
        ("close", func.coalesce(Issue.closed_at, context.at), [IssueState.CLOSED]),
    ):
        told = select(1).where(IssueEvent.issue_id == Issue.id, IssueEvent.verb == verb).exists()
        steps = select(Issue.id, literal(verb), at, literal(source)).where(
            Issue.community_id == context.community.id,
            Issue.source == source,
            Issue.state.in_(states),
            ~told,
        )
        context.session.execute(
            insert(IssueEvent).from_select(["issue_id", "verb", "at", "note"], steps)
        )
