"""Door plates 门牌码: their codes are made by chance, and can be withdrawn."""

from __future__ import annotations

import datetime as dt
import secrets

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Community, DoorPlate
from app.queries.plates import plateless_doors
from app.queries.scope import Action, NotFound, Viewer, require, visible_buildings
from app.services.areas import take_turn
from app.services.audit import record
from geodata.errors import N_

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
"""Signs that nobody takes for another: no 0 and o, no 1, i and l."""

CODE_LENGTH = 10
"""Of 31 signs: 8e14 codes, so that guessing at one finds none."""


def make_plates(
    session: Session, viewer: Viewer, community: Community, cell_id: int, *, at: dt.datetime
) -> int:
    """Make the plates that are missing in a cell.

    One for each entrance, and one for each building of which no entrance is known.

    Parameters
    ----------
    session : Session
    viewer : Viewer
        Who dispatches there.
    community : Community
    cell_id : int
        In the viewer's scope; another has no doors for them.
    at : datetime.datetime

    Returns
    -------
    int
        How many were made.

    Raises
    ------
    NotAllowed
    """
    require(viewer, Action.DISPATCH)
    take_turn(session, community)  # Two who ask at once make one plate a door.
    doors = plateless_doors(session, viewer, community, cell_id)
    session.add_all(
        DoorPlate(
            community_id=community.id,
            building_id=building_id,
            entrance_id=entrance_id,
            code=new_code(),
            made_at=at,
        )
        for building_id, entrance_id in doors
    )
    session.flush()
    if doors:
        _tell(session, viewer, community, "add", at, cell=cell_id, plates=len(doors))
    return len(doors)


def withdraw_plate(
    session: Session, viewer: Viewer, community: Community, plate_id: int, *, at: dt.datetime
) -> None:
    """Withdraw a plate: its code opens nothing more. What came by it stays.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    community : Community
    plate_id : int
    at : datetime.datetime

    Raises
    ------
    NotAllowed
    NotFound
        If no such plate holds in the viewer's scope.
    """
    require(viewer, Action.DISPATCH)
    plate = session.scalar(
        select(DoorPlate).where(
            DoorPlate.id == plate_id,
            DoorPlate.community_id == community.id,
            DoorPlate.building_id.in_(visible_buildings(viewer)),
            DoorPlate.withdrawn_at.is_(None),
        )
    )
    if plate is None:
        raise NotFound(N_("There is no such door plate: it was withdrawn."))
    plate.withdrawn_at = at
    session.flush()
    _tell(session, viewer, community, "withdraw", at, plate=plate.id)


def new_code() -> str:
    """Give a code by chance."""
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))


def _tell(
    session: Session,
    viewer: Viewer,
    community: Community,
    action: str,
    at: dt.datetime,
    **details: int,
) -> None:
    """Tell the audit log; a code stays out of it."""
    record(
        session,
        at=at,
        by=viewer.user_id,
        action=action,
        thing_kind="door_plate",
        community_id=community.id,
        **details,
    )
