"""Where rules and regions hold: the cells, estates and buildings of a community."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from app.models import Building, Cell, Community, Division, DivisionState, Estate
from app.queries.catalogue.dispatch import oversee
from app.queries.scope import Viewer

MOST_PLACES = 1_000


def cells_today(session: Session, viewer: Viewer, community: Community) -> Sequence[Cell]:
    """List the cells of the division that holds, by their codes.

    Raises
    ------
    NotAllowed
        If the viewer does not see the whole community.
    """
    oversee(viewer)
    return session.scalars(
        select(Cell)
        .join(Division, Division.id == Cell.division_id)
        .where(Cell.community_id == community.id, Division.state == DivisionState.PUBLISHED)
        .order_by(Cell.code)
        .limit(MOST_PLACES)
    ).all()


def estates_today(session: Session, viewer: Viewer, community: Community) -> Sequence[Estate]:
    """List the estates of a community that have a name.

    Raises
    ------
    NotAllowed
        If the viewer does not see the whole community.
    """
    oversee(viewer)
    return session.scalars(
        select(Estate)
        .where(Estate.community_id == community.id, Estate.vanished_on.is_(None), Estate.name != "")
        .order_by(Estate.name)
        .limit(MOST_PLACES)
    ).all()


def buildings_called(
    session: Session, viewer: Viewer, community: Community, words: str
) -> Sequence[Building]:
    """Find the buildings that people mean by a number or a name: at most three.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    community : Community
    words : str
        As typed: ``41``, ``41号楼``, or a name.

    Raises
    ------
    NotAllowed
        If the viewer does not see the whole community.
    """
    oversee(viewer)
    said = words.strip().lower()
    called = [said, said.removesuffix("号楼")]
    return session.scalars(
        select(Building)
        .where(
            Building.community_id == community.id,
            Building.vanished_on.is_(None),
            or_(func.lower(Building.number).in_(called), func.lower(Building.name) == said),
        )
        .order_by(Building.id)
        .limit(3)
    ).all()
