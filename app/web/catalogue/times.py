"""Working time: the week, the days that are otherwise, the regions of cells, and a trial."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.models import RegionClass, TimeUnit
from app.queries.catalogue import cells_today, list_special_days
from app.services.issues import catalogue as service
from app.services.issues.catalogue.hours import MOST_STRETCHES
from app.services.issues.clock import Stretch, has_notice, national_days, working_time
from app.web.asking import asked_about
from app.web.catalogue.blueprint import catalogue, configuring, form_text
from app.web.catalogue.trial import asked_trial
from app.web.i18n import say
from app.web.shifts.words import weekday_names
from geodata.errors import N_, InputRefused


@catalogue.get("/time")
def show_time(code: str) -> ResponseReturnValue:
    """Show when the community works."""
    return _page(code)


@catalogue.post("/time")
def set_week(code: str) -> ResponseReturnValue:
    """Set the hours of the week."""
    try:
        with configuring(code) as asked:
            service.set_week(
                asked.session, asked.viewer, asked.community, _typed_week(), at=asked.at
            )
    except InputRefused as refused:
        return _page(code, say(refused)), 422
    flash(_("Kept. Deadlines that run already stay as they are."))
    return redirect(url_for("catalogue.show_time", code=code), 303)


@catalogue.post("/time/days")
def set_day(code: str) -> ResponseReturnValue:
    """Say that a day is otherwise, or no longer."""
    try:
        with configuring(code) as asked:
            here = (asked.session, asked.viewer, asked.community)
            on = _day(form_text("on"))
            if "forget" in request.form:
                service.forget_special_day(*here, on, at=asked.at)
            else:
                service.set_special_day(
                    *here, on, is_working=form_text("is_working") == "yes",
                    name=form_text("name"), at=asked.at,
                )  # fmt: skip
    except InputRefused as refused:
        return _page(code, say(refused)), 422
    flash(_("Kept. Deadlines that run already stay as they are."))
    return redirect(url_for("catalogue.show_time", code=code) + "#days", 303)


@catalogue.get("/regions")
def show_regions(code: str) -> ResponseReturnValue:
    """Show how closely each cell is looked after."""
    with asked_about(code) as asked:
        return render_template(
            "catalogue/regions.html",
            community=asked.community,
            cells=cells_today(asked.session, asked.viewer, asked.community),
            regions=list(RegionClass),
        )


@catalogue.post("/regions")
def set_regions(code: str) -> ResponseReturnValue:
    """Say how closely cells are looked after."""
    known = {region.value: region for region in RegionClass}
    with configuring(code) as asked:
        cells = cells_today(asked.session, asked.viewer, asked.community)
        chosen = {cell.id: known.get(form_text(f"cell-{cell.id}"), cell.region) for cell in cells}
        changed = service.set_regions(
            asked.session, asked.viewer, asked.community, chosen, at=asked.at
        )
    flash(_("%(number)s cells were changed.", number=changed))
    return redirect(url_for("catalogue.show_regions", code=code), 303)


def _typed_week() -> list[list[Stretch]]:
    """Read the hours of the form at hand."""
    return [
        [
            (_time(since), _time(until))
            for since, until in zip(
                request.form.getlist(f"since-{day}"),
                request.form.getlist(f"until-{day}"),
                strict=False,
            )
            if since or until
        ]
        for day in range(7)
    ]


def _time(text: str) -> dt.time:
    """Read a time of the day."""
    try:
        return dt.time.fromisoformat(text).replace(second=0, microsecond=0, tzinfo=None)
    except ValueError:
        raise InputRefused(N_("%(text)s is no time of the day."), text=text[:20] or "-") from None


def _day(text: str) -> dt.date:
    """Read a day."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise InputRefused(N_("Choose a day.")) from None


def _page(code: str, problem: str = "") -> str:
    """Render when the community works."""
    with asked_about(code) as asked:
        time = working_time(asked.session, asked.community.id)
        year = asked.at.year
        return render_template(
            "catalogue/time.html",
            community=asked.community,
            problem=problem,
            week=[
                (day, name, _hours(problem, day, time.week[day]))
                for day, (_code, name) in enumerate(weekday_names())
            ],
            days=list_special_days(asked.session, asked.community, asked.at.date()),
            national=[(one, has_notice(one), national_days(one)) for one in (year, year + 1)],
            today=asked.at.date(),
            trial=asked_trial(time, asked.at),
            units=list(TimeUnit),
        )


def _hours(problem: str, day: int, stored: Sequence[Stretch]) -> list[tuple[str, str]]:
    """Give the hours of a day as the form shows them, with room for more."""
    hours = [(f"{since:%H:%M}", f"{until:%H:%M}") for since, until in stored]
    if problem and f"since-{day}" in request.form:
        typed = (request.form.getlist(f"{end}-{day}") for end in ("since", "until"))
        hours = [(since[:5], until[:5]) for since, until in zip(*typed, strict=False)]
    rows = min(MOST_STRETCHES, max(2, len(hours)))
    return (hours + [("", "")] * rows)[:rows]
