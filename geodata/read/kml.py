"""KML: the column names that GDAL turns into underscores, kept.

GDAL makes ``_________`` of an untyped ``<Data name="负责人">``. So a copy is written with plain
names, GDAL reads the copy, and the names are put back.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET
from xml.parsers import expat

from geodata.errors import N_, InputRefused
from geodata.read.members import Member
from geodata.read.ogr import damaged, ogr_info, ogr_layers, ogr_read
from geodata.read.types import LayerInfo, ReadOptions, Table

_NAMED = {"Data", "SimpleField", "SimpleData"}
# LIBKML's own columns that say how a thing is drawn, not what it is.
_DRAWING = ["id", "timestamp", "begin", "end", "altitudeMode", "tessellate", "extrude"]
_DRAWING += ["visibility", "drawOrder", "icon", "snippet"]
_MAX_DEPTH = 100


@dataclass(frozen=True)
class KmlSource:
    """One folder of a KML document.

    Attributes
    ----------
    name : str
    file : str
    path : Path
        The copy with plain names.
    names : dict
        Plain name to the real one.
    """

    name: str
    file: str
    path: Path
    names: dict[str, str]

    def info(self) -> LayerInfo:
        """Describe the layer."""
        info = ogr_info(self.path, self.name, self.file)
        fields = [self.names.get(name, name) for name in info.fields if name not in _DRAWING]
        kind = info.geometry_type if info.rows else None
        return LayerInfo(self.name, kind, info.rows, "EPSG:4326", fields, "utf-8")

    def read(self, options: ReadOptions) -> Table:
        """Read the layer under its real column names."""
        table = ogr_read(self.path, self.name, self.file, options.max_rows)
        frame = table.frame.drop(columns=_DRAWING, errors="ignore").rename(columns=self.names)
        return Table(frame, self.name, "EPSG:4326", "utf-8", table.findings)


def kml_sources(member: Member, folder: Path, file: str) -> list[KmlSource]:
    """Open a KML document.

    Parameters
    ----------
    member : Member
    folder : Path
        A folder of our own, for the copy.
    file : str
        Name to show in messages.

    Returns
    -------
    list of KmlSource

    Raises
    ------
    InputRefused
        If it is no KML, or declares entities.
    """
    raw = member.path.read_bytes()
    _guard(raw, file)
    root = ET.fromstring(raw)  # noqa: S314 - _guard refused what could expand.
    names: dict[str, str] = {}
    for element in root.iter():
        tag = element.tag.rpartition("}")[2]
        if tag in _NAMED and "name" in element.attrib:
            real = element.attrib["name"]
            plain = names.setdefault(real, f"column_{len(names) + 1}")
            element.set("name", plain)
        elif tag == "NetworkLink":
            element.clear()  # Nothing outside of the file is part of it.
    copy = folder / f"{member.path.stem}.plain.kml"
    ET.ElementTree(root).write(copy, encoding="utf-8", xml_declaration=True)
    real_names = {plain: real for real, plain in names.items()}
    return [KmlSource(layer, file, copy, real_names) for layer in ogr_layers(copy, file)]


def _guard(raw: bytes, file: str) -> None:
    depth = 0

    def opened(*_: Any) -> None:
        nonlocal depth
        depth += 1
        if depth > _MAX_DEPTH:
            raise damaged(file)

    def closed(*_: Any) -> None:
        nonlocal depth
        depth -= 1

    def doctype(*_: Any) -> None:
        raise InputRefused(
            N_("The file %(file)s declares a document type, which is not taken. Export it again."),
            file=file,
        )

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = opened, closed
    parser.StartDoctypeDeclHandler = doctype
    try:
        parser.Parse(raw, True)
    except (expat.ExpatError, ValueError) as error:
        raise damaged(file) from error
