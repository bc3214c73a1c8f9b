"""The building in which somebody lives, by what people call it."""

from __future__ import annotations

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.models import Building, Community
from app.queries.scope import Viewer, visible_buildings
from geodata.errors import N_, InputRefused


def find_home(session: Session, viewer: Viewer, community: Community, words: str) -> Building:
    """Find a building by its number, name or address.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    community : Community
    words : str
        ``41``, ``41号楼``, ``康安里41号楼``.

    Raises
    ------
    InputRefused
        If no building, or more than one, is called so.
    """
    said = words.strip()
    number = said.removesuffix("楼").removesuffix("号") or said
    found = session.scalars(
        select(Building)
        .where(
            Building.community_id == community.id,
            Building.vanished_on.is_(None),
            Building.id.in_(visible_buildings(viewer)),
            or_(
                Building.number.in_([said, number]),
                Building.name == said,
                Building.address == said,
            ),
        )
        .limit(2)
    ).all()
    if not found:
        raise InputRefused(N_("There is no building called %(words)s."), words=said[:40])
    if len(found) > 1:
        raise InputRefused(
            N_("Several buildings are called %(words)s. Give the address."), words=said[:40]
        )
    return found[0]
