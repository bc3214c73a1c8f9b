"""Three months of patrols: most cells often, one left alone for a while."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import pandas as pd
from numpy.random import Generator

from demo.records.issues import CHINA

_DAYS = 90
_STARTS = (7.5, 13.5, 18.5)
"""Hours at which shifts begin, local time."""

_NEGLECTED_DAYS = 19
_MISSED_SHARE = 0.06
_COLUMNS = ["cell_code", "team_key", "started_at", "ended_at", "state"]


def patrols(pairs: Mapping[str, str], today: dt.date, rng: Generator) -> pd.DataFrame:
    """Invent patrols of the last three months.

    Parameters
    ----------
    pairs : Mapping[str, str]
        Team that walks each cell, by cell code.
    today : datetime.date
        The last patrol was the day before.
    rng : Generator
        Chooses shifts, lengths and misses.

    Returns
    -------
    DataFrame
        The ``patrols`` frame, in the order of time; empty where there are no cells.
    """
    rows = []
    for number, (cell, team) in enumerate(pairs.items()):
        share = float(rng.uniform(0.35, 0.6))
        resting = _NEGLECTED_DAYS if number == len(pairs) // 2 else 0
        for back in range(_DAYS, resting, -1):
            if rng.random() < share:
                rows.append((cell, team, *_walk(today - dt.timedelta(days=back), rng)))
    frame = pd.DataFrame(rows, columns=_COLUMNS)
    for column in ("started_at", "ended_at"):
        frame[column] = pd.to_datetime(frame[column], utc=True)
    return frame.sort_values(["started_at", "cell_code"], ignore_index=True)


def _walk(day: dt.date, rng: Generator) -> tuple[dt.datetime, dt.datetime | None, str]:
    hours = float(rng.choice(_STARTS)) + int(rng.integers(0, 20)) / 60
    start = dt.datetime.combine(day, dt.time(), CHINA) + dt.timedelta(hours=hours)
    if rng.random() < _MISSED_SHARE:
        return start, None, "missed"
    return start, start + dt.timedelta(minutes=int(rng.integers(38, 95))), "done"
