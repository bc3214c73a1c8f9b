"""What happens before the first question to the store: find it, start it, migrate it."""

from __future__ import annotations

from app.database import Store, migrate
from app.postgis import PrivatePostgis
from app.settings import Settings


def database_url(settings: Settings) -> str:
    """Give the address of the database, starting the private PostGIS where none is set.

    Parameters
    ----------
    settings : Settings

    Returns
    -------
    str

    Raises
    ------
    app.postgis.PostgisMissing
        If no address is set and PostGIS is not installed.
    """
    if settings.database_url:
        return settings.database_url
    return PrivatePostgis(settings.wangge_instance / "postgres").start()


def open_store(settings: Settings) -> Store:
    """Open the store with its schema brought to the newest version.

    Parameters
    ----------
    settings : Settings

    Returns
    -------
    Store
    """
    url = database_url(settings)
    migrate(url)
    return Store.at(url)
