"""Asking for a report, and saying which are issued by themselves."""

from __future__ import annotations

import datetime as dt

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.models import SummaryKind
from app.services import jobs
from app.services.summaries import SummaryWish, check_wish, set_schedule
from app.web.asking import asked_about
from app.web.i18n import translate
from app.web.summaries.blueprint import summaries
from geodata.errors import N_, InputRefused, Question


@summaries.post("")
def ask(code: str) -> ResponseReturnValue:
    """Ask for a report; a worker collects it."""
    wish = _wish()
    with asked_about(code) as asked:
        here = (asked.session, asked.viewer, asked.community)
        check_wish(*here, wish, asked.at.date())
        job = jobs.ask(
            asked.session, asked.community, "report", wish.as_params(),
            asked.viewer.user_id, asked.at,
        )  # fmt: skip
    return redirect(url_for("jobs.show", code=code, job_id=job.id), 303)


@summaries.post("/schedule")
def schedule(code: str) -> ResponseReturnValue:
    """Say which reports are issued by themselves."""
    kinds = {kind for kind in SummaryKind if kind.value in request.form}
    with asked_about(code) as asked:
        set_schedule(asked.session, asked.viewer, asked.community, kinds, at=asked.at)
    flash(translate(N_("Kept. A report is issued on the morning after its period ends.")))
    return redirect(url_for("summaries.list_all", code=code), 303)


def _wish() -> SummaryWish:
    """Read which report the form asks for."""
    kind, until, cell = (request.form.get(name, "") for name in ("kind", "until", "cell"))
    try:
        day = dt.date.fromisoformat(until) if until else None
        return SummaryWish(SummaryKind(kind), day, int(cell) if cell else None)
    except ValueError as error:
        raise InputRefused(
            N_("Choose which report, and a last day such as 2026-11-22."),
            question=Question("kind"),
        ) from error
