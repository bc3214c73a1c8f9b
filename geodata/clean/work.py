"""What the steps of cleaning hand on to each other."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from geodata.clean.collector import Collector
from geodata.errors import N_, InputRefused
from geodata.findings import Finding
from geodata.read.types import RawLayer
from geodata.schema import SUBJECTS, match_columns, places_of

ROW = "_row"
"""The one-based row of the file, kept beside the fields while cleaning."""


@dataclass(frozen=True)
class CleanOptions:
    """Choices that hold for a whole import.

    Attributes
    ----------
    mapping : Mapping[str, str]
        Field to column; those of the raw layer hold when this is empty.
    timezone : str
        Zone of times that carry none.
    community_code : str, optional
        12 digits: with it the codes of cells are checked.
    at : datetime.datetime, optional
        Now, aware: with it times in the future are found.
    """

    mapping: Mapping[str, str] = field(default_factory=dict)
    timezone: str = "Asia/Shanghai"
    community_code: str | None = None
    at: dt.datetime | None = None


@dataclass(frozen=True)
class Cleaned:
    """A frame of docs/frames.md, and what was found on the way to it.

    Attributes
    ----------
    frame : GeoDataFrame or DataFrame
    findings : list of Finding
    left_out : frozenset of int
        One-based rows of a list that are not in the frame; empty for what is no list.
    """

    frame: gpd.GeoDataFrame | pd.DataFrame
    findings: list[Finding]
    left_out: frozenset[int] = frozenset()


@dataclass
class Work:
    """The rows under way.

    Attributes
    ----------
    subject : str
    frame : GeoDataFrame or DataFrame
        A column a field, all texts yet; :data:`ROW`; geometry where there is one.
    columns : dict
        Field to column of the file, for messages.
    found : Collector
    options : CleanOptions
    boundary : BaseGeometry or None
        Of the community, EPSG:4326.
    file : str
    headers : list of str
        All columns of the file.
    """

    subject: str
    frame: Any
    columns: dict[str, str]
    found: Collector
    options: CleanOptions
    boundary: BaseGeometry | None
    file: str
    headers: list[str]


def begin(
    subject: str, raw: RawLayer, options: CleanOptions, boundary: BaseGeometry | None
) -> Work:
    """Pick the fields of a subject out of a raw layer.

    Parameters
    ----------
    subject : str
    raw : RawLayer
    options : CleanOptions
    boundary : BaseGeometry or None

    Returns
    -------
    Work

    Raises
    ------
    InputRefused
        If the subject lies on the ground and the layer does not.
    """
    source = raw.frame
    placed = raw.has_geometry and not shapely.is_missing(source.geometry.to_numpy()).all()
    if places_of(subject) == "required" and not placed:
        raise InputRefused(
            N_("%(file)s, layer %(layer)s, has no geometry: %(subject)s need it."),
            file=raw.file,
            layer=raw.layer,
            subject=subject,
        )
    shape_column = source.geometry.name if raw.has_geometry else None
    names = [str(column) for column in source.columns if column != shape_column]
    columns = match_columns(subject, names, options.mapping or raw.mapping)
    blank = pd.Series([None] * len(source), dtype=object)
    data = {
        item.name: source[columns[item.name]].astype(object).reset_index(drop=True)
        if item.name in columns
        else blank
        for item in SUBJECTS[subject]
    }
    frame = pd.DataFrame(data, index=range(len(source)))
    frame[ROW] = range(1, len(frame) + 1)
    if places_of(subject) != "ignored":
        shapes = source.geometry.to_numpy() if shape_column else [None] * len(source)
        frame = gpd.GeoDataFrame(frame, geometry=gpd.GeoSeries(shapes, crs=4326), crs=4326)
    found = Collector(raw.layer, raw.findings)
    return Work(subject, frame, columns, found, options, boundary, raw.file, names)
