"""Where the private server lives, and who may enter."""

from __future__ import annotations

import multiprocessing
import os
import shutil
from pathlib import Path

import pytest

from app.postgis import PrivatePostgis
from app.postgis import home as homes
from app.postgis.account import Account
from app.postgis.errors import PostgisFailed
from app.postgis.home import find_home, socket_folder

NOBODY = Account(65534, 65534)
needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root lends another account")


def home_of(folder: Path) -> Path:
    return PrivatePostgis(folder).home


@pytest.fixture
def closed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project's folder that only root can reach, as under /root."""
    monkeypatch.setattr(homes, "ELSEWHERE", tmp_path / "elsewhere")
    folder = tmp_path / "project"
    folder.mkdir(mode=0o700)
    return folder


def test_an_open_folder_is_its_own_home(tmp_path: Path) -> None:
    own = Account(os.geteuid(), os.getegid())
    assert find_home(tmp_path, own) == tmp_path
    assert not (tmp_path / "location").exists()


@needs_root
def test_a_closed_folder_names_its_home_elsewhere(closed: Path) -> None:
    home = find_home(closed, NOBODY)
    assert home.parent == homes.ELSEWHERE
    assert (closed / "location").read_text() == f"{home}\n"
    assert find_home(closed, NOBODY) == home


@needs_root
def test_processes_that_choose_together_choose_the_same(closed: Path) -> None:
    with multiprocessing.get_context("fork").Pool(4) as pool:
        chosen = pool.map(home_of, [closed] * 8, chunksize=1)
    assert set(chosen) == {find_home(closed, NOBODY)}


@needs_root
def test_a_moved_project_finds_its_data_again(closed: Path) -> None:
    home = find_home(closed, NOBODY)
    moved = closed.rename(closed.with_name("moved"))
    assert find_home(moved, NOBODY) == home


@needs_root
def test_a_copied_project_gets_data_of_its_own(closed: Path) -> None:
    home = find_home(closed, NOBODY)
    copied = Path(shutil.copytree(closed, closed.with_name("copied")))
    assert find_home(copied, NOBODY) != home
    assert find_home(closed, NOBODY) == home


@pytest.mark.parametrize("name", ["x" * 120, "网" * 40, "a,b"])
def test_a_socket_that_would_not_fit_goes_to_tmp(tmp_path: Path, name: str) -> None:
    home = tmp_path / name
    home.mkdir()
    sockets = socket_folder(home, uid=1000)
    assert home not in sockets.parents
    assert len(os.fsencode(sockets / ".s.PGSQL.5432")) <= homes.LONGEST_SOCKET_BYTES


def test_a_trap_in_place_of_the_socket_folder_is_refused(tmp_path: Path) -> None:
    own = Account(os.geteuid(), os.getegid())
    trap = tmp_path / "trap"
    trap.symlink_to(tmp_path)
    with pytest.raises(PostgisFailed, match="is not a private folder"):
        own.own_folder(trap)
    lax = tmp_path / "lax"
    lax.mkdir()
    lax.chmod(0o777)
    with pytest.raises(PostgisFailed, match="is not a private folder"):
        own.own_folder(lax)


@needs_root
def test_root_runs_the_server_as_the_folders_owner(tmp_path: Path) -> None:
    os.chown(tmp_path, NOBODY.uid, NOBODY.gid)
    assert Account.of(tmp_path) == NOBODY
