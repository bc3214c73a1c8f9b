"""Frames for export: what a viewer may see, with phone numbers masked (docs/frames.md)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

import geopandas as gpd
import pandas as pd
import shapely
from sqlalchemy import SQLColumnExpression, func, select
from sqlalchemy.orm import Session

from app.models import Building, Cell, Community, Duty, Issue, Route, Stop
from app.queries import buildings, cells, duties, issues, patrols
from app.queries.scope import Action, Viewer, require, visible_buildings, visible_cells
from app.queries.types import Rows
from geodata.crs import STORAGE_SRID
from geodata.errors import N_, InputRefused

ROWS_LIMIT = 200_000
"""Most rows of an export; a spreadsheet of more helps nobody."""

Reader = Callable[[Session, Viewer, Community, dt.datetime], pd.DataFrame]


def frame(
    session: Session, viewer: Viewer, community: Community, what: str, at: dt.datetime
) -> pd.DataFrame:
    """Give what a viewer may see of a subject, as a frame.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    community : Community
    what : str
        One of :data:`READERS`.
    at : datetime.datetime
        Now, aware, in the zone of the place.

    Returns
    -------
    GeoDataFrame or DataFrame
        In EPSG:4326; duties have no geometry.

    Raises
    ------
    NotAllowed
        If the viewer may not export.
    InputRefused
        If there are more than 200,000 rows.
    """
    require(viewer, Action.EXPORT)
    return READERS[what](session, viewer, community, at)


def stops(session: Session, viewer: Viewer, community: Community) -> pd.DataFrame:
    """Give the stops of the current routes: ``route, sequence, name``, geometry Point."""
    require(viewer, Action.EXPORT)
    rows = (
        select(Route.name.label("route"), Stop.sequence, Stop.name)
        .select_from(Stop)
        .join(Route, Route.id == Stop.route_id)
        .where(Stop.route_id.in_(patrols.current_routes(viewer, community)))
        .order_by(Stop.route_id, Stop.sequence)
    )
    return _read(session, rows, Stop.point)


def _read(
    session: Session, rows: Rows, shape: SQLColumnExpression[object] | None = None
) -> pd.DataFrame:
    """Run a selection into a frame, its geometry as well-known binary on the way."""
    if shape is not None:
        rows = rows.add_columns(func.ST_AsBinary(shape).label("wkb"))
    result = session.execute(rows.limit(ROWS_LIMIT + 1))
    table = pd.DataFrame(result.all(), columns=list(result.keys()))
    if len(table) > ROWS_LIMIT:
        raise InputRefused(
            N_("These are more than %(limit)s rows. Export one part of the community at a time."),
            limit=ROWS_LIMIT,
        )
    if shape is None:
        return table
    wkb: Sequence[bytes | None] = [None if one is None else bytes(one) for one in table.pop("wkb")]
    return gpd.GeoDataFrame(table, geometry=shapely.from_wkb(wkb), crs=STORAGE_SRID)


def _buildings(
    session: Session, viewer: Viewer, community: Community, _at: dt.datetime
) -> pd.DataFrame:
    """Read buildings, in the columns by which they can be imported again, with their cells."""
    rows = buildings.select_lines(viewer, community).with_only_columns(
        Building.key, Building.number, Building.name, Building.address, Building.kind,
        Building.levels, Building.entrance_count, Building.households, Building.population,
        Cell.code.label("cell_code"), Cell.name.label("cell_name"),
    )  # fmt: skip
    return _read(
        session, rows.order_by(Cell.code, Building.number, Building.id), Building.footprint
    )


def _cells(session: Session, viewer: Viewer, community: Community, at: dt.datetime) -> pd.DataFrame:
    """Read cells with their numbers."""
    found = _read(session, cells.select_facts(viewer, community, at), Cell.shape)
    return found.drop(columns=["id", "tint"])


def _routes(
    session: Session, viewer: Viewer, community: Community, _at: dt.datetime
) -> pd.DataFrame:
    """Read the current routes."""
    count = (
        select(func.count())
        .select_from(Stop)
        .where(Stop.route_id == Route.id)
        .correlate(Route)
        .scalar_subquery()
    )
    rows = patrols.select_lines(viewer, community).with_only_columns(
        Route.name, Cell.code.label("cell_code"), Cell.name.label("cell_name"),
        func.round(Route.length_m).label("length_m"),
        func.ceil(Route.walk_s / 60).label("minutes"), count.label("stops"),
    )  # fmt: skip
    return _read(session, rows.order_by(Cell.code, Route.id), Route.line)


def _issues(
    session: Session, viewer: Viewer, community: Community, at: dt.datetime
) -> pd.DataFrame:
    """Read issues, closed ones too, with their place as far as the viewer may see it."""
    building = (Building.id == Issue.building_id) & Building.id.in_(visible_buildings(viewer))
    cell = (Cell.id == Issue.cell_id) & Cell.id.in_(visible_cells(viewer))
    rows = (
        issues.select_lines(viewer, at)
        .with_only_columns(
            Issue.source_ref, Issue.category, Issue.title, Issue.description,
            Issue.state, issues.light(at).label("light"), Issue.address,
            Building.number.label("building_number"), Cell.code.label("cell_code"),
            Issue.reported_at, Issue.due_at, Issue.closed_at,
        )
        .select_from(Issue)
        .outerjoin(Building, building)
        .outerjoin(Cell, cell)
        .where(Issue.community_id == community.id)
        .order_by(Issue.reported_at, Issue.id)
    )  # fmt: skip
    return _read(session, rows, Issue.point)


def _duties(
    session: Session, viewer: Viewer, community: Community, _at: dt.datetime
) -> pd.DataFrame:
    """Read the duties that hold today, with masked phone numbers."""
    rows = duties.select_holders(viewer).where(Duty.community_id == community.id)
    found = [duties.make_holder(row) for row in session.execute(rows.limit(ROWS_LIMIT))]
    columns = (
        "role", "name", "masked_phone", "cell_name", "building_number", "entrance_name", "since",
    )  # fmt: skip
    return pd.DataFrame(
        [[getattr(holder, column) for column in columns] for holder in found], columns=list(columns)
    )


READERS: dict[str, Reader] = {
    "buildings": _buildings,
    "cells": _cells,
    "routes": _routes,
    "issues": _issues,
    "duties": _duties,
}
"""What can be exported, and how it is read."""
