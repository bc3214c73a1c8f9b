"""People: known by name and telephone number."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from sqlalchemy import select

from app.models import Person
from app.services.imports.context import Context
from geodata.errors import N_
from geodata.findings import Finding, Severity


class People:
    """The people of a community, growing as rows name new ones.

    Parameters
    ----------
    context : Context
    """

    def __init__(self, context: Context) -> None:
        self._context = context
        self._by_name: dict[str, list[Person]] = defaultdict(list)
        own = Person.community_id == context.community.id
        for person in context.session.scalars(select(Person).where(own).order_by(Person.id)):
            self._by_name[person.name].append(person)

    def named(self, name: str, phone: str, organisation_id: int | None) -> Person:
        """Give the person whom a row means, made where nobody fits.

        The same number is the same person. Where the row or the store has no number, somebody
        of that name is meant whose organisation does not contradict.

        Parameters
        ----------
        name : str
        phone : str
            Digits, or empty.
        organisation_id : int or None

        Returns
        -------
        Person
        """
        namesakes = self._by_name[name]
        exact = [person for person in namesakes if phone and person.phone == phone]
        fitting = exact or [
            person
            for person in namesakes
            if not (phone and person.phone)
            and (organisation_id is None or person.organisation_id in (None, organisation_id))
        ]
        if not fitting:
            return self._add(name, phone)
        if len(fitting) > 1:
            self._context.findings.append(_namesakes(name))
        return fitting[0]

    def _add(self, name: str, phone: str) -> Person:
        """Enter a new person; the key tells namesakes apart and carries no number."""
        namesakes = self._by_name[name]
        keys = {person.key for person in namesakes}
        number = next(n for n in range(1, len(keys) + 2) if f"{name}~{n}" not in keys)
        person = Person(
            community_id=self._context.community.id,
            key=f"{name}~{number}",
            name=name,
            phone=phone,
            is_member=False,
        )
        namesakes.append(person)
        self._context.session.add(person)
        return person


def complete(person: Person, facts: dict[str, Any]) -> None:
    """Write what a row says about a person; an empty cell says nothing.

    Parameters
    ----------
    person : Person
    facts : dict
        Attribute to value.
    """
    for name, value in facts.items():
        if value not in (None, "", False) and getattr(person, name) != value:
            setattr(person, name, value)


def _namesakes(name: str) -> Finding:
    return Finding(
        "namesakes",
        Severity.WARNING,
        N_("Several people are called %(name)s; without a telephone number the first was taken."),
        {"name": name},
        column="name",
    )
