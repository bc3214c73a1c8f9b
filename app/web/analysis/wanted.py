"""What the address says of an analysis: period, category, and into what the ground is cut."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from flask import request

from app.queries.analysis.slices import slices_of
from app.queries.hotspots import By, Exposure, Wish
from app.queries.issues.indicators import Group, Span
from app.web.asking import Asked
from app.web.requests import number_asked
from geodata.errors import N_

Choice = TypeVar("Choice", bound=StrEnum)

DAYS = 90
LONGEST_DAYS = 3 * 366
"""With the period before it, six years: what a leader compares."""

PERIODS = ((30, N_("30 days")), (90, N_("90 days")), (365, N_("One year")))
BY_WORDS = {
    By.CELL: N_("Cells"),
    By.HEX: N_("Hexagons of 150 m"),
    By.BLOCK: N_("Blocks between streets"),
    By.BUILDING: N_("Buildings"),
}
EXPOSURE_WORDS = {
    Exposure.HOUSEHOLDS: N_("Households"),
    Exposure.VISITS: N_("Visits of patrols"),
    Exposure.BOTH: N_("Both, half and half"),
}


@dataclass(frozen=True)
class Wanted:
    """A question.

    Attributes
    ----------
    wish : Wish
        For the map.
    span : Span
        For the figures.
    group : Group
        By what the figures are told apart.
    """

    wish: Wish
    span: Span
    group: Group

    def link(self, **changes: Any) -> dict[str, Any]:
        """Give the arguments of a link to this page, changed in some fields.

        Parameters
        ----------
        **changes : Any
            None leaves a field out.
        """
        here = {
            "since": self.wish.since,
            "until": self.wish.until,
            "by": self.wish.by.value,
            "exposure": self.wish.exposure.value,
            "category": self.wish.category_id,
            "group": self.group.value,
        }
        return {key: value for key, value in (here | changes).items() if value is not None}

    def issues(self, **narrowed: Any) -> dict[str, Any]:
        """Give the arguments of a link to the list of the same issues.

        Parameters
        ----------
        **narrowed : Any
            Further fields of the list.
        """
        fields = {"pile": "all", "since": self.wish.since, "until": self.wish.until}
        both = fields | {"category": self.wish.category_id} | narrowed
        return {key: value for key, value in both.items() if value is not None}


def read_wanted(asked: Asked) -> Wanted:
    """Read what is asked for; what makes no sense falls back to the last ninety days of cells.

    Parameters
    ----------
    asked : Asked
    """
    today = asked.at.date()
    until = _day("until", today)
    since = _day("since", until - dt.timedelta(days=DAYS - 1))
    first, last = min(since, until), max(since, until)
    first = max(first, last - dt.timedelta(days=LONGEST_DAYS - 1))
    category_id = number_asked("category")
    wish = Wish(
        first,
        last,
        by=_choice(By, "by", By.CELL),
        exposure=_choice(Exposure, "exposure", Exposure.HOUSEHOLDS),
        category_id=category_id,
        slices=slices_of(first, last),
    )
    span = Span(first, last, asked.at.tzinfo, category_id=category_id)
    group = _choice(Group, "group", Group.CELL)
    return Wanted(wish, span, group if group is Group.CATEGORY else Group.CELL)


def usual_periods(today: dt.date) -> list[tuple[str, dt.date, dt.date]]:
    """Give the periods of one tap: word (a msgid), first and last day.

    Parameters
    ----------
    today : datetime.date
    """
    return [(word, today - dt.timedelta(days=days - 1), today) for days, word in PERIODS]


def _choice(kind: type[Choice], name: str, usual: Choice) -> Choice:
    """Read one of some words."""
    text = request.args.get(name, "")
    return kind(text) if text in set(kind) else usual


def _day(name: str, otherwise: dt.date) -> dt.date:
    """Read a day that a calendar of people can hold."""
    try:
        on = dt.date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return otherwise
    return on if 1900 < on.year < 2200 else otherwise
