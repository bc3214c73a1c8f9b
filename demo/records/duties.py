"""Duties: who answers for which place, with a few vacancies that want to be seen."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd
from numpy.random import Generator

from demo.figures import Figures
from demo.records.organisations import Organisations
from demo.records.people import Person, Register
from demo.records.teams import Teams

VACANT_BUILDINGS = 3
VACANT_ENTRANCES = 6
"""Left without anybody on purpose, so that the layer of vacancies has something to show."""

_HOUSES_A_LEAD = {"apartment": 1, "bungalow": 5, "villa": 10}
"""A row of bungalows and a lane of villas share one lead."""

_COLUMNS = [
    "person_key", "team_key", "organisation_key",
    "place_kind", "place_key", "role", "since", "until",
]  # fmt: skip


@dataclass
class Duties:
    """Hands out duties, entering people in the register where a place needs one.

    Attributes
    ----------
    figures : Figures
        Which duties the community hands out.
    register, organisations, teams
        Who can hold a duty.
    today : datetime.date
        Duties began before.
    rng : Generator
        Chooses people, vacancies and dates.
    rows : list of tuple
        The duties so far.
    administrators : dict of str to Person
        Who administers each unit.
    """

    figures: Figures
    register: Register
    organisations: Organisations
    teams: Teams
    today: dt.date
    rng: Generator
    rows: list[tuple[object, ...]] = field(default_factory=list)
    administrators: dict[str, Person] = field(default_factory=dict)

    def hand_out(self) -> pd.DataFrame:
        """Hand out all duties of the community.

        Returns
        -------
        DataFrame
            The ``duties`` frame.
        """
        if self.register.places.divided:
            self._administer()
        self._walk()
        for duty in self.figures.duties:
            role, place = duty.split(":")
            match role:
                case "grid_administrator":
                    pass  # Every divided community has them, see above.
                case "branch":
                    self._branches()
                case "property_committee":
                    self._committees()
                case "supervisor":
                    self._supervisors()
                case "group_leader" | "cell_leader":
                    self._lead_cells(role)
                case _ if place == "entrance":
                    self._entrances(role)
                case "member_contact":
                    self._contacts()
                case _:
                    self._lead_buildings()
        return pd.DataFrame(self.rows, columns=_COLUMNS)

    def _add(
        self,
        role: str,
        place_kind: str,
        place: str,
        *,
        person: str | None = None,
        team: str | None = None,
        organisation: str | None = None,
    ) -> None:
        since = self.today - dt.timedelta(days=int(self.rng.integers(120, 900)))
        self.rows.append((person, team, organisation, place_kind, place, role, since, None))

    def _administer(self) -> None:
        units = list(self.register.places.units)
        people = [
            self.register.add(self.register.places.home(self.rng, units[i]))
            for i in range(self.figures.grid_administrators)
        ]
        for i, unit in enumerate(units):
            person = self.administrators[unit] = people[min(i, len(people) - 1)]
            self._add("grid_administrator", "cell", unit, person=person.key)

    def _walk(self) -> None:
        kind = "cell" if self.register.places.divided else "estate"
        for unit, team in self.teams.pairs.items():
            self._add("patrol_volunteer", kind, unit, team=team)

    def _branches(self) -> None:
        for unit, branch in self.organisations.branches.items():
            self._add("branch", "cell", unit, organisation=branch)

    def _committees(self) -> None:
        places = self.register.places
        for unit, name in places.units.items():
            people = [self.register.add(places.home(self.rng, unit)) for _ in range(5)]
            team = self.teams.add(f"{name}物业管理委员会", "other", people)
            self._add("property_committee", "cell", unit, team=team)

    def _supervisors(self) -> None:
        """Let residents from all over supervise the factory."""
        places = self.register.places
        for _ in range(int(self.figures.extra["supervisors"])):
            person = self.register.add(places.home(self.rng))
            self._add("supervisor", "estate", places.works[0], person=person.key)

    def _lead_cells(self, role: str) -> None:
        """Let a member lead each cell, and keep who led the first one before."""
        for unit in self.register.places.units:
            person = self.register.members_of(unit)[0]
            self._add(role, "cell", unit, person=person.key)
        unit = next(iter(self.register.places.units))
        before = self.register.members_of(unit)[1]
        since, until = (self.today - dt.timedelta(days=days) for days in (1500, 901))
        self.rows.append((before.key, None, None, "cell", unit, role, since, until))

    @cached_property
    def _deserted(self) -> set[str]:
        """Houses for which nobody answers, not even at a stairwell."""
        homes = self.register.places.homes
        pool = [key for key, home in homes.items() if not home.doors] or list(homes)
        return set(self.rng.choice(pool, VACANT_BUILDINGS, replace=False))

    def _contacts(self) -> None:
        """Give buildings a member of their own unit: one member, one building."""
        places = self.register.places
        for unit in places.units:
            members = self.register.members_of(unit)
            for i, home in enumerate(places.by_unit[unit]):
                person = members[i % len(members)]
                if home.key not in self._deserted:
                    self._add("member_contact", "building", home.key, person=person.key)

    def _lead_buildings(self) -> None:
        homes = self.register.places.homes
        for kind, share in _HOUSES_A_LEAD.items():
            houses = [home for home in homes.values() if home.kind == kind]
            for i, home in enumerate(houses):
                if i % share == 0:
                    person = self.register.add(home)
                if home.key not in self._deserted:
                    self._add("building_lead", "building", home.key, person=person.key)

    def _entrances(self, role: str) -> None:
        homes = self.register.places.homes.values()
        doors = [(home, door.key) for home in homes for door in home.doors]
        count = VACANT_ENTRANCES if role == "entrance_lead" else 0
        vacant = set(self.rng.choice(len(doors), count, replace=False))
        for i, (home, door) in enumerate(doors):
            if i not in vacant:
                person = self.register.add(home, entrance=door)
                self._add(role, "entrance", door, person=person.key)
