"""Which new cell goes on from which old one: the one that is mostly the same ground."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

BUILDING_WEIGHT = 1e-3
AREA_WEIGHT_PER_M2 = 1e-12


def ground_weights(households: pd.Series) -> pd.Series:
    """Weigh buildings by who lives in them.

    A household counts 1, a building 1/1,000 and a square metre of cell 1e-12: so households
    decide; where nobody lives, buildings; where nothing stands, ground.

    Parameters
    ----------
    households : Series of float
        Of each building; missing counts as none.

    Returns
    -------
    Series of float
    """
    return households.astype("float64").fillna(0.0) + BUILDING_WEIGHT


def find_successors(shared: pd.DataFrame) -> dict[Any, Any]:
    """Find for each old cell the new one that goes on from it.

    A new cell goes on from an old one if more than half of the old one's weight is in it, and
    that is more than half of its own. So no cell has two successors and none goes on from two; a
    cell that is cut in equal halves, or that a bigger one takes in, has none.

    Parameters
    ----------
    shared : DataFrame
        ``before``, ``after`` (keys of cells, missing where the ground is in no cell) and
        ``weight``; several rows may have the same pair.

    Returns
    -------
    dict
        Old key to new key, only of those that go on.
    """
    both = shared.dropna(subset=["before", "after"])
    pairs = both.groupby(["before", "after"], as_index=False)["weight"].sum()
    of_old = pairs["before"].map(shared.groupby("before")["weight"].sum())
    of_new = pairs["after"].map(shared.groupby("after")["weight"].sum())
    goes_on = pairs["weight"] > np.maximum(of_old, of_new) / 2
    return dict(zip(pairs.loc[goes_on, "before"], pairs.loc[goes_on, "after"], strict=True))
