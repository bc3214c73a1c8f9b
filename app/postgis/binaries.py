"""Where Debian put PostgreSQL, and whether PostGIS came with it."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from app.postgis.errors import PostgisMissing
from geodata.errors import N_

DEBIAN_MAJOR = 15  # The PostgreSQL of Debian 12, named when the machine has none at all.


@dataclass(frozen=True)
class PostgresBinaries:
    """One installed PostgreSQL.

    Attributes
    ----------
    major : int
        Major version, such as 15.
    programs : Path
        Folder of ``initdb``, ``pg_ctl`` and ``postgres``.
    extensions : Path
        Folder of the extensions' control files.
    """

    major: int
    programs: Path
    extensions: Path

    @property
    def has_postgis(self) -> bool:
        """Whether PostGIS is installed for this version."""
        return (self.extensions / "postgis.control").is_file()


def find_binaries(major: int | None = None, prefix: Path = Path("/usr")) -> PostgresBinaries:
    """Find the newest PostgreSQL server that has PostGIS.

    Parameters
    ----------
    major : int, optional
        Accept this major version only: stored data can be opened by no other.
    prefix : Path
        Root of the installation; Debian's is ``/usr``.

    Returns
    -------
    PostgresBinaries
        The newest that fits.

    Raises
    ------
    PostgisMissing
        When none fits; the message names the packages and the command that installs them.
    """
    found = [one for one in _installed(prefix) if major in (None, one.major)]
    complete = [one for one in found if one.has_postgis]
    if complete:
        return max(complete, key=lambda one: one.major)
    wanted = major or max((one.major for one in found), default=DEBIAN_MAJOR)
    raise PostgisMissing(
        N_(
            "PostgreSQL %(major)s with PostGIS is not installed: run `apt-get install "
            "postgresql-%(major)s postgresql-%(major)s-postgis-3`, or set DATABASE_URL."
        ),
        major=wanted,
    )


def _installed(prefix: Path) -> Iterator[PostgresBinaries]:
    """Yield every server that Debian's layout or ``pg_config`` knows, with or without PostGIS."""
    for server in prefix.glob("lib/postgresql/*/bin/postgres"):
        version = server.parent.parent.name
        if version.isdecimal():
            shared = prefix / "share" / "postgresql" / version
            yield PostgresBinaries(int(version), server.parent, shared / "extension")
    pg_config = shutil.which("pg_config", path=f"{prefix}/bin:{prefix}/local/bin")
    if pg_config:
        yield from _configured(pg_config)


def _configured(pg_config: str) -> Iterator[PostgresBinaries]:
    """Yield the server that ``pg_config`` describes, if it is one and not only its headers."""
    asked = subprocess.run(
        [pg_config, "--bindir", "--sharedir", "--version"],
        capture_output=True,
        text=True,
        check=False,
    )
    if asked.returncode == 0:
        programs, shared, version = asked.stdout.splitlines()
        if (Path(programs) / "postgres").is_file():
            major = int(version.removeprefix("PostgreSQL ").split(".")[0].split("devel")[0])
            yield PostgresBinaries(major, Path(programs), Path(shared) / "extension")
