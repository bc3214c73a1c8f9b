"""Duties as a list with filters, and who was responsible on a day."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.models import DutyRole, PlaceKind
from app.queries.cells import cell_choices
from app.queries.duties import DutyFilter, When, list_duties
from app.queries.scope import Action, can
from app.web.asking import asked_about
from app.web.duties.blueprint import duties
from app.web.requests import number_asked, page_number

LONGEST = 40


@duties.get("/list")
def list_all(code: str) -> ResponseReturnValue:
    """List duties, those who lead first."""
    wanted = _wanted()
    with asked_about(code) as asked:
        here = (asked.session, asked.viewer, asked.community)
        return render_template(
            "duties/list.html",
            community=asked.community,
            may=can(asked.viewer, Action.APPOINT),
            listed=list_duties(*here, wanted, page=page_number()),
            cells=cell_choices(*here),
            wanted=wanted,
            roles=list(DutyRole),
            kinds=list(PlaceKind),
            whens=list(When),
        )


def _wanted() -> DutyFilter:
    """Read from the address which duties are asked for."""
    role, kind = request.args.get("role", ""), request.args.get("kind", "")
    when = request.args.get("when", "")
    return DutyFilter(
        when=When(when) if when in set(When) else When.PRESENT,
        role=DutyRole(role) if role in set(DutyRole) else None,
        kind=PlaceKind(kind) if kind in set(PlaceKind) else None,
        cell_id=number_asked("cell"),
        words=request.args.get("q", "").strip()[:LONGEST],
        own=bool(request.args.get("mine")),
    )
