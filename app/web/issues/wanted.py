"""What the address says of a list: which issues, in which order, from where on."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from flask import request
from werkzeug.datastructures import MultiDict

from app.models import IssueChannel, IssueState
from app.queries.bounds import Bbox
from app.queries.issues import IssueFilter, Light, Order, Pile, Place
from app.queries.issues.filters import LONGEST_WORDS

Choice = TypeVar("Choice", bound=StrEnum)
Sent = MultiDict[str, str]

FIELDS = (
    "pile", "q", "category", "cell", "building", "unit", "state", "light", "channel",
    "since", "until", "doubtful", "bbox", "order",
)  # fmt: skip


@dataclass(frozen=True)
class Wanted:
    """A filter with its order.

    Attributes
    ----------
    filter : IssueFilter
    order : Order
    after : Place or None
        Where the part before ended.
    sent : dict of str to str
        The fields as they were sent, for links to the same list.
    """

    filter: IssueFilter
    order: Order
    after: Place | None
    sent: dict[str, str]

    def link(self, **changes: Any) -> dict[str, Any]:
        """Give the arguments of a link to this list, changed in some fields.

        Parameters
        ----------
        **changes : Any
            None leaves a field out.
        """
        return {key: value for key, value in (self.sent | changes).items() if value}

    @property
    def is_narrowed(self) -> bool:
        """Whether more than a pile was asked for."""
        return bool(self.sent.keys() - {"pile", "order"})


def read_wanted(usual: Pile, sent: Sent | None = None) -> Wanted:
    """Read which issues are asked for; what makes no sense is left open.

    Parameters
    ----------
    usual : Pile
        The pile where the address names none.
    sent : MultiDict, optional
        Where the fields are; by default the query part of the address.
    """
    fields = request.args if sent is None else sent
    pile = _choice(Pile, fields.get("pile")) or usual
    found = IssueFilter(
        pile=pile,
        words=fields.get("q", "").strip()[:LONGEST_WORDS],
        category_id=_number(fields.get("category")),
        cell_id=_number(fields.get("cell")),
        building_id=_number(fields.get("building")),
        unit_id=_number(fields.get("unit")),
        state=_choice(IssueState, fields.get("state")),
        light=_choice(Light, fields.get("light")),
        channel=_choice(IssueChannel, fields.get("channel")),
        since=_day(fields.get("since")),
        until=_day(fields.get("until")),
        doubtful=bool(fields.get("doubtful")),
        bbox=Bbox.parse(fields["bbox"]) if fields.get("bbox") else None,
    )
    newest_first = pile in (Pile.ALL, Pile.REPORTED)
    order = _choice(Order, fields.get("order")) or (
        Order.NEWEST if newest_first else Order.PRESSING
    )
    kept = {key: fields[key] for key in FIELDS if fields.get(key)}
    return Wanted(found, order, Place.parse(fields.get("after", "")), kept | {"pile": pile.value})


def _choice(kind: type[Choice], text: str | None) -> Choice | None:
    """Read one of some words, None where it is none of them."""
    return kind(text) if text in set(kind) else None


def _number(text: str | None) -> int | None:
    """Read a key, None where it is none."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else None


def _day(text: str | None) -> dt.date | None:
    """Read a day, None where it is none."""
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError:
        return None
