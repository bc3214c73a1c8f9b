"""Ledgers with a line a place and a column a role: turned into a line for each person."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from geodata.clean.choices import CHOICES
from geodata.read.types import RawLayer
from geodata.schema import match_columns
from geodata.text import normal

_PHONE = re.compile(r"电话|手机|联系方式|phone|mobile|tel", re.IGNORECASE)
_OF_ORGANISATIONS = ("branch", "property_committee")
"""Columns headed so name the organisation of a line, not a person."""

_TAIL = re.compile(r"(姓名|名单|人员)?\d*$")


def spread_roles(raw: RawLayer, mapping: dict[str, str]) -> RawLayer:
    """Give each person of a line a line of their own, where roles are columns.

    Parameters
    ----------
    raw : RawLayer
        ``楼号 | 楼长 | 电话 | 单元长 | 电话``: a column of telephone numbers belongs to the role
        before it.
    mapping : dict
        The user's choices; with one for names, or a column of names, nothing is changed.

    Returns
    -------
    RawLayer
        With the columns ``姓名``, ``职务``, ``电话`` and ``source_row`` instead of the roles.
    """
    frame = raw.frame
    headers = [str(column) for column in frame.columns]
    if "name" in match_columns("members", headers, mapping):
        return raw
    roles = {at: word for at, name in enumerate(headers) if (word := _role(name))}
    if not roles:
        return raw
    phones = {at: _phone_after(headers, at, roles) for at in roles}
    used = {*roles, *filter(None, phones.values())}
    rest = [at for at in range(len(headers)) if at not in used]
    rows = []
    for number, row in enumerate(frame.itertuples(index=False, name=None), start=1):
        shared = [row[at] for at in rest]
        for at, word in roles.items():
            phone = phones[at]
            rows.append([*shared, row[at], word, row[phone] if phone else None, number])
    columns = [*(headers[at] for at in rest), "姓名", "职务", "电话", "source_row"]
    return replace(raw, frame=_without_nobody(pd.DataFrame(rows, columns=columns, dtype=object)))


def has_headings(cells: Sequence[str]) -> bool:
    """Say whether a line is one of headings: it names a column of names, or roles as columns.

    Parameters
    ----------
    cells : Sequence of str
    """
    named = "name" in match_columns("members", list(dict.fromkeys(cells)), {})
    # A line of data names a role too, but beside a person or a number.
    words = [cell for cell in cells if cell.strip()]
    known = len(match_columns("members", list(dict.fromkeys(words)), {}))
    roles = sum(_role(cell) is not None for cell in words)
    return named or (roles > 0 and known + roles > len(words) / 2 and known > 0)


def _without_nobody(frame: pd.DataFrame) -> pd.DataFrame:
    """Leave out places that have nobody in a role: that is no fault of the ledger."""
    filled = frame["姓名"].map(lambda cell: isinstance(cell, str) and bool(cell.strip()))
    return frame[filled].reset_index(drop=True)


def _role(header: str) -> str | None:
    """Give the role that a header names, such as 楼长 of 楼长姓名."""
    plain = _TAIL.sub("", normal(header))
    role = CHOICES["members", "role"].get(plain)
    return plain if role is not None and role not in _OF_ORGANISATIONS else None


def _phone_after(headers: Sequence[str], at: int, roles: dict[int, Any]) -> int | None:
    """Find the column of telephone numbers that belongs to a role."""
    own = normal(headers[at])
    named = (
        n for n, name in enumerate(headers)
        if _PHONE.search(name) and normal(name).startswith(roles[at]) and normal(name) != own
    )  # fmt: skip
    beside = at + 1 if at + 1 < len(headers) and _PHONE.search(headers[at + 1]) else None
    return next(named, beside)
