"""Shapefiles, whole or maimed, and their tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from geodata.errors import N_
from geodata.findings import Finding, Severity
from geodata.read.columns import unique_columns
from geodata.read.dbf import read_dbf
from geodata.read.encoding import chosen_codec, codec_of, decoded, detect, fits, misfit
from geodata.read.members import SHAPE_PARTS, Member
from geodata.read.ogr import ogr_info, ogr_read
from geodata.read.shx import write_shx
from geodata.read.types import LayerInfo, ReadOptions, Table

_LOSSLESS = {"encoding": "ISO-8859-1"}  # GDAL passes every byte; we decode.
_MAX_SIDECAR = 20_000
_WKT_STARTS = ("PROJCS", "GEOGCS", "PROJCRS", "GEOGCRS", "COMPD_CS", "LOCAL_CS", "GEODCRS")


@dataclass(frozen=True)
class ShapeSource:
    """A shapefile's parts under one name of our own.

    Attributes
    ----------
    name : str
        The layer as people know it.
    file : str
        The file, for messages.
    parts : Mapping[str, Path]
        Extension to path.
    findings : tuple of Finding
        What was wrong with the parts.
    """

    name: str
    file: str
    parts: Mapping[str, Path]
    findings: tuple[Finding, ...] = ()

    @property
    def _main(self) -> Path:
        return self.parts.get(".shp") or self.parts[".dbf"]

    def info(self) -> LayerInfo:
        """Describe the layer; the encoding is None where it would have to be asked."""
        info = ogr_info(self._main, None, self.file, **_LOSSLESS)
        codec = self._stated_codec()
        names = [_text(name, codec or "utf-8") for name in info.fields]
        kind = info.geometry_type if ".shp" in self.parts else None
        return LayerInfo(self.name, kind, info.rows, info.crs, names, codec)

    def read(self, options: ReadOptions) -> Table:
        """Read the layer, its text decoded."""
        codec = self.codec(options.encoding)
        table = ogr_read(self._main, None, self.file, options.max_rows, _LOSSLESS)
        frame = table.frame
        for column in frame.columns:
            if pd.api.types.is_string_dtype(frame[column]) or frame[column].dtype == object:
                frame[column] = frame[column].map(lambda text: _text(text, codec))
        names, renamed = unique_columns([_text(str(c), codec) for c in frame.columns], self.name)
        frame.columns = pd.Index(names)
        findings = [*self.findings, *table.findings, *renamed]
        return Table(frame, self.name, table.crs, codec, findings)

    def codec(self, chosen: str | None) -> str:
        """Decide the encoding: the user's word, the .cpg, the table's own mark, its bytes.

        Parameters
        ----------
        chosen : str or None
            What the user said.

        Returns
        -------
        str

        Raises
        ------
        InputRefused
            If it must be asked.
        """
        if ".dbf" not in self.parts:
            return "utf-8"
        texts = read_dbf(self.parts[".dbf"], self.file).texts
        codec = chosen_codec(chosen, self.file) if chosen else self._stated_codec()
        if codec and fits(texts, codec):
            return codec
        if chosen and codec:
            raise misfit(codec, self.file)
        return detect(texts, self.file)

    def _stated_codec(self) -> str | None:
        if ".dbf" not in self.parts:
            return None
        if ".cpg" in self.parts:
            return codec_of(_sidecar(self.parts[".cpg"]))
        return read_dbf(self.parts[".dbf"], self.file).codec


def shape_sources(members: Sequence[Member], folder: Path, file: str) -> list[ShapeSource]:
    """Group the parts of shapefiles and give each group one name that GDAL gets along with.

    Parameters
    ----------
    members : Sequence[Member]
        Files of the input, of any kind.
    folder : Path
        A folder of our own, in which links are made.
    file : str
        Name to show in messages.

    Returns
    -------
    list of ShapeSource
        Tables without shapes come last.
    """
    groups: dict[str, dict[str, Member]] = {}
    for member in members:
        if member.suffix in SHAPE_PARTS:
            stem = member.name[: -len(member.suffix)].lower()
            groups.setdefault(stem, {}).setdefault(member.suffix, member)
    sources = [
        _source(group, folder / f"shape{number}", file)
        for number, group in enumerate(groups.values())
        if ".shp" in group or ".dbf" in group
    ]
    return sorted(sources, key=lambda source: ".shp" not in source.parts)


def _source(group: Mapping[str, Member], base: Path, file: str) -> ShapeSource:
    main = group.get(".shp") or group[".dbf"]
    findings, parts = [], {}
    for suffix, member in group.items():
        if _is_nonsense(member):
            findings.append(_ignored(member))
        else:
            parts[suffix] = base.with_suffix(suffix)
            parts[suffix].symlink_to(member.path)
    if ".shp" in group and ".shx" not in group:
        write_shx(parts[".shp"], base.with_suffix(".shx"))
    if ".shp" not in group:
        findings.append(_missing(main, ".shp"))
    elif ".dbf" not in group:
        findings.append(_missing(main, ".dbf"))
    return ShapeSource(main.stem, file, parts, tuple(findings))


def _is_nonsense(member: Member) -> bool:
    """Say whether a small file beside a shapefile holds something else, such as a web page."""
    if member.suffix == ".prj":
        return not _sidecar(member.path).upper().startswith(_WKT_STARTS)
    return member.suffix == ".cpg" and codec_of(_sidecar(member.path)) is None


def _sidecar(path: Path) -> str:
    with path.open("rb") as stream:
        return stream.read(_MAX_SIDECAR).decode("latin-1").strip("\ufeff\xef\xbb\xbf \r\n\t\0")


def _text(text: Any, codec: str) -> Any:
    if not isinstance(text, str) or text.isascii():
        return text
    return decoded(text.encode("latin-1"), codec)


def _ignored(member: Member) -> Finding:
    return Finding(
        "unreadable_sidecar",
        Severity.WARNING,
        N_("The file %(part)s does not hold what its name says; it was ignored."),
        {"part": member.name},
    )


def _missing(main: Member, suffix: str) -> Finding:
    return Finding(
        "missing_part",
        Severity.WARNING,
        N_("%(part)s came without %(missing)s."),
        {"part": main.name, "missing": main.stem + suffix},
    )
