"""Who can log in to the demo, and as what."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from demo.records.cast import Cast

_VOLUNTEERS = 4

UNITS = {
    "property": ("{name}物业服务中心", "10000000001"),
    "city": ("{name}城管执法分队", "10000000002"),
}
"""Handling units: the name, and a number that no subscriber has."""


def accounts(cast: Cast, walkers: Sequence[str]) -> pd.DataFrame:
    """Give an account to each role of the demo.

    Parameters
    ----------
    cast : Cast
        Who plays which role; its key begins all names, so that several demos can stand side by
        side.
    walkers : Sequence[str]
        Keys of people in patrol teams.

    Returns
    -------
    DataFrame
        ``username, role, person_key, unit_key``; leader and handlers are no residents.
    """
    key, some = cast.key, walkers[:_VOLUNTEERS]
    rows: list[tuple[str, str, str | None, str | None]]
    rows = [(f"{key}.admin", "community_admin", cast.secretary.key, None)]
    rows += [(f"{key}.grid{i:02d}", "grid_admin", p, None) for i, p in enumerate(cast.grid, 1)]
    rows += [(f"{key}.volunteer{i:02d}", "volunteer", p, None) for i, p in enumerate(some, 1)]
    rows += [
        (f"{key}.leader", "leader", None, None),
        (f"{key}.handler", "handler", None, "property"),
        (f"{key}.handler02", "handler", None, "city"),
    ]
    return pd.DataFrame(rows, columns=["username", "role", "person_key", "unit_key"])


def units(name: str) -> pd.DataFrame:
    """Found the handling units of a community.

    Parameters
    ----------
    name : str
        Of the community.

    Returns
    -------
    DataFrame
        ``key, name, phone``.
    """
    short = name.removesuffix("社区")
    rows = [(key, title.format(name=short), phone) for key, (title, phone) in UNITS.items()]
    return pd.DataFrame(rows, columns=["key", "name", "phone"])
