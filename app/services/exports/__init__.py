"""Exports: what a viewer may see, as a file that others can read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import pandas as pd
from sqlalchemy.orm import Session

from app.models import Community
from app.queries import exports as queries
from app.queries.scope import Viewer
from app.services.exports import geo, gpx, tables
from geodata.errors import N_, InputRefused

SUBJECTS = ("buildings", "cells", "routes", "issues", "duties")
FORMATS = ("geojson", "gpkg", "csv", "xlsx", "gpx")

_GPX_SUBJECTS = ("routes", "issues")
_TABLES: dict[str, Callable[[pd.DataFrame, Path], None]] = {
    "csv": tables.write_csv,
    "xlsx": tables.write_xlsx,
}


def export_file(
    session: Session,
    viewer: Viewer,
    community: Community,
    what: str,
    form: str,
    path: Path,
    *,
    at: dt.datetime | None = None,
    translate: Callable[[str], str] | None = None,
) -> int:
    """Write what a viewer may see of a subject to a file.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    community : Community
        In the viewer's scope.
    what : str
        One of :data:`SUBJECTS`.
    form : str
        One of :data:`FORMATS`.
    path : Path
        Overwritten.
    at : datetime.datetime, optional
        Now, aware, in the zone of the place; by default the end of the viewer's day in UTC.
    translate : callable, optional
        English template to the reader's language, for the headings and words of sheets. Without
        it they keep the names by which they can be imported again.

    Returns
    -------
    int
        How many rows were written.

    Raises
    ------
    NotAllowed
        If the viewer may not export.
    InputRefused
        If the subject does not fit the format.
    """
    _refuse_misfit(what, form)
    moment = at or dt.datetime.combine(viewer.on, dt.time.max, dt.UTC)
    frame = queries.frame(session, viewer, community, what, moment)
    if form == "gpx":
        stops = queries.stops(session, viewer, community) if what == "routes" else None
        gpx.write_gpx(gpd.GeoDataFrame(frame), stops, path)
    elif form in _TABLES:
        _TABLES[form](tables.as_sheet(frame, moment, translate), path)
    else:
        geo.write_geo(gpd.GeoDataFrame(frame), path, form, what)
    return len(frame)


def _refuse_misfit(what: str, form: str) -> None:
    """Refuse a subject or format that is not known, and pairs of them that make no sense."""
    if what not in SUBJECTS:
        raise InputRefused(
            N_("There is no export of %(what)s. Choose one of: %(choices)s."),
            what=what[:40],
            choices=", ".join(SUBJECTS),
        )
    fitting = fitting_forms(what)
    if form not in fitting:
        raise InputRefused(
            N_("%(what)s cannot be written as %(form)s. Choose one of: %(choices)s."),
            what=what,
            form=form[:40],
            choices=", ".join(fitting),
        )


def fitting_forms(what: str) -> list[str]:
    """List the formats in which a subject can be written.

    Parameters
    ----------
    what : str
        One of :data:`SUBJECTS`.
    """
    return [form for form in FORMATS if _fits(what, form)]


def _fits(what: str, form: str) -> bool:
    """Tell whether a subject has what a format needs: a duty has no place of its own."""
    if form == "gpx":
        return what in _GPX_SUBJECTS
    return form in _TABLES or what != "duties"
