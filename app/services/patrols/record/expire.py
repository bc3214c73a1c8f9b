"""Tracks go: at once when their owner says so, and by themselves after some days."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import delete
from sqlalchemy.orm import Session

from app.models import Track
from app.queries.scope import NotFound, Viewer
from geodata.errors import N_


def delete_track(session: Session, viewer: Viewer, track_id: int) -> None:
    """Delete a track of the viewer's own; what it covered stays, which names nobody.

    Parameters
    ----------
    session : Session
    viewer : Viewer
        Its owner.
    track_id : int

    Raises
    ------
    NotFound
        If it is not theirs, or gone already; both read the same.
    """
    gone = session.scalar(
        delete(Track)
        .where(Track.id == track_id, Track.owner_id == viewer.user_id)
        .returning(Track.id)
    )
    if gone is None:
        raise NotFound(N_("There is no such track."))


def expire_tracks(session: Session, *, at: dt.datetime) -> int:
    """Delete all tracks whose time is over.

    Parameters
    ----------
    session : Session
    at : datetime.datetime
        Now.

    Returns
    -------
    int
        How many.
    """
    gone = session.scalars(delete(Track).where(Track.expires_at <= at).returning(Track.id))
    return len(gone.all())
