"""From a raw layer to a frame of docs/frames.md, with everything found on the way."""

from __future__ import annotations

from collections.abc import Callable

import geopandas as gpd
import pandas as pd
from shapely.geometry.base import BaseGeometry

from geodata.clean.barriers import clean_barriers
from geodata.clean.buildings import clean_buildings
from geodata.clean.entrances import clean_entrances
from geodata.clean.issues import clean_issues
from geodata.clean.ledger import clean_ledger
from geodata.clean.members import clean_members
from geodata.clean.paths import clean_paths
from geodata.clean.spread import spread_roles
from geodata.clean.surfaces import clean_areas, clean_boundary, clean_cells, clean_estates
from geodata.clean.work import ROW, Cleaned, CleanOptions, Work, begin
from geodata.crs import STORAGE_SRID
from geodata.errors import N_, InputRefused
from geodata.read.types import RawLayer
from geodata.schema import SUBJECTS, frame_columns, places_of

__all__ = ["CleanOptions", "Cleaned", "clean", "empty_frame"]

_CLEANERS: dict[str, Callable[[Work], None]] = {
    "boundary": clean_boundary,
    "buildings": clean_buildings,
    "entrances": clean_entrances,
    "paths": clean_paths,
    "barriers": clean_barriers,
    "estates": clean_estates,
    "areas": clean_areas,
    "cells": clean_cells,
    "ledger": clean_ledger,
    "members": clean_members,
    "issues": clean_issues,
}
_MENDED = frozenset({"ledger", "issues"})
"""Lists of which a line is a row: what was left out can be mended and sent again."""


def clean(
    subject: str,
    raw: RawLayer | gpd.GeoDataFrame | pd.DataFrame,
    *,
    boundary: BaseGeometry | None = None,
    options: CleanOptions | None = None,
) -> Cleaned:
    """Clean one layer.

    Parameters
    ----------
    subject : str
        A key of :data:`geodata.schema.SUBJECTS`.
    raw : RawLayer, GeoDataFrame or DataFrame
        Places in EPSG:4326.
    boundary : shapely geometry, optional
        Of the community, EPSG:4326; what lies outside is found.
    options : CleanOptions, optional

    Returns
    -------
    Cleaned

    Raises
    ------
    InputRefused
        If the subject needs something that the layer has not: a geometry, a column.
    """
    if subject not in _CLEANERS:
        raise InputRefused(
            N_("There is no subject %(subject)s. Subjects are: %(choices)s."),
            subject=subject[:50],
            choices=", ".join(_CLEANERS),
        )
    layer = raw if isinstance(raw, RawLayer) else RawLayer(raw, subject, file=subject)
    options = options or CleanOptions()
    if subject == "members":
        layer = spread_roles(layer, dict(options.mapping or layer.mapping))
    work = begin(subject, layer, options, boundary)
    _CLEANERS[subject](work)
    return Cleaned(_finished(work), work.found.all(), _left_out(work, len(layer.frame)))


def _left_out(work: Work, rows: int) -> frozenset[int]:
    if work.subject not in _MENDED:
        return frozenset()
    return frozenset(range(1, rows + 1)) - {int(row) for row in work.frame[ROW]}


def _finished(work: Work) -> gpd.GeoDataFrame | pd.DataFrame:
    columns = frame_columns(work.subject)
    for item in SUBJECTS[work.subject]:
        if item.kind in {"text", "choice", "date"}:  # One kind of "nothing" for texts: None.
            values = work.frame[item.name].astype(object)
            work.frame[item.name] = values.where(values.notna(), None)
    if "geometry" in work.frame:
        columns = [*columns, "geometry"]
    return work.frame[columns].reset_index(drop=True)


def empty_frame(subject: str) -> gpd.GeoDataFrame | pd.DataFrame:
    """Make a subject's frame without rows.

    Parameters
    ----------
    subject : str

    Returns
    -------
    GeoDataFrame or DataFrame
        With the columns and types that cleaning gives.
    """
    kinds = {"count": "Int64", "moment": "datetime64[us, UTC]", "flag": "bool"}
    data = {
        item.name: pd.Series([], dtype=kinds.get(item.kind, "object"))
        for item in SUBJECTS[subject]
        if item.stored
    }
    if places_of(subject) == "ignored":
        return pd.DataFrame(data)
    return gpd.GeoDataFrame(data, geometry=gpd.GeoSeries([], crs=STORAGE_SRID), crs=STORAGE_SRID)
