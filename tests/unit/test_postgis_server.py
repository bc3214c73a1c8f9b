"""The private server itself: real PostgreSQL, in throwaway folders, always stopped."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import signal
import subprocess
import tempfile
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import unquote

import psycopg
import pytest

from app.postgis import (
    PostgisFailed,
    PostgisMissing,
    PrivatePostgis,
    create_database,
    drop_database,
    throwaway_postgis,
)

needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")


@pytest.fixture(scope="module")
def made() -> Iterator[PrivatePostgis]:
    """A server that is started or stopped; its data are made once."""
    with throwaway_postgis() as server:
        yield server


@pytest.fixture
def server(made: PrivatePostgis) -> PrivatePostgis:
    """The same, running whatever the test before did to it."""
    made.start()
    return made


def ask(url: str, query: str) -> object:
    with psycopg.connect(url, autocommit=True) as connection:
        row = connection.execute(query.encode()).fetchone()
    return row[0] if row else None


def start(folder: Path) -> str:
    return PrivatePostgis(folder, durable=False).start()


def postmaster(server: PrivatePostgis) -> int:
    return int((server.home / "data/postmaster.pid").read_text().split()[0])


def as_nobody(act: Callable[[], object]) -> int:
    """Do something as another user in a child process: 0 it went well, 1 it raised."""
    child = os.fork()
    if child == 0:
        try:
            os.setgroups([])
            os.setgid(65534)
            os.setuid(65534)
            act()
        except BaseException:  # noqa: BLE001 - the child must never return into pytest.
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def test_the_application_owns_a_database_with_postgis(server: PrivatePostgis) -> None:
    url = server.url()
    assert ask(url, "SELECT ST_AsText(ST_MakePoint(116.35, 40.0))") == "POINT(116.35 40)"
    assert ask(url, "SELECT current_user") == "wangge"
    assert ask(url, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user") is False
    assert ask(url, "SHOW lc_collate") == "C.UTF-8"
    assert ask(url, "SELECT upper('é') || '网格'") == "É网格"


def test_it_listens_nowhere_on_the_network(server: PrivatePostgis) -> None:
    assert ask(server.url(), "SHOW listen_addresses") == ""


def test_a_second_start_reuses_it(server: PrivatePostgis) -> None:
    before = postmaster(server)
    assert PrivatePostgis(server.folder).start() == server.url()
    assert postmaster(server) == before


def test_processes_that_start_it_together_share_one(server: PrivatePostgis) -> None:
    server.stop()
    fork = multiprocessing.get_context("fork")
    with fork.Pool(2) as pool:
        urls = pool.map(start, [server.folder] * 2, chunksize=1)
    assert urls == [server.url()] * 2
    assert server.running()


def test_data_survive_a_restart(server: PrivatePostgis) -> None:
    with psycopg.connect(server.url()) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 41 AS number")
    server.stop()
    assert not server.running()
    assert ask(server.start(), "SELECT number FROM kept") == 41


def test_a_crash_whose_number_now_is_anothers_is_survived(server: PrivatePostgis) -> None:
    os.kill(postmaster(server), signal.SIGKILL)
    pid_file = server.home / "data/postmaster.pid"
    lines = pid_file.read_text().splitlines()
    impostor = subprocess.Popen(["sleep", "60"], user=server.account.uid)
    try:
        pid_file.write_text("\n".join([str(impostor.pid), *lines[1:]]) + "\n")
        assert not server.running()
        assert ask(server.start(), "SELECT 1") == 1
    finally:
        impostor.kill()
        impostor.wait()


@needs_root
def test_another_user_is_refused(server: PrivatePostgis) -> None:
    url, log = server.url(), server.log
    assert as_nobody(lambda: psycopg.connect(url)) == 1
    run = log.parent
    for folder in (run, server.home):
        folder.chmod(0o755)  # Even with the doors open, the server asks the kernel who it is.
    try:
        assert as_nobody(lambda: psycopg.connect(url)) == 1
    finally:
        server.home.chmod(0o750)
        run.chmod(0o700)
    assert 'Peer authentication failed for user "wangge"' in log.read_text()


@needs_root
def test_another_user_is_told_whose_it_is(made: PrivatePostgis) -> None:
    def visit() -> None:
        with pytest.raises(PostgisFailed, match="belongs to root: run this as root"):
            start(made.folder)

    assert as_nobody(visit) == 0


@needs_root
def test_who_may_not_write_here_is_told_what_to_set(made: PrivatePostgis) -> None:
    def visit() -> None:
        with pytest.raises(PostgisFailed, match="closed to you: run this as the owner"):
            start(made.folder.parent / "instance/postgres")

    assert as_nobody(visit) == 0


def test_a_template_is_copied_with_what_is_in_it(server: PrivatePostgis) -> None:
    admin_url = server.url("postgres", superuser=True)
    create_database(admin_url, "copy-1", template="wangge")
    assert ask(server.url("copy-1"), "SELECT extname FROM pg_extension WHERE extname = 'postgis'")
    drop_database(admin_url, "copy-1")
    drop_database(admin_url, "copy-1")
    assert ask(admin_url, "SELECT count(*) FROM pg_database WHERE datname = 'copy-1'") == 0


def test_a_failed_start_shows_the_end_of_the_log(made: PrivatePostgis) -> None:
    made.stop()
    control = made.home / "data/global/pg_control"
    aside = control.rename(control.with_suffix(".aside"))
    try:
        with pytest.raises(PostgisFailed, match=r"did not start:\n(.*\n)*.*pg_control"):
            made.start()
    finally:
        aside.rename(control)


def test_data_of_another_version_ask_for_its_packages(made: PrivatePostgis) -> None:
    made.stop()
    version = made.home / "data/PG_VERSION"
    text = version.read_text()
    try:
        version.write_text("9\n")
        with pytest.raises(PostgisMissing, match="postgresql-9-postgis-3"):
            made.start()
    finally:
        version.write_text(text)


def test_a_first_start_that_was_cut_off_is_begun_again(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder = Path(tempfile.mkdtemp(prefix="wangge-" + "long-" * 20))
    folder.chmod(0o755)
    server = PrivatePostgis(folder / "postgres", durable=False)
    (server.folder / "data.new/base").mkdir(parents=True)
    try:
        assert ask(server.start(), "SELECT 1") == 1
        assert str(folder) not in unquote(server.url())
        assert not (server.folder / "data.new").exists()
    finally:
        server.stop()
        shutil.rmtree(folder)
