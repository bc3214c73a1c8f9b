"""Making one building of two."""

from __future__ import annotations

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.models import Building
from app.models.places import place_name
from app.queries.neighbours import neighbours
from app.services.buildings import REACH_M, merge_buildings
from app.web.asking import Asked
from app.web.buildings.blueprint import about, buildings, find_building, onward_of
from app.web.fragments import done, show
from app.web.i18n import say
from geodata.errors import N_, InputRefused


@buildings.get("/merge")
def show_merge(code: str, building_id: int) -> ResponseReturnValue:
    """Ask which building is the same as this one."""
    return _form(code, building_id)


@buildings.post("/merge")
def merge(code: str, building_id: int) -> ResponseReturnValue:
    """Let a building take over all that hangs on another."""
    try:
        with about(code, building_id) as subject:
            asked = subject.asked
            other = _chosen(asked)
            gone = place_name(other)
            merge_buildings(
                asked.session,
                subject.building,
                other,
                on=asked.at.date(),
                at=asked.at,
                by=asked.viewer.user_id,
            )
            said = _("%(other)s is now part of %(place)s.", other=gone, place=subject.name)
    except InputRefused as refused:
        return _form(code, building_id, say(refused)), 422
    return done(said, onward_of(code, building_id))


def _chosen(asked: Asked) -> Building:
    """Find the building that the form names."""
    text = request.form.get("other", "")
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise InputRefused(N_("Choose the other building."))
    return find_building(asked, int(text))


def _form(code: str, building_id: int, problem: str = "") -> str:
    """Render the form."""
    with about(code, building_id) as subject:
        asked = subject.asked
        return show(
            "buildings/merge.html",
            community=asked.community,
            problem=problem,
            building=subject.building,
            name=subject.name,
            reach_m=round(REACH_M),
            near=neighbours(asked.session, asked.viewer, subject.building, REACH_M),
            chosen=request.form.get("other", ""),
            onward=onward_of(code, building_id),
        )
