"""The register of people, filtered and in parts."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Subquery, false, func, select
from sqlalchemy.orm import Session

from app.models import (
    Building,
    Community,
    Duty,
    Organisation,
    Person,
    TeamMember,
    mask_phone,
)
from app.models.places import building_name
from app.queries.pages import numbered
from app.queries.people.organisations import below
from app.queries.pinyin import sounds_like
from app.queries.scope import Viewer, visible_people
from app.queries.types import AnyRow, Rows

PAGE = 50
MOST_LINES = 500
_NAMES_LIMIT = 20_000  # People whose names are compared by sound.


@dataclass(frozen=True)
class PeopleFilter:
    """Who is looked for; None and empty text leave a field open.

    Attributes
    ----------
    words : str
        Part of the name, its sound (``wgr``, ``wangguirong``), or the last digits of the number.
    organisation_id : int or None
        With all organisations below it.
    team_id : int or None
    members_only : bool
    without_duty : bool
        Only those who answer for nothing today, not even in a team.
    gone : bool
        Those who have left, instead of those who are there.
    """

    words: str = ""
    organisation_id: int | None = None
    team_id: int | None = None
    members_only: bool = False
    without_duty: bool = False
    gone: bool = False


@dataclass(frozen=True)
class PersonRow:
    """A person in the register.

    Attributes
    ----------
    id : int
    name, masked_phone : str
    is_member : bool
    organisation : str
    home : str
        The building in which they live, where that is known.
    duties : int
        Duties of their own today.
    left_on : datetime.date or None
    """

    id: int
    name: str
    masked_phone: str
    is_member: bool
    organisation: str
    home: str
    duties: int
    left_on: dt.date | None


@dataclass(frozen=True)
class PeoplePage:
    """Part of the register; ``total`` counts all that fit, pages count from 1."""

    lines: tuple[PersonRow, ...]
    total: int
    page: int
    pages: int


def list_people(
    session: Session,
    viewer: Viewer,
    community: Community,
    wanted: PeopleFilter,
    *,
    page: int = 1,
    size: int = PAGE,
) -> PeoplePage:
    """List people by name.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    community : Community
    wanted : PeopleFilter
    page : int
        From 1; beyond the last, the last.
    size : int
        Rows of a page, at most ``MOST_LINES``.

    Returns
    -------
    PeoplePage
    """
    own = Person.community_id == community.id, Person.id.in_(visible_people(viewer))
    where = [*own, *_conditions(session, viewer, community, wanted)]
    total = session.scalar(select(func.count()).select_from(Person).where(*where)) or 0
    at = numbered(total, page, min(size, MOST_LINES))
    rows = _rows(viewer).where(*where).order_by(Person.name, Person.id)
    found = session.execute(rows.offset(at.offset).limit(at.size))
    return PeoplePage(tuple(map(_line, found)), total, at.page, at.pages)


def _rows(viewer: Viewer) -> Rows:
    """Select what the register shows."""
    held = _held(viewer)
    return (
        select(
            Person.id, Person.name, Person.phone, Person.is_member, Person.left_on,
            Organisation.name.label("organisation"),
            Building.number, Building.name.label("building"),
            func.coalesce(held.c.duties, 0).label("duties"),
        )
        .select_from(Person)
        .outerjoin(Organisation, Organisation.id == Person.organisation_id)
        .outerjoin(Building, Building.id == Person.home_building_id)
        .outerjoin(held, held.c.person_id == Person.id)
    )  # fmt: skip


def _held(viewer: Viewer) -> Subquery:
    """Count everybody's duties of today."""
    return (
        select(Duty.person_id, func.count().label("duties"))
        .where(Duty.person_id.is_not(None), Duty.current(viewer.on))
        .group_by(Duty.person_id)
        .subquery("held")
    )


def _conditions(
    session: Session, viewer: Viewer, community: Community, wanted: PeopleFilter
) -> list[ColumnElement[bool]]:
    """Give the conditions of a filter."""
    found: list[ColumnElement[bool]] = [
        Person.left_on.is_not(None) if wanted.gone else Person.left_on.is_(None)
    ]
    mates = select(TeamMember.person_id).where(TeamMember.current(viewer.on))
    if wanted.organisation_id is not None:
        found.append(Person.organisation_id.in_(below(wanted.organisation_id)))
    if wanted.team_id is not None:
        found.append(Person.id.in_(mates.where(TeamMember.team_id == wanted.team_id)))
    if wanted.members_only:
        found.append(Person.is_member.is_(True))
    if wanted.without_duty:
        own = select(Duty.person_id).where(Duty.person_id.is_not(None), Duty.current(viewer.on))
        shared = mates.join(Duty, Duty.team_id == TeamMember.team_id).where(Duty.current(viewer.on))
        found += [Person.id.not_in(own), Person.id.not_in(shared)]
    if wanted.words.strip():
        found.append(_called(session, viewer, community, wanted.words.strip()))
    return found


def _called(
    session: Session, viewer: Viewer, community: Community, words: str
) -> ColumnElement[bool]:
    """Give the condition that somebody is called so, sounds so, or has such a number."""
    if words.isdigit():
        # Whole numbers are hidden, so only the end that a page shows can be looked for.
        return Person.phone.endswith(words, autoescape=True) if len(words) == 4 else false()
    sound = words.replace(" ", "").lower()
    if not (sound.isascii() and sound.isalpha()):
        return Person.name.icontains(words, autoescape=True)
    everybody = session.execute(
        select(Person.id, Person.name)
        .where(Person.community_id == community.id, Person.id.in_(visible_people(viewer)))
        .order_by(Person.name, Person.id)
        .limit(_NAMES_LIMIT)
    )
    fit = [
        row.id
        for row in everybody
        if sounds_like(row.name, sound) or words.lower() in row.name.lower()
    ]
    return Person.id.in_(fit)


def _line(row: AnyRow) -> PersonRow:
    """Make a line of the register, the number masked."""
    return PersonRow(
        id=row.id,
        name=row.name,
        masked_phone=mask_phone(row.phone),
        is_member=row.is_member,
        organisation=row.organisation or "",
        home=building_name(row.number or "", row.building or ""),
        duties=row.duties,
        left_on=row.left_on,
    )
