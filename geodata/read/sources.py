"""From a path to the layers in it, whatever the format."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from geodata.errors import N_, InputRefused
from geodata.limits import MAX_FILE_BYTES, MAX_TEXT_FILE_BYTES
from geodata.read.database import check_database
from geodata.read.dxf import dxf_sources
from geodata.read.kml import kml_sources
from geodata.read.members import SHAPE_PARTS, Member, neighbours, unpack
from geodata.read.ogr import damaged, ogr_info, ogr_layers, ogr_read
from geodata.read.shapefile import shape_sources
from geodata.read.sheet import csv_sources, xlsx_sources
from geodata.read.types import LayerInfo, ReadOptions, Table

_ARCHIVES = (".zip", ".kmz")
_TABLES = (".csv", ".tsv", ".txt", ".gz")
_MAPS = (".gpkg", ".shp", ".dbf", ".zip", ".geojson", ".json", ".kml", ".kmz", ".dxf", ".xlsx")
_IN_MEMORY = (".json", ".geojson", ".kml", ".dxf")
KNOWN = (*_MAPS, *_TABLES)


class Source(Protocol):
    """One layer that can be described and read."""

    @property
    def name(self) -> str:
        """Return the layer's name."""

    def info(self) -> LayerInfo:
        """Describe the layer."""

    def read(self, options: ReadOptions) -> Table:
        """Read the layer."""


@dataclass(frozen=True)
class OgrSource:
    """A layer that GDAL reads as it is: GeoPackage and GeoJSON."""

    name: str
    file: str
    path: Path
    layer: str

    def info(self) -> LayerInfo:
        """Describe the layer."""
        return replace(ogr_info(self.path, self.layer, self.file), name=self.name)

    def read(self, options: ReadOptions) -> Table:
        """Read the layer."""
        table = ogr_read(self.path, self.layer, self.file, options.max_rows)
        return replace(table, layer=self.name)


@contextmanager
def opened(path: Path, encoding: str | None = None) -> Iterator[list[Source]]:
    """Open a file for as long as its layers are read.

    Parameters
    ----------
    path : Path
    encoding : str, optional
        What the user said, for formats whose layers have names in it.

    Yields
    ------
    list of Source

    Raises
    ------
    InputRefused
        If the file is not there, too big, of no known kind, damaged or empty.
    """
    file = path.name.encode("utf-8", "replace").decode("utf-8")
    _check(path, file)
    with tempfile.TemporaryDirectory(prefix="geodata-") as name:
        folder = Path(name)
        sources = _sources(_members(path, folder, file), folder, file, encoding)
        if not sources:
            raise InputRefused(
                N_("The file %(file)s holds no geodata and no table. Known are: %(choices)s."),
                file=file,
                choices=" ".join(KNOWN),
            )
        yield sources


def _check(path: Path, file: str) -> None:
    if not path.is_file():
        raise InputRefused(N_("There is no file %(file)s."), file=file)
    suffix = path.suffix.lower()
    if path.name.lower().endswith(".osm.pbf"):
        raise InputRefused(
            N_("%(file)s is an extract of OpenStreetMap: import it as such (import osm)."),
            file=file,
        )
    if suffix not in KNOWN:
        raise InputRefused(
            N_("The file %(file)s is of a kind that is not read. Known are: %(choices)s."),
            file=file,
            choices=" ".join(KNOWN),
        )
    _check_size(path, MAX_FILE_BYTES, file)


def _check_size(path: Path, limit: int, file: str) -> None:
    if path.stat().st_size > limit:
        raise InputRefused(
            N_("The file %(file)s is bigger than %(limit)s MB. Split it."),
            file=file,
            limit=limit >> 20,
        )


def _members(path: Path, folder: Path, file: str) -> list[Member]:
    if path.suffix.lower() in _ARCHIVES:
        return unpack(path, folder, file)
    if path.suffix.lower() in SHAPE_PARTS:
        parts = neighbours(path)
        # A table is asked for on its own; its shapefile would be asked for by the .shp.
        return [part for part in parts if path.suffix.lower() == ".shp" or part.suffix != ".shp"]
    return [Member(file, path.resolve())]


def _sources(
    members: Sequence[Member], folder: Path, file: str, encoding: str | None
) -> list[Source]:
    sources: list[Source] = [*shape_sources(members, folder, file)]
    for member in members:
        if member.suffix in _IN_MEMORY:
            _check_size(member.path, MAX_TEXT_FILE_BYTES, file)
        if member.suffix in {".gpkg", ".geojson", ".json"}:
            sources += _ogr_sources(member, folder, file)
        elif member.suffix == ".kml":
            sources += kml_sources(member, folder, file)
        elif member.suffix == ".dxf":
            sources += dxf_sources(member, folder, file, encoding)
        elif member.suffix == ".xlsx":
            sources += xlsx_sources(member, file)
        elif member.suffix in _TABLES:
            sources += csv_sources(member, file, encoding)
    return sources


def _ogr_sources(member: Member, folder: Path, file: str) -> list[Source]:
    with member.path.open("rb") as stream:
        head = stream.read(1024)
    if member.suffix == ".gpkg":
        check_database(member.path, file)
    elif not head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{"):
        raise damaged(file)
    path = member.path
    if not path.is_relative_to(folder):  # GDAL sees names of our own only.
        path = folder / f"input{member.suffix}"
        path.symlink_to(member.path)
    layers = ogr_layers(path, file)
    # GDAL names the only layer of a GeoJSON after the path, which is ours and says nothing.
    names = layers if member.suffix == ".gpkg" else [member.stem]
    return [OgrSource(name, file, path, layer) for name, layer in zip(names, layers, strict=True)]
