"""GeoPackages are SQLite databases, which can hold more than data."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from geodata.errors import N_, InputRefused
from geodata.read.ogr import damaged

_MAGIC = b"SQLite format 3\0"
_FOREIGN_TABLES = """
    SELECT count(*) FROM sqlite_master
    WHERE sql LIKE 'CREATE VIRTUAL TABLE%' AND sql NOT LIKE '%USING rtree%'
"""


def check_database(path: Path, file: str) -> None:
    """Refuse a GeoPackage that is none, or whose tables look elsewhere.

    Parameters
    ----------
    path : Path
    file : str
        Name to show in messages.

    Raises
    ------
    InputRefused
        If it is no SQLite database, or has virtual tables other than spatial indexes: those can
        read other files.
    """
    with path.open("rb") as stream:
        if stream.read(len(_MAGIC)) != _MAGIC:
            raise damaged(file)
    try:
        with closing(
            sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
        ) as database:
            (count,) = database.execute(_FOREIGN_TABLES).fetchone()
    except sqlite3.DatabaseError as error:
        raise damaged(file) from error
    if count:
        raise InputRefused(
            N_("The GeoPackage %(file)s holds tables that read elsewhere. Export it again."),
            file=file,
        )
