"""The crews of many patrols at once: teams, absences and stand-ins in one statement each."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Absence, Person, StandIn, TeamMember
from patrol.calendar import Crew, Mate, Replacement, who_is_on

MOST_ROWS = 20_000


@dataclass(frozen=True)
class Walk:
    """A patrol as far as its crew depends on it: which, whose, on which day."""

    patrol_id: int
    team_id: int | None
    on: dt.date


def read_crews(session: Session, walks: Sequence[Walk]) -> dict[int, Crew]:
    """Say who walks each of some patrols.

    Parameters
    ----------
    session : Session
    walks : sequence of Walk
        Of patrols that the viewer may see.

    Returns
    -------
    dict of int to Crew
        By the id of the patrol.
    """
    if not walks:
        return {}
    mates = _mates(session, {walk.team_id for walk in walks if walk.team_id is not None})
    stand_ins = _stand_ins(session, [walk.patrol_id for walk in walks])
    people = {mate.person_id for team in mates.values() for mate, *_ in team}
    people |= {one.person_id for those in stand_ins.values() for one in those}
    days = [walk.on for walk in walks]
    absences = _absences(session, people, min(days), max(days))
    crews = {}
    for walk in walks:
        team = [
            mate
            for mate, since, until in mates[walk.team_id or 0]
            if (since is None or since <= walk.on) and (until is None or until >= walk.on)
        ]
        absent = {person for person, since, until in absences if since <= walk.on <= until}
        own = None if walk.team_id is None else team
        crews[walk.patrol_id] = who_is_on(own, absent, stand_ins[walk.patrol_id])
    return crews


_Membership = tuple[Mate, dt.date | None, dt.date | None]


def _mates(session: Session, teams: Collection[int]) -> dict[int, list[_Membership]]:
    """Read who is or was in some teams, without those who left the community."""
    rows = session.execute(
        select(TeamMember.team_id, Person.id, Person.name, TeamMember.since, TeamMember.until)
        .join(Person, Person.id == TeamMember.person_id)
        .where(TeamMember.team_id.in_(teams), Person.left_on.is_(None))
        .order_by(TeamMember.id)
        .limit(MOST_ROWS)
    )
    found: dict[int, list[_Membership]] = defaultdict(list)
    for team_id, person_id, name, since, until in rows:
        found[team_id].append((Mate(person_id, name), since, until))
    return found


def _stand_ins(session: Session, patrols: Collection[int]) -> dict[int, list[Replacement]]:
    """Read who stands in, by patrol."""
    rows = session.execute(
        select(StandIn.patrol_id, StandIn.person_id, Person.name, StandIn.for_person_id)
        .join(Person, Person.id == StandIn.person_id)
        .where(StandIn.patrol_id.in_(patrols))
        .order_by(StandIn.id)
        .limit(MOST_ROWS)
    )
    found: dict[int, list[Replacement]] = defaultdict(list)
    for patrol_id, person_id, name, for_person_id in rows:
        found[patrol_id].append(Replacement(person_id, name, for_person_id))
    return found


def _absences(
    session: Session, people: Collection[int], first: dt.date, last: dt.date
) -> list[tuple[int, dt.date, dt.date]]:
    """Read who of some people is away on some day of a period."""
    rows = session.execute(
        select(Absence.person_id, Absence.since, Absence.until)
        .where(Absence.person_id.in_(people), Absence.since <= last, Absence.until >= first)
        .limit(MOST_ROWS)
    )
    return [(person_id, since, until) for person_id, since, until in rows]
