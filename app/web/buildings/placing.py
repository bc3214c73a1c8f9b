"""Placing a building in a cell by decision, and taking that back."""

from __future__ import annotations

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.models import Cell, PlaceKind
from app.queries.buildings import building_facts
from app.queries.cells import cell_choices
from app.queries.duties import find_place
from app.services.buildings import place_in_cell, take_back_placement
from app.web.asking import Asked
from app.web.buildings.blueprint import about, buildings, onward_of
from app.web.fragments import done, show
from app.web.i18n import say, translate
from geodata.errors import N_, InputRefused

REASONS = (
    N_("Its gate is on the other side"),
    N_("Managed together with the compound there"),
    N_("The residents belong to that branch"),
)
"""What is offered; anything else can be typed."""


@buildings.get("/cell")
def show_place(code: str, building_id: int) -> ResponseReturnValue:
    """Ask in which cell a building belongs, and why."""
    return _form(code, building_id)


@buildings.post("/cell")
def place(code: str, building_id: int) -> ResponseReturnValue:
    """Put a building into a cell by decision."""
    try:
        with about(code, building_id) as subject:
            cell = _chosen_cell(subject.asked)
            place_in_cell(
                subject.asked.session,
                subject.building,
                cell,
                reason=request.form.get("reason", "")[:200],
                at=subject.asked.at,
                by=subject.asked.viewer.user_id,
            )
            said = _("%(place)s now belongs to %(cell)s.", place=subject.name, cell=cell.name)
    except InputRefused as refused:
        return _form(code, building_id, say(refused)), 422
    return done(said, onward_of(code, building_id))


@buildings.post("/take-back")
def take_back(code: str, building_id: int) -> ResponseReturnValue:
    """Let the place of a building decide again in which cell it is."""
    try:
        with about(code, building_id) as subject:
            asked = subject.asked
            take_back_placement(
                asked.session, subject.building, at=asked.at, by=asked.viewer.user_id
            )
            said = _("%(place)s is again in the cell in which it lies.", place=subject.name)
    except InputRefused as refused:
        return _form(code, building_id, say(refused)), 422
    return done(said, onward_of(code, building_id))


def _chosen_cell(asked: Asked) -> Cell:
    """Find the cell that the form names."""
    text = request.form.get("cell", "")
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise InputRefused(N_("Choose the cell."))
    find_place(asked.session, asked.viewer, asked.community, PlaceKind.CELL, int(text))
    return asked.session.get_one(Cell, int(text))


def _form(code: str, building_id: int, problem: str = "") -> str:
    """Render the form, with what was chosen so far."""
    with about(code, building_id) as subject:
        asked = subject.asked
        facts = building_facts(asked.session, asked.viewer, asked.community, building_id, asked.at)
        return show(
            "buildings/place.html",
            community=asked.community,
            problem=problem,
            building=facts,
            name=subject.name,
            cells=cell_choices(asked.session, asked.viewer, asked.community),
            chosen=request.form.get("cell", str(facts.line.cell_id or "")),
            reason=request.form.get("reason", facts.by_hand or ""),
            reasons=[translate(reason) for reason in REASONS],
            onward=onward_of(code, building_id),
        )
