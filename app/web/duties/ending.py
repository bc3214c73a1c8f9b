"""Ending a duty, and handing it over: from the panel, from a list, without deleting anything."""

from __future__ import annotations

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.queries.candidates import find_candidates
from app.queries.duties import DutyLine, find_duty
from app.queries.duties_at import find_line
from app.services.duties import end_duty, hand_over
from app.web.asking import Asked
from app.web.duties.blueprint import duties
from app.web.duties.form import appointing, chosen_day, chosen_holder
from app.web.fragments import done, show
from app.web.i18n import say, translate
from app.web.requests import own_path
from geodata.errors import N_, InputRefused

LONGEST_NAME = 40
REASONS = (
    N_("Moved away"),
    N_("Health or age"),
    N_("Transferred to other work"),
    N_("Term is over"),
    N_("Entered by mistake"),
)
"""What is offered; anything else can be typed."""


@duties.get("/<int:duty_id>/end")
def show_end(code: str, duty_id: int) -> ResponseReturnValue:
    """Ask why a duty ends, and on which day."""
    return _end_form(code, duty_id)


@duties.post("/<int:duty_id>/end")
def end(code: str, duty_id: int) -> ResponseReturnValue:
    """End a duty; it stays in the history."""
    try:
        with appointing(code) as asked:
            line = _line(asked, duty_id)
            end_duty(
                asked.session,
                find_duty(asked.session, asked.viewer, asked.community, duty_id),
                until=chosen_day("until"),
                reason=_reason(),
                at=asked.at,
                by=asked.viewer.user_id,
            )
    except InputRefused as refused:
        return _end_form(code, duty_id, say(refused)), 422
    said = _("The duty of %(name)s for %(place)s ends.", name=line.holder, place=line.place)
    return done(said, onward_of(code, line))


@duties.get("/<int:duty_id>/hand-over")
def show_hand_over(code: str, duty_id: int) -> ResponseReturnValue:
    """Ask who goes on with a duty."""
    return _hand_over_form(code, duty_id)


@duties.post("/<int:duty_id>/hand-over")
def pass_on(code: str, duty_id: int) -> ResponseReturnValue:
    """Let somebody else go on with a duty."""
    try:
        with appointing(code) as asked:
            line, to = _line(asked, duty_id), chosen_holder(asked)
            hand_over(
                asked.session,
                find_duty(asked.session, asked.viewer, asked.community, duty_id),
                to,
                on=chosen_day("on"),
                reason=request.form.get("reason", ""),
                at=asked.at,
                by=asked.viewer.user_id,
            )
            said = _("%(place)s goes from %(old)s to %(new)s.", place=line.place,
                     old=line.holder, new=to.name)  # fmt: skip
    except InputRefused as refused:
        return _hand_over_form(code, duty_id, say(refused)), 422
    return done(said, onward_of(code, line))


def onward_of(code: str, line: DutyLine) -> str:
    """Give the page to which one goes after changing a duty.

    Parameters
    ----------
    code : str
        Of the community.
    line : DutyLine
    """
    wanted = own_path(request.values.get("next"))
    return wanted or url_for("map.show_map", code=code, sel=f"{line.kind}:{line.place_id}")


def _line(asked: Asked, duty_id: int) -> DutyLine:
    """Read the duty that the address names."""
    return find_line(asked.session, asked.viewer, asked.community, duty_id)


def _reason() -> str:
    """Read why a duty ends."""
    reason = request.form.get("reason", "").strip()
    if not reason:
        raise InputRefused(N_("Say in a few words why the duty ends."))
    return reason


def _end_form(code: str, duty_id: int, problem: str = "") -> str:
    """Render the form for the end of a duty."""
    with appointing(code) as asked:
        line = _line(asked, duty_id)
    return show(
        "duties/end.html",
        community=asked.community,
        problem=problem,
        duty=line,
        reasons=[translate(reason) for reason in REASONS],
        reason=request.form.get("reason", ""),
        until=request.form.get("until") or asked.at.date().isoformat(),
        next=request.values.get("next", ""),
        onward=onward_of(code, line),
    )


def _hand_over_form(code: str, duty_id: int, problem: str = "") -> str:
    """Render the form for handing over a duty."""
    typed = request.values.get("q", "").strip()[:LONGEST_NAME]
    with appointing(code) as asked:
        line = _line(asked, duty_id)
        place = find_duty(asked.session, asked.viewer, asked.community, duty_id).place
        found = find_candidates(asked.session, asked.viewer, asked.community, typed, near=place)
    return show(
        "duties/hand_over.html",
        community=asked.community,
        problem=problem,
        heading=_("Hand over"),
        action=url_for("duties.pass_on", code=code, duty_id=duty_id),
        lines=[line],
        found=found,
        typed=typed,
        chosen=request.form.get("holder", ""),
        reason=request.form.get("reason", ""),
        on=request.form.get("on") or asked.at.date().isoformat(),
        next=request.values.get("next", ""),
        onward=onward_of(code, line),
    )
