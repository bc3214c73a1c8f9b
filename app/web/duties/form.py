"""What forms about duties name: places, holders, days and roles, read and looked up."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from contextlib import contextmanager

from flask import request

from app.models import DutyHolder, DutyRole, Place, PlaceKind
from app.queries.duties import find_holder, find_place
from app.queries.scope import Action, NotFound, require
from app.web.asking import Asked, asked_about
from app.web.context import current_viewer
from geodata.errors import N_, InputRefused

_KEY = re.compile(r"([a-z]+):([0-9]{1,18})")


@contextmanager
def appointing(code: str) -> Iterator[Asked]:
    """Open a transaction for somebody who may appoint.

    Parameters
    ----------
    code : str
        Of the community, from the address.

    Raises
    ------
    NotAllowed, NotFound
    """
    require(current_viewer(), Action.APPOINT)
    with asked_about(code) as asked:
        yield asked


def parse_key(text: str) -> tuple[str, int]:
    """Read ``building:12``.

    Raises
    ------
    NotFound
        If it is anything else.
    """
    match = _KEY.fullmatch(text)
    if match is None:
        raise NotFound(N_("There is no such place."))
    return match[1], int(match[2])


def key_of(place: Place) -> str:
    """Give ``building:12`` for a place."""
    return f"{place.__tablename__}:{place.id}"


def place_at(asked: Asked, text: str) -> Place:
    """Find the place that a form or an address names.

    Raises
    ------
    NotFound
        If the viewer may see no such place.
    """
    kind, place_id = parse_key(text)
    if kind not in set(PlaceKind):
        raise NotFound(N_("There is no such place."))
    return find_place(asked.session, asked.viewer, asked.community, PlaceKind(kind), place_id)


def chosen_holder(asked: Asked) -> DutyHolder:
    """Find whom the form at hand chose.

    Raises
    ------
    InputRefused
        If nobody was chosen.
    NotFound
        If the viewer may know of nobody such.
    """
    text = request.form.get("holder", "")
    if not text:
        raise InputRefused(N_("Choose somebody from the list."))
    kind, holder_id = parse_key(text)
    return find_holder(asked.session, asked.viewer, asked.community, kind, holder_id)


def chosen_role() -> DutyRole:
    """Read the role of the form at hand.

    Raises
    ------
    InputRefused
    """
    text = request.form.get("role", "")
    if text not in set(DutyRole):
        raise InputRefused(N_("Choose the role."))
    return DutyRole(text)


def chosen_day(name: str) -> dt.date:
    """Read a day of the form or the address.

    Raises
    ------
    InputRefused
    """
    try:
        return dt.date.fromisoformat(request.values.get(name, ""))
    except ValueError:
        raise InputRefused(N_("Give the day, such as 2026-11-22.")) from None
