"""The way to the store: engine, sessions, and the one place where anything is committed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, create_engine
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session, sessionmaker

MIGRATIONS = Path(__file__).resolve().parent / "migrations"


class Store:
    """A database with its sessions.

    Parameters
    ----------
    sessions : sessionmaker
        How sessions are made; tests give one bound to a connection that is rolled back.
    """

    def __init__(self, sessions: sessionmaker[Session]) -> None:
        self.sessions = sessions

    @classmethod
    def at(cls, url: str) -> Store:
        """Open the store at an address.

        Parameters
        ----------
        url : str
            PostgreSQL address.
        """
        return cls(sessionmaker(make_engine(url), expire_on_commit=False))

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """Open a session that commits at the end, or rolls everything back on an error.

        Only entry points (views, commands, jobs) call this.
        """
        with self.sessions() as session, session.begin():
            yield session

    def close(self) -> None:
        """Give back all connections, before a process is forked or ends."""
        bind = self.sessions.kw["bind"]
        if isinstance(bind, Engine):
            bind.dispose()


def make_engine(url: str) -> Engine:
    """Make an engine whose sessions run in UTC and never wait for ever.

    Parameters
    ----------
    url : str
        PostgreSQL address; any ``postgresql`` scheme.

    Returns
    -------
    sqlalchemy.Engine
    """
    # Parallel workers and JIT cost more than they give on queries of a few milliseconds.
    options = "-c timezone=utc -c jit=off -c lock_timeout=20s"
    return create_engine(
        make_url(url).set(drivername="postgresql+psycopg"),
        pool_size=10,
        max_overflow=10,
        pool_pre_ping=True,
        connect_args={"options": options},
    )


def migrate(url: str) -> None:
    """Bring the schema to the newest version.

    Parameters
    ----------
    url : str
        PostgreSQL address.
    """
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["url"] = url
    command.upgrade(config, "head")
