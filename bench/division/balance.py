"""How evenly households are shared, and whether two divisions are the same."""

from __future__ import annotations

import numpy as np
import pandas as pd

from bench.ground import Ground


def balance(ground: Ground, cell_of: pd.Series, cells: int) -> dict[str, float]:
    """Measure the balance of a division.

    Parameters
    ----------
    ground : Ground
    cell_of : Series
        Building key to cell 0 to ``cells - 1``; missing or -1 where in none.
    cells : int
        How many cells there are.

    Returns
    -------
    dict
        ``largest_percent`` and ``p95_percent``: deviation from the mean households of the cells
        that were wished for, one that is missing having none;
        ``in_range_percent``: cells inside :attr:`bench.ground.Ground.wished`; ``unassigned``:
        buildings in no cell.
    """
    houses = ground.buildings.set_index("key")["households"]
    place = cell_of.reindex(houses.index).fillna(-1).to_numpy(np.int64)
    known = place >= 0
    load = np.bincount(place[known], houses.to_numpy()[known], max(cells, ground.cells))
    deviation = 100 * np.abs(load / (ground.households / ground.cells) - 1)
    low, high = ground.wished
    return {
        "largest_percent": float(deviation.max()),
        "p95_percent": float(np.percentile(deviation, 95)),
        "in_range_percent": float(100 * ((load >= low) & (load <= high)).mean()),
        "unassigned": float((~known).sum()),
    }


def same_division(cell_of: pd.Series, perfect: pd.Series) -> bool:
    """Tell whether two divisions put the same buildings together, whatever the cells are called.

    Parameters
    ----------
    cell_of, perfect : Series
        Building key to cell.

    Returns
    -------
    bool
    """
    found = cell_of.reindex(perfect.index)
    if found.isna().any():
        return False
    pairs = pd.DataFrame({"found": found, "perfect": perfect}).drop_duplicates()
    return bool(len(pairs) == perfect.nunique() == found.nunique())
