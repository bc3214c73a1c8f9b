"""A member for each building: proposed, looked at, accepted in whole or in part."""

from __future__ import annotations

from dataclasses import replace

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.models import DutyRole, PlaceKind
from app.services.duties import DutyProposal, ProposedDuty, apply_proposal, propose
from app.web.asking import Asked
from app.web.duties.blueprint import duties
from app.web.duties.form import appointing
from app.web.i18n import say
from geodata.errors import N_, InputRefused

MOST = 50
CHOICES = (
    (DutyRole.MEMBER_CONTACT, PlaceKind.BUILDING),
    (DutyRole.BUILDING_LEAD, PlaceKind.BUILDING),
    (DutyRole.ENTRANCE_LEAD, PlaceKind.ENTRANCE),
    (DutyRole.MODEL_FAMILY, PlaceKind.ENTRANCE),
)
"""What can be proposed: a role, and the kind of place that gets one."""


@duties.get("/proposal")
def show_proposal(code: str) -> ResponseReturnValue:
    """Show the form, and what is proposed once it has been asked for."""
    return _page(code)


@duties.post("/proposal")
def accept_proposal(code: str) -> ResponseReturnValue:
    """Appoint as proposed what is still ticked."""
    try:
        with appointing(code) as asked:
            proposal = _propose(asked)
            if request.form.get("fingerprint") != proposal.fingerprint:
                raise InputRefused(
                    N_("Duties or people have changed since this was proposed. Look at it again.")
                )
            result = apply_proposal(
                asked.session, asked.community, _ticked(proposal), since=asked.at.date(),
                at=asked.at, by=asked.viewer.user_id, reason=_("By a proposal that was accepted"),
            )  # fmt: skip
    except InputRefused as refused:
        return _page(code, say(refused)), 422
    flash(_("%(number)s are appointed.", number=len(result.made)))
    return redirect(url_for("duties.show_vacancies", code=code), 303)


def _choice() -> int:
    """Give the number of the chosen role and kind of place."""
    text = request.values.get("what", "0")
    return int(text) if text in map(str, range(len(CHOICES))) else 0


def _most() -> int:
    """Give how many places one person may get at most."""
    text = request.values.get("most", "1")
    return min(max(int(text), 1), MOST) if text.isascii() and text.isdigit() and text else 1


def _propose(asked: Asked) -> DutyProposal:
    """Propose as the form says; the same form and data give the same proposal."""
    role, kind = CHOICES[_choice()]
    return propose(
        asked.session,
        asked.viewer,
        asked.community,
        role=role,
        kind=kind,
        at_most=_most(),
        change=bool(request.values.get("change")),
    )


def _ticked(proposal: DutyProposal) -> DutyProposal:
    """Leave of a proposal what is ticked in the form."""
    pairs = set(request.form.getlist("pair"))
    kept = tuple(duty for duty in proposal.new if _pair(duty) in pairs)
    if not kept:
        raise InputRefused(N_("Nothing is ticked, so nobody was appointed."))
    return replace(proposal, duties=kept)


def _pair(duty: ProposedDuty) -> str:
    """Name a place and a person as the form does."""
    return f"{duty.place_id}:{duty.person_id}"


def _page(code: str, problem: str = "") -> str:
    """Render the form, with a proposal where one is asked for."""
    with appointing(code) as asked:
        community, proposal = asked.community, None
        try:
            proposal = _propose(asked) if request.values.get("run") else None
        except InputRefused as refused:
            problem = say(refused)
    return render_template(
        "duties/proposal.html",
        community=community,
        problem=problem,
        proposal=proposal,
        choices=CHOICES,
        what=_choice(),
        most=_most(),
        most_allowed=MOST,
        change=bool(request.values.get("change")),
    )
