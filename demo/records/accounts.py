"""Who can log in to the demo, and as what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from demo.records.people import Person

_VOLUNTEERS = 4


def accounts(
    key: str, secretary: Person, administrators: Mapping[str, Person], walkers: Sequence[str]
) -> pd.DataFrame:
    """Give an account to each role of the demo.

    Parameters
    ----------
    key : str
        Key of the community: it begins all names, so that several demos can stand side by side.
    secretary : Person
        The community administrator.
    administrators : Mapping[str, Person]
        Grid administrators by cell.
    walkers : Sequence[str]
        Keys of people in patrol teams.

    Returns
    -------
    DataFrame
        ``username, role, person_key``; leader and handler are no residents.
    """
    rows: list[tuple[str, str, str | None]] = [(f"{key}.admin", "community_admin", secretary.key)]
    grid = dict.fromkeys(person.key for person in administrators.values())
    rows += [(f"{key}.grid{i:02d}", "grid_admin", p) for i, p in enumerate(grid, start=1)]
    some = walkers[:_VOLUNTEERS]
    rows += [(f"{key}.volunteer{i:02d}", "volunteer", p) for i, p in enumerate(some, start=1)]
    rows += [(f"{key}.leader", "leader", None), (f"{key}.handler", "handler", None)]
    return pd.DataFrame(rows, columns=["username", "role", "person_key"])
