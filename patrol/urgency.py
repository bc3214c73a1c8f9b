"""How urgent a visit is: need times the time since anybody was there."""

from __future__ import annotations

import numpy as np
import pandas as pd

from patrol.noding import Floats

_DAY_S = 86_400.0


def urgency(
    need: pd.Series,
    last_visited_at: pd.Series,
    *,
    at: pd.Timestamp,
    never_days: float = 365.0,
) -> Floats:
    """Say what a visit to each stop is worth, for the column ``priority`` of a plan.

    Parameters
    ----------
    need : Series
        How much each stop needs to be looked at, not negative: the strength of a hotspot, the
        open issues. Missing is 0; a stop without any need still counts a hundredth of one.
    last_visited_at : Series
        Aware times; missing where nobody ever was.
    at : Timestamp
        Now, aware.
    never_days : float
        As how long a time never counts, and the longest that counts.

    Returns
    -------
    (n,) array
        Need times days, above zero.
    """
    days = (at - pd.to_datetime(last_visited_at, utc=True)).dt.total_seconds() / _DAY_S
    waited = days.fillna(never_days).clip(lower=0.0, upper=never_days).to_numpy(dtype=float)
    wanted = pd.to_numeric(need).astype("Float64").fillna(0.0).to_numpy(dtype=float)
    return np.asarray(np.maximum(wanted, 0.01) * np.maximum(waited, 1.0 / 24))
