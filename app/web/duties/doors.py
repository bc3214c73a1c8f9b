"""The doors of a building or an entrance: looked at, entered, struck off."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.models import Building, Entrance, Household
from app.models.places import place_name
from app.queries.doors import list_doors
from app.queries.scope import NotFound
from app.services.duties import add_households, strike_household
from app.web.asking import Asked
from app.web.duties.blueprint import duties
from app.web.duties.form import appointing, key_of, place_at
from app.web.i18n import say
from geodata.errors import N_, InputRefused

LONGEST = 4_000


@duties.get("/doors")
def show_doors(code: str) -> ResponseReturnValue:
    """Show the doors that are known, and the form for more."""
    return _page(code)


@duties.post("/doors")
def add_doors(code: str) -> ResponseReturnValue:
    """Enter doors by their numbers."""
    try:
        with appointing(code) as asked:
            place = _place(asked)
            building = place.building if isinstance(place, Entrance) else place
            entrance = place if isinstance(place, Entrance) else None
            made = add_households(
                asked.session, building, request.form.get("numbers", "")[:LONGEST], entrance,
                at=asked.at, by=asked.viewer.user_id,
            )  # fmt: skip
    except InputRefused as refused:
        return _page(code, say(refused)), 422
    return _changed(code, _("%(number)s doors are entered.", number=len(made)))


@duties.post("/doors/strike")
def strike_door(code: str) -> ResponseReturnValue:
    """Strike off a door that does not exist."""
    try:
        with appointing(code) as asked:
            door = place_at(asked, request.form.get("door", ""))
            if not isinstance(door, Household):
                raise NotFound(N_("There is no such household."))
            strike_household(asked.session, door, at=asked.at, by=asked.viewer.user_id)
    except InputRefused as refused:
        return _page(code, say(refused)), 422
    return _changed(code, _("%(door)s is struck off.", door=door.number))


def _place(asked: Asked) -> Building | Entrance:
    """Find the building or the entrance that the address or the form names."""
    place = place_at(asked, request.values.get("place", ""))
    if not isinstance(place, Building | Entrance):
        raise NotFound(N_("There is no such place."))
    return place


def _changed(code: str, said: str) -> ResponseReturnValue:
    """Say what was done on the page of the doors."""
    flash(said)
    place = request.form.get("place", "")
    return redirect(url_for("duties.show_doors", code=code, place=place), 303)


def _page(code: str, problem: str = "") -> str:
    """Render the page."""
    with appointing(code) as asked:
        place = _place(asked)
        return render_template(
            "duties/doors.html",
            community=asked.community,
            problem=problem,
            name=place_name(place),
            key=key_of(place),
            doors=list_doors(asked.session, asked.viewer, asked.community, place),
            numbers=request.form.get("numbers", ""),
            onward=url_for("map.show_map", code=code, sel=key_of(place)),
        )
