"""One question about one community: session, viewer, community and time together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from flask import current_app
from sqlalchemy.orm import Session

from app.models import Community
from app.queries.scope import Viewer, find_community
from app.web.context import current_viewer, now, transaction
from app.web.own_words import speak_of


@dataclass(frozen=True)
class Asked:
    """What every query about a community takes.

    Attributes
    ----------
    session : Session
    viewer : Viewer
    community : Community
        In the viewer's scope.
    at : datetime.datetime
        Now, aware, in the zone of the place.
    """

    session: Session
    viewer: Viewer
    community: Community
    at: dt.datetime


def local_now() -> dt.datetime:
    """Give the aware time in the zone of the place."""
    return now().astimezone(current_app.config["TIMEZONE"])


@contextmanager
def asked_about(code: str) -> Iterator[Asked]:
    """Open a transaction for a question about a community, and speak in its words from here on.

    Parameters
    ----------
    code : str
        From the address.

    Raises
    ------
    NotFound
        If the viewer may open no such community.
    """
    viewer = current_viewer()
    with transaction() as session:
        community = find_community(session, viewer, code)
        speak_of(community)
        yield Asked(session, viewer, community, local_now())
