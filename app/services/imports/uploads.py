"""Files that a browser sent: kept under names of our own, bounded, and gone after a day."""

from __future__ import annotations

import datetime as dt
import re
import secrets
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from geodata.errors import N_, InputRefused

KEPT = dt.timedelta(hours=24)

SHAPE_PARTS = (".shp", ".shx", ".dbf", ".prj", ".cpg")
SUFFIXES = (
    ".osm.pbf",
    ".csv.gz",
    ".gpkg",
    ".zip",
    ".geojson",
    ".json",
    ".kml",
    ".kmz",
    ".dxf",
    ".xlsx",
    ".csv",
    ".tsv",
    ".txt",
    ".pbf",
    *SHAPE_PARTS,
)
"""What names may end in, longer ones first; the ending is all that we take of a user's name."""

STEM = "input"
_TOKEN = re.compile(r"[0-9a-f]{32}")
_CHUNK = 1 << 20


@dataclass(frozen=True)
class Upload:
    """One file as it comes in.

    Attributes
    ----------
    name : str
        As the user calls it; shown, never opened.
    stream : IO[bytes]
    """

    name: str
    stream: IO[bytes]


def keep(folder: Path, files: Sequence[Upload], *, most_bytes: int) -> tuple[str, str]:
    """Keep what was sent in a new folder.

    Parameters
    ----------
    folder : Path
        Of all uploads.
    files : Sequence of Upload
        One file, or the parts of one shapefile.
    most_bytes : int
        Together.

    Returns
    -------
    str
        The token by which :func:`main_file` finds it.
    str
        The user's name for it, as text to show.

    Raises
    ------
    InputRefused
        If there is no file, they do not belong together, are too large or of no known kind.
    """
    suffixes = [_suffix(file.name) for file in files]
    main = _main(files, suffixes)
    token = secrets.token_hex(16)
    place = folder / token
    place.mkdir(parents=True, mode=0o700)
    try:
        for file, suffix in zip(files, suffixes, strict=True):
            most_bytes -= _copy(file, place / f"{STEM}{suffix}", most_bytes)
    except InputRefused:
        shutil.rmtree(place)
        raise
    return token, shown_name(main)


def main_file(folder: Path, token: str) -> Path:
    """Give the file of an upload that is read; other parts lie beside it.

    Parameters
    ----------
    folder : Path
    token : str

    Returns
    -------
    Path

    Raises
    ------
    InputRefused
        If it is gone: applied, discarded, or a day old.
    """
    place = folder / token
    files = sorted(place.glob(f"{STEM}.*")) if _TOKEN.fullmatch(token) else []
    if not files:
        raise InputRefused(N_("This upload is no longer here. Choose the file again."))
    order = [f"{STEM}.shp", f"{STEM}.dbf"]
    return min(files, key=lambda file: order.index(file.name) if file.name in order else 2)


def remove(folder: Path, token: str, *, keep: str = "") -> None:
    """Delete an upload, if it is still there.

    Parameters
    ----------
    folder : Path
    token : str
    keep : str
        Name of a file beside it that stays until :func:`sweep`, where there is one.
    """
    if not _TOKEN.fullmatch(token):
        return
    if not keep or not (folder / token / keep).is_file():
        shutil.rmtree(folder / token, ignore_errors=True)
        return
    for file in (folder / token).iterdir():
        if file.name != keep:
            file.unlink()


def kept_file(folder: Path, token: str, name: str) -> Path:
    """Give a file that was made beside an upload.

    Parameters
    ----------
    folder : Path
    token : str
    name : str
        A literal of ours, never a user's.

    Raises
    ------
    InputRefused
        If it is gone.
    """
    path = folder / token / name
    if not _TOKEN.fullmatch(token) or not path.is_file():
        raise InputRefused(N_("This upload is no longer here. Choose the file again."))
    return path


def sweep(folder: Path, *, at: dt.datetime) -> None:
    """Delete the uploads that nobody came back to.

    Parameters
    ----------
    folder : Path
    at : datetime.datetime
        Aware.
    """
    if not folder.is_dir():
        return
    for place in folder.iterdir():
        made = dt.datetime.fromtimestamp(place.stat().st_mtime, dt.UTC)
        if at - made > KEPT:
            remove(folder, place.name)


def shown_name(name: str) -> str:
    """Give a user's file name as text: without folders and what cannot be printed.

    Parameters
    ----------
    name : str

    Returns
    -------
    str
    """
    last = re.split(r"[/\\]", name)[-1]
    return "".join(char for char in last if char.isprintable())[-120:] or STEM


def _suffix(name: str) -> str:
    """Give the known ending of a name."""
    for suffix in SUFFIXES:
        if name.lower().endswith(suffix):
            return suffix
    raise InputRefused(
        N_("The file %(file)s is of a kind that is not read. Known are: %(choices)s."),
        file=shown_name(name),
        choices=" ".join(SUFFIXES),
    )


def _main(files: Sequence[Upload], suffixes: Sequence[str]) -> str:
    """Give the name of the file that counts among several."""
    if not files:
        raise InputRefused(N_("Choose a file."))
    if len(files) == 1:
        return files[0].name
    stems = {file.name.lower().removesuffix(end) for file, end in zip(files, suffixes, strict=True)}
    if len(stems) > 1 or len(set(suffixes)) < len(files) or not set(suffixes) <= {*SHAPE_PARTS}:
        raise InputRefused(
            N_("Send one file, or the parts of one shapefile: .shp, .dbf, .shx, .prj, .cpg.")
        )
    return next((file.name for file in files if file.name.lower().endswith(".shp")), files[0].name)


def _copy(file: Upload, target: Path, most_bytes: int) -> int:
    """Copy a stream, refusing before it is too long; give its length."""
    written = 0
    with target.open("wb") as sink:
        while chunk := file.stream.read(_CHUNK):
            written += len(chunk)
            if written > most_bytes:
                raise InputRefused(
                    N_("The file %(file)s is larger than is taken. Split it, or zip it."),
                    file=shown_name(file.name),
                )
            sink.write(chunk)
    return written
