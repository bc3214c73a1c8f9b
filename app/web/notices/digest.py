"""The digest of a day."""

from __future__ import annotations

import datetime as dt

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.queries.issues import Pile
from app.queries.notices import read_digest
from app.web.asking import asked_about
from app.web.notices.blueprint import notices
from geodata.errors import N_

WAITING_WORDS = {
    Pile.OVERDUE.value: N_("Overdue"),
    Pile.MINE.value: N_("Mine to handle"),
    Pile.VERIFY.value: N_("To be verified"),
    Pile.NEW.value: N_("To be filed"),
    "soon": N_("Due within a day"),
    "close": N_("To be closed"),
}


@notices.get("/digest")
def show_digest(code: str) -> ResponseReturnValue:
    """Show what waits, and what happened on a day."""
    with asked_about(code) as asked:
        today = asked.at.date()
        on = min(_day(today), today)
        return render_template(
            "notices/digest.html",
            community=asked.community,
            digest=read_digest(asked.session, asked.viewer, asked.community, on, asked.at),
            words=WAITING_WORDS,
            piles=set(Pile),
            today=today,
            day_before=on - dt.timedelta(days=1),
            day_after=on + dt.timedelta(days=1),
        )


def _day(otherwise: dt.date) -> dt.date:
    """Read the day that the address names; one so long ago that none is before it is none."""
    try:
        on = dt.date.fromisoformat(request.args.get("on", ""))
    except ValueError:
        return otherwise
    return on if on > dt.date(2000, 1, 1) else otherwise
