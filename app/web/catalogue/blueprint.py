"""The group of pages about the catalogue: whoever sees issues may see what they can be."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from babel.dates import format_skeleton
from flask import Blueprint, request
from flask_babel import get_locale, gettext

from app.models import TimeLimit
from app.queries.scope import Action, require
from app.queries.words import word
from app.web.asking import Asked, asked_about
from app.web.context import current_viewer
from app.web.i18n import translate

catalogue = Blueprint("catalogue", __name__, url_prefix="/c/<code>/catalogue")


@catalogue.before_request
def _viewers_only() -> None:
    """Refuse accounts that have no business on the ground."""
    require(current_viewer(), Action.VIEW)


@contextmanager
def configuring(code: str) -> Iterator[Asked]:
    """Open a transaction for somebody who may say how the community works.

    Parameters
    ----------
    code : str
        Of the community, from the address.

    Raises
    ------
    NotAllowed, NotFound
    """
    require(current_viewer(), Action.CONFIGURE)
    with asked_about(code) as asked:
        yield asked


def form_text(name: str) -> str:
    """Read a text of the form at hand, without blanks around it."""
    return request.form.get(name, "").strip()


def form_key(name: str) -> int | None:
    """Read a key that the form at hand names; None where it names none."""
    text = form_text(name)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


@catalogue.app_template_filter("time_limit")
def limit_words(limit: TimeLimit) -> str:
    """Say how long something may take: ``3 working days``."""
    unit = word(limit.unit, "time_unit", translate)
    return str(gettext("%(amount)s %(unit)s", amount=f"{limit.amount:g}", unit=unit))


@catalogue.app_template_filter("full_day")
def full_day(day: dt.date) -> str:
    """Say a day with its year and its day of the week."""
    return str(format_skeleton("yMMMEd", day, locale=get_locale()))


@catalogue.context_processor
def _sees_all() -> dict[str, Any]:
    """Tell the tabs whether the viewer looks after the whole community."""
    return {"sees_all": lambda: current_viewer().sees_whole_community}
