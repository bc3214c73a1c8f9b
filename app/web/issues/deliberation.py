"""The deliberation of an issue: its page, its four steps, its cost, and whom the issue harms."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.models import DeliberationParty, Issue
from app.queries.issues import find_issue, issue_facts
from app.queries.issues.deliberations import read_deliberations, read_payers, read_shares
from app.services.issues.deliberation import (
    Basis,
    add_harm,
    allowed_steps,
    at_work,
    buildings_of,
    drop_harm,
    may_lead,
    share_cost,
    start_deliberation,
    take_payment,
    take_step,
)
from app.web.asking import Asked, asked_about
from app.web.i18n import say
from app.web.issues.blueprint import issues
from app.web.issues.deliberation_form import (
    read_cost,
    read_day,
    read_key,
    read_meeting,
    read_yuan,
)
from app.web.issues.deliberation_words import BASES, FOUR_STEPS, STEP_FORMS
from app.web.issues.parts import Facts, Slot, page_part
from geodata.errors import InputRefused

Do = Callable[[Asked, Issue], None]


@page_part("issues/deliberation_part.html", slot=Slot.MAIN, rank=40)
def read_part(asked: Asked, issue: Issue) -> Facts | None:
    """Read what the page of the issue says of its deliberations; nothing where none can be."""
    found = read_deliberations(asked.session, issue)
    may = may_lead(asked.session, asked.viewer, issue)
    if not found and not (may and issue.allows("void")):
        return None
    return {"made": found, "four_steps": FOUR_STEPS}


@issues.get("/<int:issue_id>/deliberation")
def show_deliberation(code: str, issue_id: int) -> ResponseReturnValue:
    """Show the deliberation of an issue."""
    return _page(code, issue_id)


@issues.post("/<int:issue_id>/deliberation/start")
def start(code: str, issue_id: int) -> ResponseReturnValue:
    """Bring an issue before the residents."""

    def begin(asked: Asked, issue: Issue) -> None:
        question = request.form.get("question", "")
        start_deliberation(asked.session, asked.viewer, issue, question, at=asked.at)

    return _do(code, issue_id, begin, _("The deliberation is opened: now the branch raises it."))


@issues.post("/<int:issue_id>/deliberation/step")
def step(code: str, issue_id: int) -> ResponseReturnValue:
    """Write down a step."""

    def write(asked: Asked, _issue: Issue) -> None:
        take_step(
            asked.session, asked.viewer, read_key("deliberation"), request.form.get("verb", ""),
            read_meeting(asked.at.date()), seen=read_key("seen"), at=asked.at,
        )  # fmt: skip

    return _do(code, issue_id, write, _("Written down."))


@issues.post("/<int:issue_id>/deliberation/cost")
def cost(code: str, issue_id: int) -> ResponseReturnValue:
    """Share a cost."""

    def share(asked: Asked, _issue: Issue) -> None:
        share_cost(
            asked.session, asked.viewer, read_key("deliberation"), read_cost(),
            seen=read_key("seen"), at=asked.at,
        )  # fmt: skip

    return _do(code, issue_id, share, _("The cost is shared."))


@issues.post("/<int:issue_id>/deliberation/pay")
def pay(code: str, issue_id: int) -> ResponseReturnValue:
    """Note what somebody has paid."""

    def take(asked: Asked, _issue: Issue) -> None:
        take_payment(
            asked.session, asked.viewer, read_key("share"),
            read_yuan(request.form.get("paid", "")), seen_fen=read_key("seen_fen"),
            on=read_day("paid_on", asked.at.date()), at=asked.at,
        )  # fmt: skip

    return _do(code, issue_id, take, _("Noted."))


@issues.post("/<int:issue_id>/harms")
def harm(code: str, issue_id: int) -> ResponseReturnValue:
    """Note that the issue harms another building."""

    def add(asked: Asked, issue: Issue) -> None:
        number = request.form.get("number", "")
        add_harm(asked.session, asked.viewer, issue, number, at=asked.at)

    return _do(code, issue_id, add, _("Noted."))


@issues.post("/<int:issue_id>/harms/drop")
def no_harm(code: str, issue_id: int) -> ResponseReturnValue:
    """Take back that the issue harms a building."""

    def drop(asked: Asked, issue: Issue) -> None:
        drop_harm(asked.session, asked.viewer, issue, read_key("building"), at=asked.at)

    return _do(code, issue_id, drop, _("Noted."))


def _do(code: str, issue_id: int, do: Do, said: str) -> ResponseReturnValue:
    """Do something to an issue and come back to the page; what was refused is shown there."""
    try:
        with asked_about(code) as asked:
            do(asked, find_issue(asked.session, asked.viewer, asked.community, issue_id))
    except InputRefused as refused:
        return _page(code, issue_id, say(refused)), 422
    flash(said)
    return redirect(url_for("issues.show_deliberation", code=code, issue_id=issue_id), 303)


def _page(code: str, issue_id: int, problem: str = "") -> str:
    """Render the page, with what was typed where something was refused."""
    with asked_about(code) as asked:
        here = (asked.session, asked.viewer, asked.community)
        issue = find_issue(*here, issue_id)
        return render_template(
            "issues/deliberation.html", community=asked.community, issue=issue, problem=problem,
            typed=request.form if problem else {}, today=asked.at.date(),
            facts=issue_facts(*here, issue_id, asked.at), parties=list(DeliberationParty),
            bases=BASES, four_steps=FOUR_STEPS, step_forms=STEP_FORMS, **_read(asked, issue),
        )  # fmt: skip


def _read(asked: Asked, issue: Issue) -> dict[str, Any]:
    """Read the deliberations of an issue, and what the viewer may do with the one at work."""
    session, viewer = asked.session, asked.viewer
    made = read_deliberations(session, issue)
    current, may = at_work(session, issue.id), may_lead(session, viewer, issue)
    near = buildings_of(session, issue.id)
    latest = made[0] if made else None
    return {
        "made": made,
        "current": latest if current is not None else None,
        "may": may,
        "verbs": allowed_steps(session, viewer, current) if current is not None else (),
        "shares": read_shares(session, viewer, latest.id) if latest and may else (),
        "payers": read_payers(session, viewer, issue, near) if current and may else (),
        "can_start": may and current is None and issue.allows("void"),
        "by_entrance": Basis.ENTRANCE.value,
    }
