"""The published figures of a community, read from ``figures.toml`` beside this file."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from importlib import resources
from typing import Any


@dataclass(frozen=True)
class Figures:
    """What a community published about itself, and what was assumed.

    Attributes
    ----------
    key, name, place : str
        Key within the demo, name, and the administrative units above it.
    area_m2 : int
        Area, square metres.
    households, population, members, branches, cells : int
        Counts.
    buildings : Mapping[str, int]
        Number of buildings of each kind.
    cell_term : str
        What the community calls a cell.
    organisation : Sequence[str]
        Names of the levels of its organisation, highest first.
    duties : Sequence[str]
        ``role:place``, the duties that it hands out.
    teams : Mapping[str, str]
        Name of the team of each kind.
    centre : tuple of float
        Longitude and latitude of the schematic place.
    assumed : Sequence[str]
        Names of the figures that were not published.
    grid_administrators : int
        People who administer the cells.
    baseline_issues_solved : int
        Issues that the community says it has solved; never mixed with measured ones.
    code : str or None
        Statistical code of 12 digits.
    extra : Mapping[str, Any]
        Figures of this community only.
    """

    key: str
    name: str
    place: str
    area_m2: int
    households: int
    population: int
    members: int
    branches: int
    cells: int
    buildings: Mapping[str, int]
    cell_term: str
    organisation: Sequence[str]
    duties: Sequence[str]
    teams: Mapping[str, str]
    centre: tuple[float, float]
    assumed: Sequence[str]
    grid_administrators: int
    baseline_issues_solved: int
    issue_examples: Sequence[str]
    code: str | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)


def read_figures(key: str) -> Figures:
    """Read the figures of one community.

    Parameters
    ----------
    key : str
        One of :data:`demo.NAMES`.

    Returns
    -------
    Figures

    Raises
    ------
    KeyError
        If there is no such community.
    """
    text = resources.files("demo").joinpath("figures.toml").read_text(encoding="utf-8")
    table: dict[str, Any] = tomllib.loads(text)[key]
    known = {item.name for item in fields(Figures)}
    extra = {name: value for name, value in table.items() if name not in known}
    own = {name: value for name, value in table.items() if name in known}
    return Figures(**{**own, "key": key, "centre": tuple(table["centre"]), "extra": extra})
