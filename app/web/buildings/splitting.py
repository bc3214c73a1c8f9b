"""Making two buildings of one."""

from __future__ import annotations

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from shapely import MultiPolygon

from app.models.places import place_name
from app.services.buildings import split_along, split_into_parts
from app.web.buildings.blueprint import Subject, about, buildings, onward_of
from app.web.fragments import done, show
from app.web.i18n import say
from geodata.errors import InputRefused
from geodata.footprints import line_across


@buildings.get("/split")
def show_split(code: str, building_id: int) -> ResponseReturnValue:
    """Ask where a building is to be cut."""
    return _form(code, building_id)


@buildings.post("/split")
def split(code: str, building_id: int) -> ResponseReturnValue:
    """Cut a building in two, or into the parts that it has."""
    try:
        with about(code, building_id) as subject:
            new = _split(subject)
            said = _("%(new)s was made of %(place)s. Appoint somebody for it.",
                     new="、".join(new), place=subject.name)  # fmt: skip
    except InputRefused as refused:
        return _form(code, building_id, say(refused)), 422
    return done(said, onward_of(code, building_id))


def _split(subject: Subject) -> list[str]:
    """Do what the form says; name the new buildings."""
    asked, building = subject.asked, subject.building
    number, by = request.form.get("number", ""), asked.viewer.user_id
    if request.form.get("how") == "parts":
        made = split_into_parts(asked.session, building, number=number, at=asked.at, by=by)
    else:
        line = line_across(building.footprint, _share())
        made = [split_along(asked.session, building, line, number=number, at=asked.at, by=by)]
    return [place_name(one) for one in made]


def _share() -> float:
    """Read at which share of its length a building is cut; 0, which is refused, for nonsense."""
    text = request.form.get("percent", "")
    return int(text) / 100 if text.isascii() and text.isdigit() and len(text) < 4 else 0.0


def _form(code: str, building_id: int, problem: str = "") -> str:
    """Render the form."""
    with about(code, building_id) as subject:
        building, shape = subject.building, subject.building.footprint
        parts = len(shape.geoms) if isinstance(shape, MultiPolygon) else 1
        return show(
            "buildings/split.html",
            community=subject.asked.community,
            problem=problem,
            building=building,
            name=subject.name,
            parts_count=parts,
            how=request.form.get("how", "parts" if parts > 1 else "across"),
            percent=request.form.get("percent", "50"),
            number=request.form.get("number", f"{building.number}附1" if building.number else ""),
            onward=onward_of(code, building_id),
        )
