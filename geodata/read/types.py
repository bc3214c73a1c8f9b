"""What reading takes and gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import geopandas as gpd
import pandas as pd

from geodata.findings import Finding
from geodata.limits import MAX_ROWS

Places = Literal["required", "optional", "ignored"]


@dataclass(frozen=True)
class ReadOptions:
    """The answers of the user to what a file leaves open.

    Attributes
    ----------
    layer : str, optional
        Which layer or sheet; needed when there are several.
    crs : str, optional
        ``EPSG:4549``, ``wgs84``, ``gcj02`` or ``bd09``; see :func:`geodata.crs.parse_reference`.
    encoding : str, optional
        Encoding of the text; needed when it cannot be told.
    mapping : Mapping[str, str]
        Field to column, where the header is not understood.
    max_rows : int
        A layer with more rows is refused.
    places : {"required", "optional", "ignored"}
        Whether a table without places is refused, taken, or all that is wanted; see
        :func:`geodata.schema.places_of`.
    """

    layer: str | None = None
    crs: str | None = None
    encoding: str | None = None
    mapping: Mapping[str, str] = field(default_factory=dict)
    max_rows: int = MAX_ROWS
    places: Places = "optional"


@dataclass(frozen=True)
class LayerInfo:
    """One layer, table or sheet of a file.

    Attributes
    ----------
    name : str
    geometry_type : str or None
        None for a table without places.
    rows : int
    crs : str or None
        ``EPSG:n`` or a name; None when the file does not say.
    fields : list of str
        Column names.
    encoding : str or None
        None where the format fixes it or where it must be asked.
    """

    name: str
    geometry_type: str | None
    rows: int
    crs: str | None
    fields: list[str]
    encoding: str | None = None


@dataclass(frozen=True)
class RawLayer:
    """One layer as it was read: its own columns, in storage coordinates.

    Attributes
    ----------
    frame : GeoDataFrame or DataFrame
        GeoDataFrame in EPSG:4326 where there are places, else DataFrame; RangeIndex, the row of
        the file at place ``n`` being ``n + 1``.
    layer : str
    encoding : str or None
    crs : str or None
        What the coordinates were read as.
    findings : list of Finding
    file : str
        Name of the file, for messages.
    mapping : Mapping[str, str]
        The field-to-column choices that came with the options.
    """

    frame: gpd.GeoDataFrame | pd.DataFrame
    layer: str
    encoding: str | None = None
    crs: str | None = None
    findings: list[Finding] = field(default_factory=list)
    file: str = ""
    mapping: Mapping[str, str] = field(default_factory=dict)

    @property
    def has_geometry(self) -> bool:
        """Say whether rows have places."""
        return isinstance(self.frame, gpd.GeoDataFrame)


@dataclass(frozen=True)
class Table:
    """What a reader of one format gives: rows with shapes, and what the file says of them.

    Attributes
    ----------
    frame : GeoDataFrame or DataFrame
        Coordinates as in the file; a GeoDataFrame without CRS.
    layer : str
    crs : str or None
        What the file says: an authority code or WKT.
    encoding : str or None
    findings : list of Finding
    """

    frame: gpd.GeoDataFrame | pd.DataFrame
    layer: str
    crs: str | None = None
    encoding: str | None = None
    findings: list[Finding] = field(default_factory=list)
