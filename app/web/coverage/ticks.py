"""Ticking off the stops of a patrol on the phone."""

from __future__ import annotations

import math

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.models import VisitHow
from app.queries.coverage import own_tracks, stop_marks
from app.queries.scope import Action, can
from app.services.patrols.record import (
    Tick,
    can_be_withdrawn,
    may_withdraw,
    tick_stop,
    untick_stop,
)
from app.web.asking import asked_about
from app.web.context import settings
from app.web.coverage.blueprint import asked_patrol, coverage
from app.web.coverage.words import DOUBT_WORDS
from app.web.i18n import translate


@coverage.get("/patrols/<int:patrol_id>")
def show_patrol(code: str, patrol_id: int) -> ResponseReturnValue:
    """Show the stops of a patrol with their marks, and what to do with a track."""
    return patrol_page(code, patrol_id)


@coverage.post("/patrols/<int:patrol_id>/stops/<int:stop_id>")
def tick(code: str, patrol_id: int, stop_id: int) -> ResponseReturnValue:
    """Tick off a stop."""
    made = Tick(
        stop_id,
        lon=_number("lon", 180),
        lat=_number("lat", 90),
        accuracy_m=_number("accuracy_m", 1e6),
        how=VisitHow.PAPER if request.form.get("how") == "paper" else VisitHow.TICKED,
    )
    with asked_about(code) as asked:
        patrol = asked_patrol(asked, patrol_id)
        doubt = tick_stop(
            asked.session, asked.viewer, asked.community, patrol, made,
            settings=settings(), at=asked.at,
        )  # fmt: skip
    if doubt is not None:
        flash(_("Noted, with a question mark: %(doubt)s.", doubt=translate(DOUBT_WORDS[doubt])))
    return _back(code, patrol_id, stop_id)


@coverage.post("/patrols/<int:patrol_id>/stops/<int:stop_id>/undo")
def untick(code: str, patrol_id: int, stop_id: int) -> ResponseReturnValue:
    """Take a mark back."""
    with asked_about(code) as asked:
        untick_stop(asked.session, asked.viewer, asked_patrol(asked, patrol_id), stop_id)
    return _back(code, patrol_id, stop_id)


def patrol_page(code: str, patrol_id: int, problem: str = "", datums: tuple[str, ...] = ()) -> str:
    """Render the page of what was walked in a patrol.

    Parameters
    ----------
    code : str
    patrol_id : int
    problem : str
        What was wrong with a track.
    datums : tuple of str
        Where it must be asked in which datum the track is.
    """
    with asked_about(code) as asked:
        patrol = asked_patrol(asked, patrol_id)
        marks = stop_marks(asked.session, asked.viewer, patrol)
        return render_template(
            "coverage/patrol.html",
            community=asked.community,
            patrol=patrol,
            cell=patrol.cell,
            marks=marks,
            visited=sum(mark.at is not None for mark in marks),
            may=can(asked.viewer, Action.WALK),
            may_withdraw=can_be_withdrawn(asked.session, patrol)
            and may_withdraw(asked.session, asked.viewer, patrol),
            own=own_tracks(asked.session, asked.viewer, at=asked.at, patrol_id=patrol.id),
            days=settings().wangge_track_days,
            problem=problem,
            datums=datums,
        )


def _number(name: str, most: float) -> float | None:
    """Read a number that the phone sent; None where it sent none that makes sense."""
    try:
        value = float(request.form.get(name, ""))
    except ValueError:
        return None
    return value if math.isfinite(value) and abs(value) <= most else None


def _back(code: str, patrol_id: int, stop_id: int) -> ResponseReturnValue:
    address = url_for("coverage.show_patrol", code=code, patrol_id=patrol_id)
    return redirect(f"{address}#stop-{stop_id}", 303)
