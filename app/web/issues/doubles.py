"""Doubles of an issue: offered on its page, merged or called different by a person."""

from __future__ import annotations

from dataclasses import dataclass

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.models import ISSUE_MOVES, OPEN_STATES, Issue
from app.queries.issues import Double, find_issue, merged_issues, possible_doubles
from app.queries.scope import Action, can
from app.services.issues import call_different
from app.web.asking import Asked, asked_about
from app.web.issues.blueprint import issues
from app.web.issues.parts import Facts, Slot, page_part


@dataclass(frozen=True)
class Offer:
    """A possible double, and which of the two would end in the other.

    Attributes
    ----------
    double : Double
    ends, goes_on : Issue, Double or None
        None where both are handled already: then there is nothing to merge.
    """

    double: Double
    ends: Issue | Double | None
    goes_on: Issue | Double | None


@page_part("issues/doubles.html", slot=Slot.MAIN, rank=20)
def read_doubles(asked: Asked, issue: Issue) -> Facts | None:
    """Read what may be the same as an issue, and what was merged into it."""
    merged = merged_issues(asked.session, asked.viewer, issue)
    offers: list[Offer] = []
    if issue.state in OPEN_STATES and can(asked.viewer, Action.DISPATCH):
        found = possible_doubles(asked.session, asked.viewer, issue)
        offers = [_offer(issue, double) for double in found]
    return {"merged": merged, "offers": offers} if merged or offers else None


@issues.post("/<int:issue_id>/different")
def tell_apart(code: str, issue_id: int) -> ResponseReturnValue:
    """Note that two issues are not the same; they are offered no more."""
    other = request.form.get("other", type=int) or 0
    with asked_about(code) as asked:
        find_issue(asked.session, asked.viewer, asked.community, issue_id)
        find_issue(asked.session, asked.viewer, asked.community, other)
        call_different(asked.session, asked.viewer, issue_id, other, at=asked.at)
    flash(_("Noted: they are not the same."))
    return redirect(url_for("issues.show", code=code, issue_id=issue_id), 303)


def _offer(issue: Issue, double: Double) -> Offer:
    """Let the one go on that is further on its way, or that was there first."""
    both: list[Issue | Double] = [issue, double]
    first, last = sorted(both, key=_standing)
    for ends, goes_on in ((last, first), (first, last)):
        if ends.state in ISSUE_MOVES["merge"].sources:
            return Offer(double, ends, goes_on)
    return Offer(double, None, None)


def _standing(one: Issue | Double) -> tuple[int, float, int]:
    """Say how far an issue is: the furthest first, then the oldest."""
    return -OPEN_STATES.index(one.state), one.reported_at.timestamp(), one.id
