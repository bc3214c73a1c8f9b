"""A PostgreSQL server of the project's own: made, started, shared and stopped."""

from __future__ import annotations

import os
import shutil
import signal
import time
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from urllib.parse import quote

import psycopg

from app.postgis.account import Account, replace_file
from app.postgis.binaries import find_binaries
from app.postgis.config import OWNER, SUPERUSER, configuration
from app.postgis.databases import ensure_application
from app.postgis.errors import PostgisFailed
from app.postgis.home import close_to_others, find_home, locked, server_name, socket_folder
from app.postgis.postmaster import Postmaster
from geodata.errors import N_

PATIENCE_S = 60
LARGEST_LOG_BYTES = 5_000_000
LINES_SHOWN = 12
START_FAILED = N_("The private PostGIS in %(folder)s did not start:\n%(lines)s")
STOP_FAILED = N_("The private PostGIS in %(folder)s did not stop:\n%(lines)s")
INITDB_FAILED = N_("The data of the private PostGIS in %(folder)s were not made:\n%(lines)s")
DATABASE_FAILED = N_("The private PostGIS in %(folder)s has no usable database:\n%(lines)s")


class PrivatePostgis:
    """The private server of one folder. Several processes may hold one; they share the server.

    Parameters
    ----------
    folder : Path
        Where its files lie, such as ``instance/postgres``; created when missing. See
        :func:`app.postgis.home.find_home` for the exception.
    durable : bool
        False for tests: faster, and the data may be lost when the machine stops.
    """

    def __init__(self, folder: Path, *, durable: bool = True) -> None:
        self.folder = folder.absolute()
        self.durable = durable

    @cached_property
    def account(self) -> Account:
        """Who runs the server."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            return Account.of(self.folder)
        except PermissionError as error:
            raise PostgisFailed(
                N_(
                    "%(folder)s is closed to you: run this as the owner of the project, "
                    "or set WANGGE_INSTANCE or DATABASE_URL."
                ),
                folder=self.folder,
            ) from error

    @cached_property
    def home(self) -> Path:
        """The folder of the server's files: ``data/``, ``run/`` and its configuration."""
        account = self.account
        with locked(self.folder):
            return find_home(self.folder, account).resolve()

    @property
    def log(self) -> Path:
        """The server's log."""
        return self.home / "run" / "server.log"

    def url(self, database: str = OWNER, *, superuser: bool = False) -> str:
        """Give the URL of a database of this server.

        Parameters
        ----------
        database : str
            Its name.
        superuser : bool
            True for creating databases and extensions; the application needs none of that.
        """
        role = SUPERUSER if superuser else OWNER
        sockets = quote(str(self._sockets), safe="")
        return f"postgresql://{role}@/{database}?host={sockets}&port=5432"

    def start(self) -> str:
        """Make sure that the server runs and has the application's database.

        Returns
        -------
        str
            The application's ``DATABASE_URL``.

        Raises
        ------
        PostgisMissing
            When PostgreSQL or PostGIS is not installed.
        PostgisFailed
            When the server does not start.
        """
        with locked(self.home):
            if not self.running():
                self._launch()
            self._await(self._postmaster.ready, START_FAILED)
            try:
                admin_url = self.url(SUPERUSER, superuser=True)
                ensure_application(admin_url, OWNER, self.url(superuser=True))
            except psycopg.Error as error:
                raise self._failed(DATABASE_FAILED, str(error)) from error
        return self.url()

    def stop(self) -> None:
        """Stop the server, if it runs, and wait until it has written everything.

        Raises
        ------
        PostgisFailed
            When it does not stop in time.
        """
        with locked(self.home):
            pid = self._postmaster.pid()
            if pid is None:
                return
            os.kill(pid, signal.SIGINT)  # PostgreSQL's "fast": cancel, roll back, write, leave.
            self._await(lambda: not self.running(), STOP_FAILED)
            if self._sockets.parent != self.home:
                self._sockets.rmdir()

    def running(self) -> bool:
        """Tell whether the server runs."""
        return self._postmaster.pid() is not None

    @property
    def _sockets(self) -> Path:
        return socket_folder(self.home, self.account.uid)

    @property
    def _postmaster(self) -> Postmaster:
        return Postmaster(self.home / "data", server_name(self.home))

    def _launch(self) -> None:
        """Start the server on its data, which are made first when there are none."""
        sockets = self._sockets
        close_to_others(self.home, self.account)
        for folder in (self.home / "run", sockets):
            self.account.own_folder(folder)
        programs = self._initialise()
        self._postmaster.forget(sockets)
        texts = configuration(sockets, self.account.uid, durable=self.durable)
        for name, text in texts.items():
            replace_file(self.home / name, text, self.account)
        if self.log.exists() and self.log.stat().st_size > LARGEST_LOG_BYTES:
            self.log.replace(self.log.with_suffix(".log.1"))
        # The name goes on the command line so that `Postmaster` can tell the process by it.
        options = f"-c cluster_name={server_name(self.home)}"
        command = ["start", "-D", ".", "-l", "run/server.log", "-w", "-t", str(PATIENCE_S)]
        started = self.account.run([programs / "pg_ctl", *command, "-o", options], cwd=self.home)
        if started.returncode:
            raise self._failed(START_FAILED)

    def _initialise(self) -> Path:
        """Make the data once, whole or not at all; return the programs that fit them."""
        version = self.home / "data" / "PG_VERSION"
        if version.is_file():
            return find_binaries(major=int(version.read_text(encoding="ascii"))).programs
        programs = find_binaries().programs
        unfinished = self.home / "data.new"
        shutil.rmtree(unfinished, ignore_errors=True)
        self.account.own_folder(unfinished)
        made = self.account.run(
            [
                *(programs / "initdb", "-D", unfinished, "-U", SUPERUSER, "-E", "UTF8"),
                *("--locale=C.UTF-8", "--auth=reject", "--data-checksums"),
                *([] if self.durable else ["--no-sync"]),
            ],
            cwd=self.home,
        )
        if made.returncode:
            raise self._failed(INITDB_FAILED, made.stdout)
        unfinished.rename(self.home / "data")
        return programs

    def _await(self, done: Callable[[], bool], otherwise: str) -> None:
        """Wait for a state of the server, or fail."""
        deadline = time.monotonic() + PATIENCE_S
        while not done():
            if time.monotonic() > deadline:
                raise self._failed(otherwise)
            time.sleep(0.01)

    def _failed(self, template: str, output: str = "") -> PostgisFailed:
        """Make the error that shows the last lines of the output, or of the log."""
        if not output and self.log.exists():
            output = self.log.read_text(encoding="utf-8", errors="replace")
        return PostgisFailed(
            template,
            folder=self.home,
            lines="\n".join(output.splitlines()[-LINES_SHOWN:]),
        )
