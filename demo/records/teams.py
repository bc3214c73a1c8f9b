"""Teams, and the pairs of volunteers that walk each cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import pandas as pd

from demo.records.people import Person


@dataclass
class Teams:
    """Teams with their members.

    Attributes
    ----------
    rows : list of tuple
        ``key, name, kind``; kind is ``patrol``, ``environment``, ``publicity`` or ``other``.
    members : list of tuple
        ``team_key, person_key``.
    pairs : dict of str to str
        Key of the pair of volunteers that walks each unit.
    """

    rows: list[tuple[str, str, str]] = field(default_factory=list)
    members: list[tuple[str, str]] = field(default_factory=list)
    pairs: dict[str, str] = field(default_factory=dict)

    def add(self, name: str, kind: str, people: Sequence[Person]) -> str:
        """Found a team.

        Parameters
        ----------
        name, kind : str
            Name and kind.
        people : Sequence of Person
            Its members.

        Returns
        -------
        str
            Its key.
        """
        key = f"t{len(self.rows) + 1:03d}"
        self.rows.append((key, name, kind))
        self.members += [(key, person.key) for person in people]
        return key

    def frames(self) -> tuple[pd.DataFrame, pd.DataFrame]:
        """Give the ``teams`` and ``team_members`` frames.

        Returns
        -------
        tuple of DataFrame
        """
        return (
            pd.DataFrame(self.rows, columns=["key", "name", "kind"]),
            pd.DataFrame(self.members, columns=["team_key", "person_key"]),
        )
