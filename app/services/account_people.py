"""Which person of the ledger an account belongs to: by their duties it sees and handles issues."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.models import Person, User
from app.services.users import AccountRefused, note_account
from geodata.errors import N_

LAST_DIGITS = 4


def link_person(
    session: Session,
    user: User,
    name: str,
    last_digits: str = "",
    *,
    at: dt.datetime,
    on: dt.date,
    by: int | None,
) -> Person:
    """Link an account to a person of its community's ledger.

    Who manages accounts has no business in the ledger: they are never shown it, and name the
    person as somebody told them.

    Parameters
    ----------
    session : Session
    user : User
        Of a community.
    name : str
        The whole name.
    last_digits : str
        The last four digits of the phone number, where several bear the name.
    at : datetime.datetime
        Aware.
    on : datetime.date
        Today, in the place of use: who has left by then is not found.
    by : int or None
        Who does it; None is the operator at the command line.

    Raises
    ------
    AccountRefused
        If nobody of that name is there, several are, or another open account is theirs.
    """
    if user.community_id is None:
        raise AccountRefused(N_("This account belongs to no community, so to nobody's ledger."))
    person = _find(session, user.community_id, name.strip(), last_digits.strip(), on)
    _refuse_twice(session, user, person)
    user.person_id = person.id
    session.flush()
    note_account(session, "user_link", user, at=at, by=by, person=person.id)
    return person


def unlink_person(session: Session, user: User, *, at: dt.datetime, by: int | None) -> None:
    """Part an account from its person: it has the duties of nobody then.

    Parameters
    ----------
    session : Session
    user : User
    at : datetime.datetime
        Aware.
    by : int or None
        Who does it; None is the operator at the command line.
    """
    person_id, user.person_id = user.person_id, None
    session.flush()
    note_account(session, "user_unlink", user, at=at, by=by, person=person_id)


def _find(session: Session, community_id: int, name: str, last_digits: str, on: dt.date) -> Person:
    """Find the one person of a name who has not left."""
    named = select(Person).where(
        Person.community_id == community_id,
        Person.name == name,
        or_(Person.left_on.is_(None), Person.left_on > on),
    )
    if last_digits:
        if len(last_digits) != LAST_DIGITS or not last_digits.isdecimal():
            raise AccountRefused(N_("Give the last four digits of the phone number, or none."))
        named = named.where(Person.phone.endswith(last_digits, autoescape=True))
    found = session.scalars(named.limit(2)).all()
    if not found:
        raise AccountRefused(N_("The ledger has nobody of this name. Ask the community."))
    if len(found) > 1:
        raise AccountRefused(
            N_("Several people bear this name: give the last four digits of the phone number.")
        )
    return found[0]


def _refuse_twice(session: Session, user: User, person: Person) -> None:
    """Refuse a person who has an open account already."""
    other = session.scalar(
        select(User.username).where(User.person_id == person.id, User.id != user.id, User.active)
    )
    if other is not None:
        raise AccountRefused(
            N_("This person has the account %(username)s already."), username=other
        )
