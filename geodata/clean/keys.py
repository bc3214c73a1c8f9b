"""Keys: by which a later edition of the same source finds its rows again.

In this order, for each row: the identifier that the file gives (``osm_id`` with its type becomes
``way/123``); the number with its address where both together occur once, so that a re-survey that
moves an outline still meets it; else a hash of number, address and the place rounded to about
ten metres. Rows that would share a key are told apart by ``~2``, ``~3`` in the order of the file.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import Any

import pandas as pd
import shapely

from geodata.clean.work import ROW, Work
from geodata.errors import N_
from geodata.findings import Severity

_PLACE_DIGITS = 4


def make_keys(work: Work, *, by: tuple[str, ...] = ()) -> None:
    """Give every row its key.

    Parameters
    ----------
    work : Work
        Its frame is changed.
    by : tuple of str
        Fields that name a row, the first of which must not be empty; buildings: number, address.
    """
    frame = work.frame
    given = [_given(key, kind) for key, kind in zip(frame["key"], _types(frame), strict=True)]
    named = [_named(row) for row in frame[list(by)].itertuples(index=False)] if by else []
    often = Counter(named)
    shapes = frame.geometry.to_numpy()
    keys: list[str] = []
    seen: Counter[str] = Counter()
    for place, own in enumerate(given):
        key = own or _made(named, often, place, shapes[place])
        seen[key] += 1
        if seen[key] > 1 and own:
            _found_twice(work, place, key)
        keys.append(key if seen[key] == 1 else f"{key}~{seen[key]}")
    frame["key"] = pd.Series(keys, index=frame.index, dtype=object)


def _made(named: list[str | None], often: Counter[str | None], place: int, shape: Any) -> str:
    name = named[place] if named else None
    if name is not None and often[name] == 1:
        return f"number:{name}"
    return _hashed(name, shape)


def _types(frame: pd.DataFrame) -> Any:
    return frame["osm_type"] if "osm_type" in frame else [None] * len(frame)


def _given(key: Any, osm_type: Any) -> str | None:
    if not isinstance(key, str):
        return None
    return f"{osm_type}/{key}" if isinstance(osm_type, str) and "/" not in key else key


def _named(row: Any) -> str | None:
    parts = [part if isinstance(part, str) else "" for part in row]
    return "|".join(parts).rstrip("|") if parts[0] else None


def _hashed(name: str | None, shape: Any) -> str:
    point = shapely.centroid(shape)
    text = f"{name or ''}|{point.x:.{_PLACE_DIGITS}f}|{point.y:.{_PLACE_DIGITS}f}"
    return "place:" + hashlib.sha256(text.encode()).hexdigest()[:16]


def _found_twice(work: Work, place: int, key: str) -> None:
    work.found.add(
        "duplicate_key",
        Severity.WARNING,
        N_("Row %(row)s has the identifier %(key)s, which an earlier row has too."),
        row=int(work.frame[ROW].iloc[place]),
        key=key,
        place=work.frame.geometry.iloc[place],
    )
