"""Finding a division: by key or name, the one that held on a day, and the list of all."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from app.models import Cell, Community, Division, DivisionState
from app.queries.scope import Action, NotFound, Viewer, can, visible_communities
from geodata.errors import N_

LIST_LIMIT = 200


@dataclass(frozen=True)
class DivisionLine:
    """A division as lists show it; ``since`` and ``until`` are its first and its last day."""

    id: int
    name: str
    state: DivisionState
    since: dt.date | None
    until: dt.date | None
    cells: int

    @property
    def held_on_no_day(self) -> bool:
        """Whether it was replaced on the very day on which it began."""
        return self.since is not None and self.until is not None and self.until < self.since


def visible_divisions(viewer: Viewer, community: Community) -> ColumnElement[bool]:
    """Give the condition that a viewer may read a division: drafts are for those who divide.

    Parameters
    ----------
    viewer : Viewer
    community : Community
    """
    here = (Division.community_id == community.id) & Division.community_id.in_(
        visible_communities(viewer)
    )
    if can(viewer, Action.DIVIDE):
        return here
    return here & (Division.state != DivisionState.DRAFT)


def find_division(
    session: Session, viewer: Viewer, community: Community, wanted: int | str
) -> Division:
    """Find a division by its key or its name.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    community : Community
    wanted : int or str
        Digits are a key; of several with one name the latest is meant.

    Raises
    ------
    NotFound
        If the viewer may see no such division.
    """
    by_name = Division.name == str(wanted)
    named = str(wanted).isascii() and str(wanted).isdecimal() and len(str(wanted)) < 19
    which = or_(Division.id == int(wanted), by_name) if named else by_name
    found = session.scalars(
        select(Division)
        .where(visible_divisions(viewer, community), which)
        .order_by(by_name, Division.id.desc())
        .limit(1)
    ).one_or_none()
    if found is None:
        raise NotFound(N_("There is no division %(name)s."), name=str(wanted))
    return found


def division_on(
    session: Session, viewer: Viewer, community: Community, day: dt.date
) -> Division | None:
    """Find the division that held on a day: there is at most one.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    community : Community
    day : datetime.date
    """
    held = (Division.since <= day) & or_(Division.until.is_(None), Division.until >= day)
    return session.scalars(
        select(Division).where(
            visible_divisions(viewer, community), Division.state != DivisionState.DRAFT, held
        )
    ).one_or_none()


def list_divisions(
    session: Session, viewer: Viewer, community: Community
) -> tuple[DivisionLine, ...]:
    """List the divisions of a community: drafts, the one that holds, then the earlier ones.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    community : Community

    Returns
    -------
    tuple of DivisionLine
        At most 200.
    """
    rows = session.scalars(
        select(Division)
        .where(visible_divisions(viewer, community))
        .order_by(Division.state != DivisionState.DRAFT, Division.since.desc(), Division.id.desc())
        .limit(LIST_LIMIT)
    )
    return tuple(describe(session, division) for division in rows)


def describe(session: Session, division: Division) -> DivisionLine:
    """Give a division as lists show it.

    Parameters
    ----------
    session : Session
    division : Division
        From the viewer's scope.
    """
    cells = len(session.scalars(select(Cell.id).where(Cell.division_id == division.id)).all())
    return DivisionLine(
        division.id, division.name, division.state, division.since, division.until, cells
    )
