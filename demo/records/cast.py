"""Who acts in the stories: accounts and people by the role that they play at a place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from demo.records.people import Person


@dataclass(frozen=True)
class Actor:
    """Somebody who acts: a person, an account, both, or neither (a resident)."""

    person: str | None = None
    account: str | None = None


@dataclass(frozen=True)
class Cast:
    """Who plays which role.

    Attributes
    ----------
    key : str
        Of the community: all accounts begin with it.
    secretary : Person
        The community administrator.
    stewards : Mapping of str to Person
        Grid administrators by unit; empty before a division.
    """

    key: str
    secretary: Person
    stewards: Mapping[str, Person]

    def actor(self, role: str, unit: str) -> Actor:
        """Give who plays a role at a place.

        Parameters
        ----------
        role : str
            As in :class:`demo.records.steps.Step`.
        unit : str
            Key of the unit in which it happens.

        Raises
        ------
        KeyError
            If there is no such role.
        """
        if role == "steward" and self.stewards:
            person = self.stewards[unit]
            return Actor(person.key, self._grid_account(person))
        return {
            "steward": Actor(self.secretary.key, f"{self.key}.admin"),
            "secretary": Actor(self.secretary.key, f"{self.key}.admin"),
            "property": Actor(None, f"{self.key}.handler"),
            "city": Actor(None, f"{self.key}.handler02"),
            "leader": Actor(None, f"{self.key}.leader"),
            "resident": Actor(),
        }[role]

    @property
    def grid(self) -> list[str]:
        """Keys of the grid administrators, each once, in the order of their accounts."""
        return list(dict.fromkeys(person.key for person in self.stewards.values()))

    def _grid_account(self, person: Person) -> str:
        return f"{self.key}.grid{self.grid.index(person.key) + 1:02d}"
