"""What publishing a draft will do, on the ground as it is at this moment."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.orm import Session

from app.models import Community, Division, DivisionState
from app.queries.divisions import Chosen, Effects, effects
from app.queries.scope import Action, Viewer, require
from app.services.areas.assignment import place_buildings


def settle(session: Session, division: Division) -> None:
    """Put buildings that came since a draft was drawn into its cells.

    Parameters
    ----------
    session : Session
    division : Division
        One that is no draft is left as it is: its buildings are put when they come.
    """
    if division.state is DivisionState.DRAFT:
        place_buildings(session, division)


def effects_of(
    session: Session,
    viewer: Viewer,
    community: Community,
    division: Division,
    on: dt.date,
    chosen: Chosen | None = None,
) -> Effects:
    """Tell what publishing a draft on a day will do, and change nothing but where buildings lie.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    community : Community
    division : Division
        Usually a draft: buildings that came since it was drawn are put into its cells first.
    on : datetime.date
        First day on which it would hold.
    chosen : mapping, optional
        Old code to the code of the cell that goes on from it, or to None: before what the
        ground says.

    Raises
    ------
    NotAllowed
        If the viewer may not divide.
    InputRefused
        If a code in ``chosen`` is none of a cell.
    """
    require(viewer, Action.DIVIDE)
    settle(session, division)
    return effects(session, viewer, community, division, on, chosen)
