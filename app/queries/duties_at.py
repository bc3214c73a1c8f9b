"""One duty, and who holds some places today."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import ColumnElement, or_
from sqlalchemy.orm import Session

from app.models import Community, Duty, Place
from app.queries.duties import DutyLine, read_lines, select_lines
from app.queries.scope import NotFound, Viewer
from geodata.errors import N_

Spot = tuple[str, int]
"""Kind of a place, and its id."""


def find_line(session: Session, viewer: Viewer, community: Community, duty_id: int) -> DutyLine:
    """Read one duty as lists show it.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    community : Community
    duty_id : int

    Raises
    ------
    NotFound
        If the viewer may see no such duty.
    """
    rows = select_lines(viewer, community).where(Duty.id == duty_id)
    found = read_lines(session, rows, 1)
    if not found:
        raise NotFound(N_("There is no such duty."))
    return found[0]


def holders_at(
    session: Session, viewer: Viewer, community: Community, places: Sequence[Place]
) -> Mapping[Spot, Sequence[str]]:
    """Name who holds some places today.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    community : Community
    places : Sequence of Place
        Found in the viewer's scope; of any kinds.

    Returns
    -------
    Mapping
        Kind and id of a place to names; places that nobody holds are left out.
    """
    wanted = [_own(place) for place in places]
    rows = select_lines(viewer, community).where(or_(*wanted), Duty.current(viewer.on))
    held: dict[Spot, list[str]] = {}
    for line in read_lines(session, rows):
        held.setdefault((line.kind, line.place_id), []).append(line.holder)
    return held


def _own(place: Place) -> ColumnElement[bool]:
    """Give the condition that a duty is for exactly this place."""
    own: ColumnElement[bool] = getattr(Duty, f"{place.__tablename__}_id") == place.id
    return own
