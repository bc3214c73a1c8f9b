"""What the walkers of a patrol see: the marks of its stops, and tracks of their own."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from shapely.geometry.base import BaseGeometry
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Patrol, Stop, Track, Visit, VisitDoubt, VisitHow
from app.queries.scope import Viewer, visible_patrols

MOST_STOPS = 500
MOST_TRACKS = 50


@dataclass(frozen=True)
class StopMark:
    """A stop of a patrol's route, and its visit if there was one."""

    id: int
    sequence: int
    name: str
    at: dt.datetime | None
    how: VisitHow | None
    doubt: VisitDoubt | None


@dataclass(frozen=True)
class OwnTrack:
    """A track of the viewer's own."""

    id: int
    patrol_id: int
    started_at: dt.datetime | None
    expires_at: dt.datetime
    line: BaseGeometry


def stop_marks(session: Session, viewer: Viewer, patrol: Patrol) -> list[StopMark]:
    """List the stops of a patrol's route with their visits, in the order of walking.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    patrol : Patrol
    """
    rows = (
        select(Stop.id, Stop.sequence, Stop.name, Visit.at, Visit.how, Visit.doubt)
        .select_from(Patrol)
        .join(Stop, Stop.route_id == Patrol.route_id)
        .outerjoin(Visit, (Visit.stop_id == Stop.id) & (Visit.patrol_id == Patrol.id))
        .where(Patrol.id == patrol.id, Patrol.id.in_(visible_patrols(viewer)))
        .order_by(Stop.sequence)
        .limit(MOST_STOPS)
    )
    return [StopMark(*row) for row in session.execute(rows)]


def own_tracks(
    session: Session, viewer: Viewer, *, at: dt.datetime, patrol_id: int | None = None
) -> list[OwnTrack]:
    """List the viewer's own tracks that have not expired, the newest first.

    Nobody else's are ever given, whoever asks.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    at : datetime.datetime
        Now.
    patrol_id : int, optional
        Only those of this patrol.
    """
    if viewer.user_id is None:
        return []
    rows = select(Track.id, Track.patrol_id, Track.started_at, Track.expires_at, Track.line).where(
        Track.owner_id == viewer.user_id, Track.expires_at > at
    )
    if patrol_id is not None:
        rows = rows.where(Track.patrol_id == patrol_id)
    found = session.execute(rows.order_by(Track.id.desc()).limit(MOST_TRACKS))
    return [OwnTrack(*row) for row in found]
