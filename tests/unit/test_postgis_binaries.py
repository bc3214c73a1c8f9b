"""Finding PostgreSQL: the newest that has PostGIS, or one line that says what to install."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.postgis import PostgisMissing, find_binaries


def install(prefix: Path, major: int, *, postgis: bool) -> None:
    programs = prefix / "lib" / "postgresql" / str(major) / "bin"
    extensions = prefix / "share" / "postgresql" / str(major) / "extension"
    for folder in (programs, extensions):
        folder.mkdir(parents=True)
    (programs / "postgres").touch()
    if postgis:
        (extensions / "postgis.control").touch()


def test_the_newest_with_postgis_wins(tmp_path: Path) -> None:
    install(tmp_path, 9, postgis=True)
    install(tmp_path, 15, postgis=True)
    install(tmp_path, 17, postgis=False)
    assert find_binaries(prefix=tmp_path).programs == tmp_path / "lib/postgresql/15/bin"


def test_stored_data_choose_their_own_version(tmp_path: Path) -> None:
    install(tmp_path, 15, postgis=True)
    install(tmp_path, 17, postgis=True)
    assert find_binaries(15, tmp_path).major == 15
    with pytest.raises(PostgisMissing, match="postgresql-16-postgis-3"):
        find_binaries(16, tmp_path)


def test_a_bare_machine_is_told_what_to_install(tmp_path: Path) -> None:
    with pytest.raises(PostgisMissing) as refused:
        find_binaries(prefix=tmp_path)
    assert str(refused.value) == (
        "PostgreSQL 15 with PostGIS is not installed: run `apt-get install postgresql-15 "
        "postgresql-15-postgis-3`, or set DATABASE_URL."
    )


def test_postgresql_without_postgis_is_told_its_own_package(tmp_path: Path) -> None:
    install(tmp_path, 17, postgis=False)
    with pytest.raises(PostgisMissing, match="postgresql-17-postgis-3"):
        find_binaries(prefix=tmp_path)


def test_pg_config_knows_other_layouts(tmp_path: Path) -> None:
    for folder in ("bin", "own", "shared/extension"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "own/postgres").touch()
    (tmp_path / "shared/extension/postgis.control").touch()
    script = tmp_path / "bin/pg_config"
    script.write_text(
        f'#!/bin/sh\nprintf "%s\\n" {tmp_path}/own {tmp_path}/shared "PostgreSQL 18.1"\n'
    )
    script.chmod(0o755)
    found = find_binaries(prefix=tmp_path)
    assert (found.major, found.programs) == (18, tmp_path / "own")
