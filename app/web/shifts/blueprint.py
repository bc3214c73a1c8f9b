"""The group of pages about shifts; whoever may look at the ground may look at its patrols."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

from flask import Blueprint, request

from app.queries.scope import Action, require
from app.services.patrols.shifts import keep_up
from app.web.asking import Asked, asked_about
from app.web.context import current_viewer
from app.web.shifts.words import TEMPLATE_FILTERS
from geodata.errors import N_, InputRefused

shifts = Blueprint("shifts", __name__, url_prefix="/c/<code>/shifts")

WEEK = dt.timedelta(days=7)
MOST_WEEKS = 520
"""How far from today a week may lie that an address names."""

for _name, _filter in TEMPLATE_FILTERS.items():
    shifts.add_app_template_filter(_filter, _name)


@shifts.before_request
def _viewers_only() -> None:
    """Refuse accounts that have no business on the ground."""
    require(current_viewer(), Action.VIEW)


@contextmanager
def planning(code: str) -> Iterator[Asked]:
    """Open a transaction for somebody who may plan.

    Parameters
    ----------
    code : str
        Of the community, from the address.

    Raises
    ------
    NotAllowed, NotFound
    """
    require(current_viewer(), Action.PLAN)
    with asked_about(code) as asked:
        yield asked


def look_until(asked: Asked, last: dt.date) -> None:
    """Do what time asks for before somebody looks at the days until ``last``."""
    keep_up(asked.session, asked.community, last, at=asked.at)


def asked_week(asked: Asked, *, ahead: int = 0) -> dt.date:
    """Give the Monday of the week that the address names; else this one, or some weeks ahead."""
    today = asked.at.date()
    day = read_day(request.args.get("from", ""), today + ahead * WEEK)
    if abs(day - today) > MOST_WEEKS * WEEK:
        day = today
    return day - dt.timedelta(days=day.weekday())


def read_day(text: str, otherwise: dt.date) -> dt.date:
    """Read a day that an address names, or give another where it makes no sense."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return otherwise


def form_day(name: str) -> dt.date:
    """Read a day of the form at hand.

    Raises
    ------
    InputRefused
    """
    found = form_day_or_none(name)
    if found is None:
        raise InputRefused(N_("Choose a day."))
    return found


def form_day_or_none(name: str) -> dt.date | None:
    """Read a day of the form at hand; None where it was left empty.

    Raises
    ------
    InputRefused
        If it is no day.
    """
    text = request.form.get(name, "").strip()
    if not text:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise InputRefused(N_("Choose a day.")) from None


def form_key(name: str) -> int | None:
    """Read a key that the form at hand names; None where it names none."""
    text = request.form.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None
