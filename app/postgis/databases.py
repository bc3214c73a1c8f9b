"""Create and drop databases on a server of which we are superuser."""

from __future__ import annotations

from typing import LiteralString

import psycopg
from psycopg import sql

from app.postgis.config import OWNER


def create_database(admin_url: str, name: str, template: str | None = None) -> None:
    """Create a database for the application's role.

    Parameters
    ----------
    admin_url : str
        URL of any other database of the server, as superuser.
    name : str
        Name of the new database.
    template : str, optional
        Database to copy, with tables and extensions; nobody may be connected to it.

    Raises
    ------
    psycopg.Error
        When the name is taken or the template is missing or in use.
    """
    command = sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {} STRATEGY file_copy").format(
        sql.Identifier(name), sql.Identifier(OWNER), sql.Identifier(template or "template1")
    )
    with psycopg.connect(admin_url, autocommit=True) as connection:
        connection.execute(command)


def drop_database(admin_url: str, name: str) -> None:
    """Drop a database if it is there, with whoever is still connected to it.

    Parameters
    ----------
    admin_url : str
        URL of any other database of the server, as superuser.
    name : str
        Name of the database.
    """
    command = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
    with psycopg.connect(admin_url, autocommit=True) as connection:
        connection.execute(command)


def ensure_application(admin_url: str, name: str, database_url: str) -> None:
    """Make sure that the application's role and database exist, with a current PostGIS.

    Parameters
    ----------
    admin_url : str
        URL of the server's ``postgres`` database, as superuser.
    name : str
        Name of the application's database.
    database_url : str
        URL of the application's database, as superuser: only one may install PostGIS.
    """
    with psycopg.connect(admin_url, autocommit=True) as connection:
        if not _exists(connection, "SELECT 1 FROM pg_roles WHERE rolname = %s", OWNER):
            connection.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(OWNER)))
        known = _exists(connection, "SELECT 1 FROM pg_database WHERE datname = %s", name)
    if not known:
        create_database(admin_url, name)
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute("CREATE EXTENSION IF NOT EXISTS postgis")
        connection.execute("ALTER EXTENSION postgis UPDATE")


def _exists(connection: psycopg.Connection, query: LiteralString, name: str) -> bool:
    return connection.execute(query, [name]).fetchone() is not None
