"""Reading the forms of a deliberation: a meeting, a cost, a payment."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from flask import request

from app.models import DeliberationParty
from app.services.issues.deliberation import Basis, CostWish, Meeting, Participant, Votes
from geodata.errors import N_, InputRefused

_BETWEEN = re.compile(r"[、,，;；\n]+")
_MOST_YUAN = 10**9


def read_meeting(today: dt.date) -> Meeting:
    """Read a step as it was written down.

    Parameters
    ----------
    today : datetime.date
        Where the form names no day.

    Raises
    ------
    InputRefused
    """
    return Meeting(
        held_on=read_day("held_on", today),
        minutes=request.form.get("minutes", ""),
        participants=tuple(_participants()),
        votes=_votes(),
    )


def _participants() -> Iterator[Participant]:
    """Read who took part: a field of names for each party."""
    for party in DeliberationParty:
        for name in _BETWEEN.split(request.form.get(f"party_{party.value}", "")):
            if name.strip():
                yield Participant(party, name)


def _votes() -> Votes | None:
    """Read the votes; None where all three fields are empty."""
    typed = [
        request.form.get(f"votes_{which}", "").strip() for which in ("for", "against", "abstained")
    ]
    if not any(typed):
        return None
    counts = [read_count(text) for text in typed]
    return Votes(*counts)


def read_cost() -> CostWish:
    """Read what is to be shared among whom.

    Raises
    ------
    InputRefused
    """
    basis = request.form.get("basis", "")
    if basis not in set(Basis):
        raise InputRefused(N_("Choose by what the cost is shared."))
    return CostWish(
        read_yuan(request.form.get("total", "")),
        Basis(basis),
        _keys("entrance"),
        _keys("building"),
    )


def read_yuan(text: str) -> int:
    """Read an amount in yuan as people write it: ``1250``, ``1,250.5``, ``１２５０元``.

    Parameters
    ----------
    text : str

    Returns
    -------
    int
        Fen.

    Raises
    ------
    InputRefused
        If it is no amount, or has parts of a fen.
    """
    plain = unicodedata.normalize("NFKC", text).strip().removesuffix("元").replace(",", "").strip()
    try:
        fen = Decimal(plain) * 100
    except InvalidOperation:
        raise InputRefused(N_("Write an amount in yuan, such as 1250.00.")) from None
    if not fen.is_finite() or abs(fen) > 100 * _MOST_YUAN or fen != int(fen):
        raise InputRefused(N_("Write an amount in yuan, such as 1250.00."))
    return int(fen)


def read_count(text: str) -> int:
    """Read a count; an empty field is none.

    Raises
    ------
    InputRefused
    """
    if not text:
        return 0
    if not text.isdecimal() or len(text) > 6:
        raise InputRefused(N_("Votes are whole numbers."))
    return int(text)


def read_key(name: str) -> int:
    """Read a key that the form at hand names; 0, which nothing has, where it names none."""
    text = request.form.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0


def read_day(name: str, otherwise: dt.date) -> dt.date:
    """Read a day of the form at hand, or give another where it was left empty.

    Raises
    ------
    InputRefused
    """
    text = request.form.get(name, "").strip()
    try:
        return dt.date.fromisoformat(text) if text else otherwise
    except ValueError:
        raise InputRefused(N_("Choose a day.")) from None


def _keys(name: str) -> list[int]:
    """Read the keys of the boxes that were ticked."""
    return [
        int(text)
        for text in request.form.getlist(name)[:5000]
        if text.isascii() and text.isdigit() and len(text) < 19
    ]
