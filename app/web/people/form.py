"""What the form about a person says: read, looked up, and kept where something is refused."""

from __future__ import annotations

from dataclasses import dataclass

from flask import request

from app.models import Building, Organisation, Person
from app.queries.homes import find_home
from app.queries.people import find_group
from app.queries.scope import NotFound
from app.services.people import PersonFields
from app.web.asking import Asked
from geodata.errors import N_


@dataclass(frozen=True)
class Typed:
    """The form as it was typed, or as it begins."""

    name: str = ""
    phone: str = ""
    is_member: bool = False
    organisation: str = ""
    home: str = ""

    @classmethod
    def of_request(cls) -> Typed:
        """Take what was typed, or the name that the address brings along."""
        form = request.values
        return cls(
            form.get("name", "")[:40],
            form.get("phone", "")[:20],
            bool(form.get("is_member")),
            form.get("organisation", "")[:20],
            form.get("home", "")[:40],
        )

    @classmethod
    def of_person(cls, person: Person) -> Typed:
        """Begin with what is known; the telephone number stays in the store."""
        home = person.home_building
        return cls(
            person.name,
            "",
            person.is_member,
            str(person.organisation_id or ""),
            (home.number or home.name) if home else "",
        )

    def fields(self, asked: Asked, *, phone: str = "") -> PersonFields:
        """Look up what the form names.

        Parameters
        ----------
        asked : Asked
        phone : str
            The known number, which stays where none was typed.

        Raises
        ------
        InputRefused
            If there is no such home.
        NotFound
            If there is no such organisation.
        """
        return PersonFields(
            self.name,
            self.phone or phone,
            self.is_member,
            organisation=self._organisation(asked),
            home_building=self._home(asked),
        )

    def _organisation(self, asked: Asked) -> Organisation | None:
        if not self.organisation:
            return None
        if not (self.organisation.isascii() and self.organisation.isdigit()):
            raise NotFound(N_("There is no such organisation."))
        key = int(self.organisation)
        return find_group(asked.session, asked.viewer, asked.community, Organisation, key)

    def _home(self, asked: Asked) -> Building | None:
        if not self.home.strip():
            return None
        return find_home(asked.session, asked.viewer, asked.community, self.home)
