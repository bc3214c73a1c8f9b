"""The plan of the whole community, and asking for a new one."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.queries.plans import plan_lines
from app.queries.scope import Action, can, require
from app.services import jobs
from app.services.patrols import PlanWish
from app.services.patrols.wish import MOST_MINUTES, MOST_VOLUNTEERS
from app.web.asking import asked_about
from app.web.context import current_viewer
from app.web.i18n import say
from app.web.patrols.blueprint import patrols
from app.web.patrols.need import read_needs
from app.web.patrols.starts import centre_of, starts_of
from app.web.patrols.words import MODES
from geodata.errors import N_, InputRefused

SLOW_M_S = 0.7
"""Pace of older volunteers who rest now and then, metres per second."""


@patrols.get("")
def list_all(code: str) -> ResponseReturnValue:
    """List the cells with what is planned in each."""
    return _page(code)


@patrols.post("/plan")
def ask(code: str) -> ResponseReturnValue:
    """Ask for routes of all cells in scope, or of one, and go on to the progress."""
    require(current_viewer(), Action.PLAN)
    try:
        params = read_params(_centre(code))
    except InputRefused as refused:
        return _page(code, say(refused)), 422
    with asked_about(code) as asked:
        job = jobs.ask(
            asked.session, asked.community, "plan", params, asked.viewer.user_id, asked.at
        )
    return redirect(url_for("jobs.show", code=code, job_id=job.id), 303)


def read_params(centre: tuple[float, float] | None) -> dict[str, Any]:
    """Read the form into what the job takes.

    Parameters
    ----------
    centre : (lon, lat) or None
        Where the service centre of the community is, degrees.

    Raises
    ------
    InputRefused
        If a number is none, or makes no sense.
    """
    form = request.form
    wish: dict[str, Any] = {
        "mode": form.get("mode", "stops"),
        "closed": form.get("closed", "yes") == "yes",
        "volunteers": _number(form.get("volunteers", "") or "1"),
        "random_share": 0.1 if "random" in form else 0.0,
        "sides": 2 if "both_sides" in form else 1,
    }
    if minutes := form.get("max_minutes", "").strip():
        wish["max_minutes"] = _number(minutes)
    if set_out := form.get("set_out", "").strip():
        wish["set_out"] = set_out
    if form.get("pace") == "slow":
        wish["pace_m_s"] = SLOW_M_S
    if start := _start(centre):
        wish["start"] = start
    if wish["mode"] not in MODES:
        raise InputRefused(N_("Choose past what the routes shall lead."))
    PlanWish.read(wish)
    cell = _number(form["cell_id"]) if form.get("cell_id") else None
    return {"wish": wish, **({"cell_id": cell} if cell else {})}


def _centre(code: str) -> tuple[float, float] | None:
    """Give where the service centre is, degrees."""
    with asked_about(code) as asked:
        return centre_of(asked.community)


def _start(centre: tuple[float, float] | None) -> list[float] | None:
    """Read where the walks begin; None where the planner is to choose."""
    wanted = request.form.get("start_at", "usual")
    if wanted == "centre" and centre is not None:
        return list(centre)
    if wanted != "place":
        return None
    try:
        lon, lat = (float(part) for part in request.form.get("start", "").split(","))
    except ValueError:
        raise InputRefused(
            N_("Tap on the map where the walks begin, or give longitude,latitude in degrees.")
        ) from None
    return [lon, lat]


def _number(text: str) -> int:
    """Read a whole number, zero where it is none: the wish then says what is right."""
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0


def _page(code: str, problem: str = "") -> str:
    """Render the list with the form."""
    with asked_about(code) as asked:
        lines = plan_lines(asked.session, asked.viewer, asked.community)
        needs = read_needs(asked)
        may_plan = can(asked.viewer, Action.PLAN)
    return render_template(
        "patrols/list.html",
        community=asked.community,
        lines=lines,
        needs=needs,
        modes=MODES,
        most={"volunteers": MOST_VOLUNTEERS, "minutes": MOST_MINUTES},
        starts=starts_of(asked.community, on_map=False),
        form=request.form,
        problem=problem,
        may_plan=may_plan,
    )
