"""What a form gives along with a move of an issue."""

from __future__ import annotations

import datetime as dt
import re

from flask import current_app, request

from app.services.issues import Given, Handler, HandlerKind
from app.web.issues.photographed import sent_photos
from geodata.errors import N_, InputRefused

_HANDLER = re.compile(r"(person|team|organisation|unit):([0-9]{1,18})")
_NUMBER = re.compile(r"(?:[0-9]{6}-)?([0-9]{1,18})")


def read_given() -> Given:
    """Read the form at hand.

    Raises
    ------
    InputRefused
        Naming what cannot be read; whether all is there that the verb needs, the service says.
    """
    fields = request.form
    return Given(
        note=fields.get("note", ""),
        photos=tuple(sent_photos("photos")),
        no_photo=fields.get("no_photo", ""),
        handler=_handler(fields.get("handler") or fields.get("other_handler", "")),
        until=_until(fields.get("until", "")),
        score=_score(fields.get("score", "")),
        other_id=_other(fields.get("other", "").strip()),
        confirmed=bool(fields.get("confirmed")),
    )


def read_seen() -> int:
    """Read the version that whoever sends the form saw."""
    text = request.form.get("seen", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1


def _handler(text: str) -> Handler | None:
    """Read ``unit:12``; None where nobody was chosen."""
    found = _HANDLER.fullmatch(text)
    return Handler(HandlerKind(found[1]), int(found[2])) if found else None


def _other(text: str) -> int | None:
    """Read the number of an issue, with or without its month."""
    if not text:
        return None
    found = _NUMBER.fullmatch(text)
    if found is None:
        raise InputRefused(N_("“%(text)s” is no number of an issue."), text=text[:40])
    return int(found[1])


def _until(text: str) -> dt.datetime | None:
    """Read a moment on the wall clock of the place."""
    if not text:
        return None
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        raise InputRefused(N_("“%(text)s” is no day and time."), text=text[:40]) from None
    return moment.replace(tzinfo=current_app.config["TIMEZONE"])


def _score(text: str) -> int | None:
    """Read a score; what is none is left for the service to miss."""
    return int(text) if text.isascii() and text.isdigit() and len(text) == 1 else None
