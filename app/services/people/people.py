"""Entering people, changing what is known of them, and letting them go."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session

from app.models import (
    Building,
    Community,
    FormerMembership,
    Organisation,
    Person,
    TeamMember,
)
from app.services.areas import take_turn
from app.services.audit import record
from app.services.people.rules import end_duties_of, free_key, plain_name
from geodata.errors import N_, InputRefused

_PHONE = re.compile(r"\d{7,15}")
_MARKS = re.compile(r"[\s\-()（）]")


@dataclass(frozen=True)
class PersonFields:
    """What can be known of a person.

    Attributes
    ----------
    name : str
    phone : str
        Any writing of a telephone number; may be empty.
    is_member : bool
        Of the party.
    joined_on : datetime.date or None
    organisation : Organisation or None
    home_building : Building or None
    """

    name: str
    phone: str = ""
    is_member: bool = False
    joined_on: dt.date | None = None
    organisation: Organisation | None = None
    home_building: Building | None = None


def add_person(
    session: Session,
    community: Community,
    fields: PersonFields,
    *,
    on: dt.date,
    at: dt.datetime,
    by: int | None,
) -> Person:
    """Enter a person.

    Parameters
    ----------
    session : Session
    community : Community
    fields : PersonFields
    on : datetime.date
        Since when they belong to their organisation.
    at, by : datetime, int or None

    Returns
    -------
    Person

    Raises
    ------
    InputRefused
        If name, telephone or date cannot be meant, the organisation or home is of another
        community, or somebody of that name and number is there already.
    """
    take_turn(session, community)
    name, phone = plain_name(fields.name), _plain_phone(fields.phone)
    _check(community.id, fields, on)
    _refuse_twice(session, community.id, name, phone)
    person = Person(
        community_id=community.id,
        key=free_key(session, Person, community.id, f"{name}~1"),
        name=name,
        phone=phone,
        organisation_since=on if fields.organisation else None,
    )
    _describe(person, fields)
    session.add(person)
    session.flush()
    _tell(session, person, "add", at, by)
    return person


def edit_person(
    session: Session,
    person: Person,
    fields: PersonFields,
    *,
    on: dt.date,
    at: dt.datetime,
    by: int | None,
) -> None:
    """Change what is known of a person; in which organisation they were is kept.

    Parameters
    ----------
    session : Session
    person : Person
    fields : PersonFields
        All of them: what is empty becomes empty.
    on : datetime.date
        The first day in the new organisation, where that changes.
    at, by : datetime, int or None

    Raises
    ------
    InputRefused
        As :func:`add_person`.
    """
    take_turn(session, session.get_one(Community, person.community_id))
    name, phone = plain_name(fields.name), _plain_phone(fields.phone)
    _check(person.community_id, fields, on)
    if (name, phone) != (person.name, person.phone):
        _refuse_twice(session, person.community_id, name, phone, besides=person.id)
    _move(session, person, fields.organisation, on)
    person.name, person.phone = name, phone
    _describe(person, fields)
    session.flush()
    _tell(session, person, "edit", at, by)


def retire_person(
    session: Session,
    person: Person,
    *,
    on: dt.date,
    reason: str,
    at: dt.datetime,
    by: int | None,
) -> int:
    """Note that somebody is no longer at hand: their duties and teams end, all stays readable.

    Parameters
    ----------
    session : Session
    person : Person
    on : datetime.date
        The last day.
    reason : str
        Why the duties end, in a few words: moved away, old age.
    at, by : datetime, int or None

    Returns
    -------
    int
        How many duties ended: so many places may be vacant now.

    Raises
    ------
    InputRefused
        If they left already.
    """
    take_turn(session, session.get_one(Community, person.community_id))
    if person.left_on is not None:
        raise InputRefused(
            N_("%(name)s left on %(date)s already."),
            name=person.name,
            date=person.left_on.isoformat(),
        )
    person.left_on = on
    in_team = (TeamMember.person_id == person.id) & TeamMember.until.is_(None)
    session.execute(update(TeamMember).where(in_team, _begun(on)).values(until=on))
    ended = end_duties_of(session, person, on, reason.strip())
    _tell(session, person, "retire", at, by)
    return ended


def _begun(on: dt.date) -> ColumnElement[bool]:
    """Give the condition that somebody was in a team by a day."""
    return TeamMember.since.is_(None) | (TeamMember.since <= on)


def _plain_phone(phone: str) -> str:
    """Give the digits of a telephone number, or nothing."""
    digits = _MARKS.sub("", phone)
    if digits and not _PHONE.fullmatch(digits):
        raise InputRefused(N_("This is no telephone number: write 7 to 15 digits."))
    return digits


def _check(community_id: int, fields: PersonFields, on: dt.date) -> None:
    """Refuse an organisation or a home elsewhere, a closed organisation, a date to come."""
    for thing in (fields.organisation, fields.home_building):
        if thing is not None and thing.community_id != community_id:
            raise InputRefused(N_("%(name)s belongs to another community."), name=thing.name)
    closed_on = fields.organisation.closed_on if fields.organisation else None
    if fields.organisation is not None and closed_on is not None and closed_on <= on:
        raise InputRefused(
            N_("%(name)s was closed on %(date)s. Choose another organisation."),
            name=fields.organisation.name,
            date=closed_on.isoformat(),
        )
    if fields.joined_on is not None and not 1900 < fields.joined_on.year <= on.year:
        raise InputRefused(
            N_("The date %(date)s cannot be meant. Look at the year."),
            date=fields.joined_on.isoformat(),
        )


def _refuse_twice(
    session: Session, community_id: int, name: str, phone: str, besides: int | None = None
) -> None:
    """Refuse a second person of one name and one number."""
    same = select(Person.id).where(
        Person.community_id == community_id,
        Person.name == name,
        Person.phone == phone,
        Person.left_on.is_(None),
        Person.id.is_distinct_from(besides),
    )
    if session.scalar(same.limit(1)) is None:
        return
    if phone:
        raise InputRefused(N_("%(name)s with this telephone number is entered already."), name=name)
    raise InputRefused(
        N_("Somebody called %(name)s is entered without a telephone number already. Give the "
           "number that tells them apart."),
        name=name,
    )  # fmt: skip


def _describe(person: Person, fields: PersonFields) -> None:
    """Write the fields that need no thought."""
    person.is_member, person.joined_on = fields.is_member, fields.joined_on
    person.organisation = fields.organisation
    person.home_building = fields.home_building


def _move(session: Session, person: Person, to: Organisation | None, on: dt.date) -> None:
    """Keep where somebody was before they come to another organisation."""
    if person.organisation_id == (to.id if to else None):
        return
    since = person.organisation_since
    if person.organisation_id is not None and (since is None or since < on):
        session.add(
            FormerMembership(
                person_id=person.id,
                organisation_id=person.organisation_id,
                since=since,
                until=on - dt.timedelta(days=1),
            )
        )
    person.organisation_since = on if to else None


def _tell(session: Session, person: Person, action: str, at: dt.datetime, by: int | None) -> None:
    """Tell the audit log; of personal data only the key of the row."""
    record(
        session,
        at=at,
        by=by,
        action=action,
        thing_kind="person",
        thing_id=person.id,
        community_id=person.community_id,
    )
