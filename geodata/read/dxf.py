"""DXF drawings: closed lines are outlines, and a text inside one is its number."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from geodata.errors import N_, InputRefused
from geodata.limits import MAX_ROWS
from geodata.read.encoding import chosen_codec, codec_of, detect, fits, misfit
from geodata.read.members import Member
from geodata.read.ogr import ogr_read
from geodata.read.types import LayerInfo, ReadOptions, Table

_UTF8_SINCE = b"AC1021"  # AutoCAD 2007.
_CODEPAGE = re.compile(rb"\$DWGCODEPAGE\s+3\s+([A-Za-z0-9_\-]+)")
_VERSION = re.compile(rb"\$ACADVER\s+1\s+(AC\d{4})")
_HEAD_BYTES = 1 << 20


@dataclass(frozen=True)
class DxfSource:
    """One CAD layer of a drawing.

    Attributes
    ----------
    name : str
    file : str
    encoding : str
    frame : GeoDataFrame
        Its shapes with the ``Text`` that stands inside; of a layer of texts, the texts.
    """

    name: str
    file: str
    encoding: str
    frame: gpd.GeoDataFrame

    def info(self) -> LayerInfo:
        """Describe the CAD layer."""
        kinds = sorted(set(self.frame.geom_type))
        kind = kinds[0] if len(kinds) == 1 else "Mixed"
        return LayerInfo(self.name, kind, len(self.frame), None, ["Text"], self.encoding)

    def read(self, options: ReadOptions) -> Table:
        """Give the CAD layer."""
        return Table(self.frame, self.name, None, self.encoding)


def dxf_sources(member: Member, folder: Path, file: str, encoding: str | None) -> list[DxfSource]:
    """Open a drawing.

    Parameters
    ----------
    member : Member
    folder : Path
        A folder of our own.
    file : str
        Name to show in messages.
    encoding : str or None
        What the user said.

    Returns
    -------
    list of DxfSource
        One for each CAD layer that holds something; those with shapes first.

    Raises
    ------
    InputRefused
        If it is no drawing in text form, or its encoding must be asked.
    """
    raw = member.path.read_bytes()
    if b"SECTION" not in raw[:_HEAD_BYTES] or raw.startswith(b"AutoCAD Binary"):
        raise InputRefused(
            N_("The file %(file)s is no DXF drawing in text form. Save it as DXF (ASCII)."),
            file=file,
        )
    codec = _codec(raw, encoding, file)
    plain = folder / f"{member.path.stem}.utf8.dxf"
    plain.write_bytes(raw.decode(codec, errors="replace").encode("utf-8"))
    drawing = ogr_read(plain, None, file, MAX_ROWS).frame
    texts = drawing[drawing["Text"].notna() & (drawing.geom_type == "Point")]
    shapes = drawing[drawing["Text"].isna() & ~shapely.is_missing(drawing.geometry.to_numpy())]
    drawn = [
        DxfSource(str(name), file, codec, _labelled(group.geometry.to_numpy(), texts))
        for name, group in shapes.groupby("Layer")
    ]
    written = [
        DxfSource(str(name), file, codec, group[["Text", "geometry"]].reset_index(drop=True))
        for name, group in texts.groupby("Layer")
        if name not in {source.name for source in drawn}
    ]
    return drawn + written


def _codec(raw: bytes, chosen: str | None, file: str) -> str:
    head = raw[:_HEAD_BYTES]
    lines = raw.splitlines()
    if chosen:
        codec = chosen_codec(chosen, file)
        if not fits(lines, codec):
            raise misfit(codec, file)
        return codec
    version, page = _VERSION.search(head), _CODEPAGE.search(head)
    if version and version[1] >= _UTF8_SINCE and fits(lines, "utf-8"):
        return "utf-8"
    stated = codec_of(page[1].decode("ascii")) if page else None
    # Every program writes ANSI_1252 that did not think about it.
    if stated and stated not in {"cp1252", "ascii"} and fits(lines, stated):
        return stated
    return detect([line for line in lines if not line.isascii()], file)


def _labelled(shapes: Any, texts: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Close outlines to areas and give each the text that stands in it."""
    closed = (shapely.get_type_id(shapes) == 1) & shapely.is_closed(shapes)
    closed &= shapely.get_num_coordinates(shapes) >= 4
    shapes = shapes.copy()
    corners, places = shapely.get_coordinates(shapes[closed], return_index=True)
    shapes[closed] = shapely.polygons(shapely.linearrings(corners, indices=places))
    labels = np.full(len(shapes), None, dtype=object)
    inside, which = shapely.STRtree(texts.geometry.to_numpy()).query(shapes, predicate="contains")
    # Backwards, so that of several texts the first one stays.
    labels[inside[::-1]] = texts["Text"].to_numpy()[which[::-1]]
    return gpd.GeoDataFrame({"Text": labels}, geometry=shapes)
