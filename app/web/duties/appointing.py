"""Appointing: who shall answer for a place, and for what lies in it, from one form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.models import Building, Cell, DutyRole, Entrance, Household, Place
from app.models.places import place_name
from app.queries.candidates import find_candidates, places_within
from app.queries.duties_at import holders_at
from app.services.duties import Appointed, Order, appoint_many
from app.web.asking import Asked
from app.web.duties.blueprint import duties
from app.web.duties.form import (
    appointing,
    chosen_day,
    chosen_holder,
    chosen_role,
    key_of,
    place_at,
)
from app.web.fragments import done, show
from app.web.i18n import say
from app.web.requests import own_path
from geodata.errors import N_, InputRefused

LONGEST = 40
_FIRST_ROLES: dict[type[Place], Sequence[DutyRole]] = {
    Building: (DutyRole.BUILDING_LEAD, DutyRole.MEMBER_CONTACT),
    Cell: (DutyRole.CELL_LEADER, DutyRole.GRID_ADMINISTRATOR, DutyRole.GROUP_LEADER),
    Entrance: (DutyRole.ENTRANCE_LEAD, DutyRole.MODEL_FAMILY),
    Household: (DutyRole.MODEL_FAMILY,),
}
"""The roles that a kind of place most often needs come first; any other can be chosen."""


@dataclass(frozen=True)
class Spot:
    """A place as the form offers it: its key, its name, who holds it today."""

    key: str
    name: str
    holders: Sequence[str] = ()


@duties.get("/appoint")
def show_appoint(code: str) -> ResponseReturnValue:
    """Show the form in which somebody is appointed."""
    return _form(code)


@duties.post("/appoint")
def appoint(code: str) -> ResponseReturnValue:
    """Let somebody answer for the ticked places."""
    try:
        with appointing(code) as asked:
            said = _said(*_appoint(asked))
    except InputRefused as refused:
        return _form(code, say(refused)), 422
    return done(said, _onward(code, request.form.get("spot", "")))


@duties.get("/candidates")
def choose(code: str) -> ResponseReturnValue:
    """Give who fits what is typed, as a fragment of the form."""
    with appointing(code) as asked:
        return render_template(
            "people/choices.html", community=asked.community, **_choices(asked, _place(asked))
        )


def _appoint(asked: Asked) -> tuple[str, Appointed]:
    """Do what the form says; give the name of the holder, and what was done."""
    keys = request.form.getlist("place")
    if not keys:
        raise InputRefused(N_("Tick at least one place."))
    holder, role = chosen_holder(asked), chosen_role()
    orders = [Order(holder, place_at(asked, key), role) for key in dict.fromkeys(keys)]
    made = appoint_many(
        asked.session, orders, since=chosen_day("since"), at=asked.at, by=asked.viewer.user_id
    )
    if not made.made:
        raise InputRefused(
            N_("%(name)s holds this already. Choose somebody else, or another role."),
            name=holder.name,
        )
    return holder.name, made


def _said(name: str, result: Appointed) -> str:
    """Say what was done."""
    said: str = _("%(name)s now answers for %(number)s more.", name=name, number=len(result.made))
    return said


def _form(code: str, problem: str = "") -> str:
    """Render the form, with what was chosen so far."""
    with appointing(code) as asked:
        place = place_at(asked, request.values.get("spot") or request.values.get("place", ""))
        spots = _spots(asked, places_within(asked.session, place))
        roles = _roles(place)
        return show(
            "duties/appoint.html",
            community=asked.community,
            problem=problem,
            spot=spots[0],
            spots=spots,
            ticked=_ticked(spots),
            roles=roles,
            role=request.values.get("role", roles[0].value),
            since=request.values.get("since") or asked.at.date().isoformat(),
            next=request.values.get("next", ""),
            onward=_onward(code, spots[0].key),
            **_choices(asked, place),
        )


def _choices(asked: Asked, place: Place | None) -> dict[str, object]:
    """Look for candidates as the form or the address says."""
    typed = request.values.get("q", "").strip()[:LONGEST]
    found = find_candidates(asked.session, asked.viewer, asked.community, typed, near=place)
    return {"found": found, "typed": typed, "chosen": request.values.get("holder", "")}


def _place(asked: Asked) -> Place | None:
    """Find the place for which candidates are wanted, if the form is about one."""
    key = request.args.get("place", "")
    return place_at(asked, key) if key else None


def _spots(asked: Asked, places: Sequence[Place]) -> list[Spot]:
    """Say who holds each of some places today."""
    held = holders_at(asked.session, asked.viewer, asked.community, places)
    return [
        Spot(key_of(place), place_name(place), held.get((place.__tablename__, place.id), ()))
        for place in places
    ]


def _ticked(spots: Sequence[Spot]) -> set[str]:
    """Say which places are ticked when the form opens."""
    if request.method == "POST":
        return set(request.form.getlist("place"))
    if request.args.get("all") == "entrances":
        return {spot.key for spot in spots[1:]}
    return {spots[0].key}


def _roles(place: Place) -> list[DutyRole]:
    """List all roles, those that such a place most often needs first."""
    if request.values.get("all") == "entrances":
        place_kind: type[Place] = Entrance
    else:
        place_kind = type(place)
    first = _FIRST_ROLES.get(place_kind, (DutyRole.PROPERTY_COMMITTEE, DutyRole.BRANCH))
    return [*first, *(role for role in DutyRole if role not in first)]


def _onward(code: str, key: str) -> str:
    """Give the page to which one goes after this form."""
    wanted = own_path(request.values.get("next"))
    return wanted or url_for("map.show_map", code=code, sel=key)
