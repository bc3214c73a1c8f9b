"""Who is away, from when until when; why is not kept."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Absence, Community, Person
from app.queries.scope import NotFound, Viewer, visible_people
from geodata.errors import N_

MOST_ABSENCES = 500


@dataclass(frozen=True)
class AbsenceLine:
    """An absence as lists show it; ``until`` is the last day."""

    id: int
    person_id: int
    name: str
    since: dt.date
    until: dt.date


def list_absences(session: Session, viewer: Viewer, community: Community) -> list[AbsenceLine]:
    """List who is away today or will be, by the first day.

    Parameters
    ----------
    session : Session
    viewer : Viewer
        ``viewer.on`` is today.
    community : Community
    """
    rows = session.execute(
        select(Absence.id, Person.id, Person.name, Absence.since, Absence.until)
        .join(Person, Person.id == Absence.person_id)
        .where(
            Person.community_id == community.id,
            Person.id.in_(visible_people(viewer)),
            Absence.until >= viewer.on,
        )
        .order_by(Absence.since, Absence.id)
        .limit(MOST_ABSENCES)
    )
    return [AbsenceLine(*row) for row in rows]


def find_absence(
    session: Session, viewer: Viewer, community: Community, absence_id: int
) -> Absence:
    """Find an absence.

    Raises
    ------
    NotFound
        If it is of nobody of whom the viewer may know.
    """
    found = session.scalar(
        select(Absence)
        .join(Person, Person.id == Absence.person_id)
        .where(
            Absence.id == absence_id,
            Person.community_id == community.id,
            Person.id.in_(visible_people(viewer)),
        )
    )
    if found is None:
        raise NotFound(N_("There is no such absence."))
    return found
