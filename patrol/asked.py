"""What is asked of each stop: how long one stays, whether it must be, when it is open."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from patrol.network import Bools
from patrol.noding import Floats

ALWAYS_S = 1e9
"""An hour that never comes, as the end of a window."""


@dataclass(frozen=True, eq=False)
class Asked:
    """What is asked of each stop, in the order of the stops.

    Attributes
    ----------
    dwell_s : (n,) array
        Seconds spent there.
    required : (n,) bool array
        Whether it must be visited where not all fit.
    priority : (n,) array
        How much a visit is worth otherwise.
    window_s : (n, 2) array
        Earliest and latest arrival, seconds since setting out; who is early waits.
    """

    dwell_s: Floats
    required: Bools
    priority: Floats
    window_s: Floats

    @property
    def timed(self) -> bool:
        """Whether any window closes or opens."""
        return bool((self.window_s[:, 0] > 0).any() or (self.window_s[:, 1] < ALWAYS_S).any())


def read_asked(stops: pd.DataFrame, dwell_s: float) -> Asked:
    """Read what is asked of stops, with defaults for what is not said.

    Parameters
    ----------
    stops : DataFrame
        Any of ``dwell_s``, ``required``, ``priority``, ``open_s``, ``close_s``; missing columns
        and values mean the default, no, 1, 0 and never.
    dwell_s : float
        The default.

    Returns
    -------
    Asked
    """

    def column(name: str, default: float) -> Floats:
        if name not in stops:
            return np.full(len(stops), default)
        values = pd.to_numeric(stops[name]).astype("Float64").fillna(default)
        return np.asarray(values, dtype=float)

    return Asked(
        dwell_s=np.maximum(column("dwell_s", dwell_s), 0.0),
        required=column("required", 0.0) > 0,
        priority=np.maximum(column("priority", 1.0), 0.0),
        window_s=np.column_stack([column("open_s", 0.0), column("close_s", ALWAYS_S)]),
    )
