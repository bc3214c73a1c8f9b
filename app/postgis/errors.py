"""What can go wrong with the private PostGIS server."""

from __future__ import annotations

from geodata.errors import WanggeError


class PostgisMissing(WanggeError):
    """PostgreSQL with PostGIS is not installed, or not in the version that the data need."""


class PostgisFailed(WanggeError):
    """The private server could not be made, started or stopped; the message says why."""
