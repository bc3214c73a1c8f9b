"""The files that make up an input: one file with its neighbours, or what lies in an archive."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from geodata.errors import N_, InputRefused
from geodata.limits import MAX_ARCHIVE_ENTRIES, MAX_UNPACK_RATIO, MAX_UNPACKED_BYTES
from geodata.read.encoding import common_share, decoded, fits

SHAPE_PARTS = (".shp", ".shx", ".dbf", ".prj", ".cpg")
WANTED = frozenset({*SHAPE_PARTS, ".gpkg", ".geojson", ".json", ".kml", ".dxf", ".csv", ".xlsx"})
_CHUNK = 1 << 20


@dataclass(frozen=True)
class Member:
    """One file of an input.

    Attributes
    ----------
    name : str
        Its name as people know it, with the folder inside an archive.
    path : Path
        Where it lies; the path says nothing about the name.
    """

    name: str
    path: Path

    @property
    def suffix(self) -> str:
        """Return the extension in lower case."""
        return PurePosixPath(self.name).suffix.lower()

    @property
    def stem(self) -> str:
        """Return the name without folder and extension."""
        return PurePosixPath(self.name).stem


def neighbours(path: Path) -> list[Member]:
    """Find a shapefile's parts beside it, in whatever case their extensions are.

    Parameters
    ----------
    path : Path
        The .shp.

    Returns
    -------
    list of Member
    """
    return [
        Member(part.name, part.resolve())
        for part in sorted(path.parent.iterdir())
        if part.stem.lower() == path.stem.lower()
        and part.suffix.lower() in SHAPE_PARTS
        and part.is_file()
    ]


def unpack(path: Path, folder: Path, file: str) -> list[Member]:
    """Unpack what is of use in an archive, within bounds.

    Parameters
    ----------
    path : Path
        The archive.
    folder : Path
        An empty folder of our own; entries get names of our own in it.
    file : str
        Name to show in messages.

    Returns
    -------
    list of Member

    Raises
    ------
    InputRefused
        If it is no archive, damaged, locked with a password, or too big unpacked.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            return list(_unpacked(archive, folder, file, path.stat().st_size))
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError) as error:
        raise InputRefused(
            N_("The file %(file)s is no readable zip archive. Pack it again as a plain .zip."),
            file=file,
        ) from error


def _unpacked(
    archive: zipfile.ZipFile, folder: Path, file: str, packed_bytes: int
) -> Iterator[Member]:
    entries = archive.infolist()
    budget = min(MAX_UNPACKED_BYTES, max(packed_bytes * MAX_UNPACK_RATIO, _CHUNK))
    if len(entries) > MAX_ARCHIVE_ENTRIES or sum(e.file_size for e in entries) > budget:
        raise _too_big(file)
    for number, entry in enumerate(entries):
        name = entry_name(entry)
        member = Member(name, folder / f"{number}{PurePosixPath(name).suffix.lower()}")
        if entry.is_dir() or member.suffix not in WANTED or _is_clutter(name):
            continue
        if entry.flag_bits & 1:
            raise InputRefused(
                N_("The archive %(file)s is locked with a password. Pack it without one."),
                file=file,
            )
        budget -= _copy(archive, entry, member.path, budget, file)
        yield member


def _copy(
    archive: zipfile.ZipFile, entry: zipfile.ZipInfo, target: Path, budget: int, file: str
) -> int:
    written = 0
    with archive.open(entry) as source, target.open("wb") as sink:
        while chunk := source.read(_CHUNK):
            written += len(chunk)
            if written > budget:  # The directory of the archive lied about the size.
                raise _too_big(file)
            sink.write(chunk)
    return written


def entry_name(entry: zipfile.ZipInfo) -> str:
    """Read the name of an archive's entry, which Chinese systems write in GBK or Big5.

    Parameters
    ----------
    entry : zipfile.ZipInfo

    Returns
    -------
    str
    """
    if entry.flag_bits & 0x800 or entry.filename.isascii():
        return entry.filename
    raw = entry.filename.encode("cp437")
    if fits([raw], "utf-8"):
        return decoded(raw, "utf-8")
    codec = max(("gb18030", "big5"), key=lambda name: common_share([raw], name))
    return decoded(raw, codec)


def _is_clutter(name: str) -> bool:
    path = PurePosixPath(name)
    return "__MACOSX" in path.parts or path.name.startswith(".")


def _too_big(file: str) -> InputRefused:
    return InputRefused(
        N_(
            "The archive %(file)s unpacks to more than is taken (%(limit)s MB or "
            "%(ratio)s times its size). Send the files one by one."
        ),
        file=file,
        limit=MAX_UNPACKED_BYTES >> 20,
        ratio=MAX_UNPACK_RATIO,
    )
