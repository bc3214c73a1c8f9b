"""People with evidently invented names and numbers that cannot be dialled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import pandas as pd
from numpy.random import Generator

from demo.numerals import DIGITS
from demo.records.places import Home, Places

_SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章"
    "云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常"
)
"""From the old book of surnames, in its order."""


@dataclass(frozen=True)
class Person:
    """A person of the register; the fields are those of the ``people`` frame."""

    key: str
    name: str
    phone: str
    is_member: bool
    organisation_key: str | None
    home_building_key: str
    home_entrance_key: str | None


@dataclass
class Register:
    """The register of people, filled in the order in which they are needed.

    Names are a surname and two numerals (``赵二五``): nobody is called so. Phone numbers have
    eleven digits and begin with 100; mobile numbers begin with 13 to 19, so none can be dialled.

    Attributes
    ----------
    places : Places
        Where people live.
    rng : Generator
        Chooses names and homes.
    people : list of Person
        Who is in the register so far.
    """

    places: Places
    rng: Generator
    people: list[Person] = field(default_factory=list)
    _names: Sequence[str] = ()

    def __post_init__(self) -> None:
        names = [s + a + b for s in _SURNAMES for a in DIGITS for b in DIGITS]
        self._names = [names[i] for i in self.rng.permutation(len(names))]

    def add(
        self,
        home: Home,
        *,
        entrance: str | None = None,
        organisation: str | None = None,
    ) -> Person:
        """Enter somebody.

        Parameters
        ----------
        home : Home
            The building in which the person lives.
        entrance : str, optional
            Key of the stairwell; chosen where the building has some.
        organisation : str, optional
            Key of the party organisation; who has one is a member.

        Returns
        -------
        Person
        """
        if entrance is None and home.doors:
            entrance = home.doors[int(self.rng.integers(len(home.doors)))].key
        number = len(self.people) + 1
        person = Person(
            f"r{number:04d}",
            self._names[number - 1],
            f"100{number * 7919 % 100_000_000:08d}",
            organisation is not None,
            organisation,
            home.key,
            entrance,
        )
        self.people.append(person)
        return person

    def members_of(self, unit: str) -> list[Person]:
        """Give the members who live in a unit.

        Parameters
        ----------
        unit : str
            Key of the unit.

        Returns
        -------
        list of Person
        """
        homes = self.places.homes
        return [p for p in self.people if p.is_member and homes[p.home_building_key].unit == unit]

    def frame(self) -> pd.DataFrame:
        """Give the ``people`` frame.

        Returns
        -------
        DataFrame
        """
        return pd.DataFrame([vars(person) for person in self.people])
