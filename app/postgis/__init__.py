"""A private PostGIS server for a project without a ``DATABASE_URL``."""

from app.postgis.binaries import PostgresBinaries, find_binaries
from app.postgis.databases import create_database, drop_database
from app.postgis.errors import PostgisFailed, PostgisMissing
from app.postgis.server import PrivatePostgis
from app.postgis.throwaway import throwaway_postgis

__all__ = [
    "PostgisFailed",
    "PostgisMissing",
    "PostgresBinaries",
    "PrivatePostgis",
    "create_database",
    "drop_database",
    "find_binaries",
    "throwaway_postgis",
]
