"""The tree of party organisations, apart from the tree of places."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd

from demo.figures import Figures
from demo.numerals import chinese
from demo.records.places import Places


@dataclass
class Organisations:
    """Organisations, and to which of them the members in a building belong.

    Attributes
    ----------
    rows : list of tuple
        ``key, parent_key, name, level``, parents first.
    branches : dict of str to str
        Key of the branch of each unit.
    homes : dict of str to list of str
        Organisations that the members living in a building may belong to.
    """

    rows: list[tuple[str, str | None, str, str]] = field(default_factory=list)
    branches: dict[str, str] = field(default_factory=dict)
    homes: dict[str, list[str]] = field(default_factory=dict)

    def add(self, parent: str | None, name: str, level: str) -> str:
        """Enter an organisation.

        Parameters
        ----------
        parent : str or None
            Key of the organisation above.
        name, level : str
            Its name, and that of its level.

        Returns
        -------
        str
            Its key.
        """
        key = f"o{len(self.rows) + 1:03d}"
        self.rows.append((key, parent, name, level))
        return key

    def frame(self) -> pd.DataFrame:
        """Give the ``organisations`` frame.

        Returns
        -------
        DataFrame
        """
        return pd.DataFrame(self.rows, columns=["key", "parent_key", "name", "level"])


def organise(figures: Figures, places: Places) -> Organisations:
    """Build the tree: one root, the branches, and below them groups.

    Where there are as many branches as units each unit has its own; otherwise a branch covers
    several, and each unit is a group.

    Parameters
    ----------
    figures : Figures
        Names of the levels, and the number of branches.
    places : Places
        Units and buildings.

    Returns
    -------
    Organisations
    """
    tree = Organisations()
    top, middle, *lower = figures.organisation
    root = tree.add(None, f"{figures.name}{top.removeprefix('社区')}", top)
    count, units = figures.branches, list(places.units.items())
    own = count == len(units)
    names = [f"{name}党支部" if own else "" for _, name in units]
    keys = [
        tree.add(root, names[i] if own else f"第{chinese(i + 1)}党支部", middle)
        for i in range(count)
    ]
    for i, (unit, name) in enumerate(units):
        branch = tree.branches[unit] = keys[i if own else i * count // len(units)]
        _groups(tree, places, branch, unit, name, lower, own=own)
    return tree


def _groups(
    tree: Organisations,
    places: Places,
    branch: str,
    unit: str,
    name: str,
    lower: list[str],
    *,
    own: bool,
) -> None:
    """Found the groups of a unit: by building where the level says so, else one or two."""
    level = lower[0]
    if level.startswith("楼栋"):
        for home in places.by_unit[unit]:
            group = tree.add(branch, f"{home.name}党小组", level)
            tree.homes[home.key] = [group, tree.add(group, f"{home.name}党员中心户", lower[1])]
        return
    names = [f"{name}第一党小组", f"{name}第二党小组"] if own else [f"{name}党小组"]
    groups = [tree.add(branch, group, level) for group in names]
    tree.homes |= {home.key: groups for home in places.by_unit[unit]}
