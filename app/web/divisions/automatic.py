"""Asking for an automatic division: how large the cells shall be, which variants, which wishes."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.queries.scope import published_division
from app.services import jobs
from app.web.asking import asked_about
from app.web.division_words import EFFORTS, VARIANTS
from app.web.divisions.blueprint import divisions
from geodata.divide import Variant

MOST_HOUSEHOLDS = 100_000
MOST_CELLS = 2_000


@divisions.get("/automatic")
def show_automatic(code: str) -> ResponseReturnValue:
    """Show what can be wished of an automatic division."""
    return _page(code)


@divisions.post("/automatic")
def divide(code: str) -> ResponseReturnValue:
    """Begin dividing in the background, and go on to its progress."""
    problem, wish = read_wish()
    if problem:
        return _page(code, problem), 422
    with asked_about(code) as asked:
        job = jobs.ask(
            asked.session, asked.community, "divide", wish, asked.viewer.user_id, asked.at
        )
    return redirect(url_for("jobs.show", code=code, job_id=job.id), 303)


def read_wish() -> tuple[str, dict[str, Any]]:
    """Read the form; give what is wrong with it, or what the job is to do."""
    form = request.form
    variants = [variant for variant in VARIANTS if variant in form.getlist("variant")]
    if not variants:
        return _("Choose at least one variant."), {}
    wish: dict[str, Any] = {"variants": variants, "keep_estates": "keep_estates" in form}
    if (effort := form.get("effort", "")) and effort in EFFORTS:
        wish["time_limit_s"] = float(effort)
    if form.get("size") == "cells":
        cells = _number(form.get("cells", ""), MOST_CELLS)
        if cells is None:
            return _("Give the number of cells, 1 to %(most)s.", most=MOST_CELLS), {}
        return "", {**wish, "cells": cells}
    low, high = (_number(form.get(name, ""), MOST_HOUSEHOLDS) for name in ("low", "high"))
    if low is None or high is None or low > high:
        return _("Give the fewest and the most households of a cell, the smaller one first."), {}
    return "", {**wish, "households": [low, high]}


def _number(text: str, most: int) -> int | None:
    """Read a whole number from 1 to some limit."""
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 0
    return number if 1 <= number <= most else None


def _page(code: str, problem: str = "") -> str:
    """Render the form, with what was chosen and why it was refused."""
    with asked_about(code) as asked:
        community = asked.community
        holding = published_division(asked.session, community)
    offered = {key: words for key, words in VARIANTS.items() if holding or key != Variant.STABLE}
    form = request.form
    chosen = {
        **{name: form.get(name, "") for name in ("size", "low", "high", "cells", "effort")},
        "variants": form.getlist("variant"),
        "keep_estates": "keep_estates" in form or not form,
    }
    return render_template(
        "divisions/automatic.html",
        community=community,
        form=chosen,
        variants=offered,
        efforts=EFFORTS,
        problem=problem,
    )
