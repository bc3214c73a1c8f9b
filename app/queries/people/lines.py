"""People on duty, as far as a viewer may know of them. Whole phone numbers never leave here."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Community, Duty, Organisation, Person, mask_phone
from app.queries.duties import Holder, read_holders, select_holders
from app.queries.scope import NotFound, Viewer, visible_people
from app.queries.types import AnyRow, Rows
from geodata.errors import N_

DUTIES_LIMIT = 50


@dataclass(frozen=True)
class PersonLine:
    """A person as lists show them."""

    id: int
    name: str
    masked_phone: str
    is_member: bool
    organisation: str


@dataclass(frozen=True)
class PersonFacts:
    """What the panel of a person shows; ``duties`` are those that the viewer may see."""

    line: PersonLine
    duties: tuple[Holder, ...]


def select_lines(viewer: Viewer, community: Community) -> Rows:
    """Select the people of a community whom a viewer may know of, for :func:`person_line`.

    Parameters
    ----------
    viewer : Viewer
    community : Community
    """
    return (
        select(
            Person.id, Person.name, Person.phone, Person.is_member,
            Organisation.name.label("organisation"),
        )
        .select_from(Person)
        .outerjoin(Organisation, Organisation.id == Person.organisation_id)
        .where(Person.community_id == community.id, Person.id.in_(visible_people(viewer)))
    )  # fmt: skip


def person_line(row: AnyRow) -> PersonLine:
    """Make a line of a row, with the phone number masked."""
    return PersonLine(
        row.id, row.name, mask_phone(row.phone), row.is_member, row.organisation or ""
    )


def person_facts(
    session: Session, viewer: Viewer, community: Community, person_id: int
) -> PersonFacts:
    """Read one person with their present duties.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    community : Community
    person_id : int

    Raises
    ------
    NotFound
        If the viewer may know of no such person.
    """
    rows = select_lines(viewer, community).where(Person.id == person_id)
    row = session.execute(rows).one_or_none()
    if row is None:
        raise NotFound(N_("There is no such person."))
    duties = select_holders(viewer).where(Duty.person_id == person_id)
    return PersonFacts(person_line(row), read_holders(session, duties, DUTIES_LIMIT))
