"""The panel beside the map: one fragment for each kind of thing that can be chosen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from app.models import OPEN_STATES, Building, Cell, Estate, Issue, Route
from app.queries.bounds import read_bounds
from app.queries.buildings import building_facts, building_of_entrance
from app.queries.cells import find_cell, holders_in_cell
from app.queries.doors import building_of_household
from app.queries.estates import estate_facts
from app.queries.issues import is_open, issue_facts, open_and_done
from app.queries.patrols import route_facts, routes_of_cell
from app.queries.people import person_facts
from app.queries.scope import Action, NotFound, can
from app.queries.words import word
from app.web.asking import Asked, asked_about
from app.web.i18n import translate
from geodata.errors import N_

panels = Blueprint("panels", __name__)

Facts = dict[str, Any]


@panels.app_template_filter("word")
def say_word(value: str, table: str) -> str:
    """Say a stored code in the viewer's language."""
    return word(value, table, translate)


@panels.get("/c/<code>/panel/<kind>/<int:thing_id>")
def show_panel(code: str, kind: str, thing_id: int) -> ResponseReturnValue:
    """Show what is known of a thing, as a fragment of HTML."""
    if kind not in PANELS:
        raise NotFound(N_("There is no panel for this."))
    with asked_about(code) as asked:
        facts = PANELS[kind](asked, thing_id)
        template = f"panels/{facts.pop('template', kind)}.html"
        return render_template(
            template,
            community=asked.community,
            may_appoint=can(asked.viewer, Action.APPOINT),
            may_assign=can(asked.viewer, Action.ASSIGN),
            may_report=can(asked.viewer, Action.REPORT),
            **facts,
        )


def _cell(asked: Asked, cell_id: int) -> Facts:
    """Read what the panel of a cell shows."""
    session, viewer, community = asked.session, asked.viewer, asked.community
    here = (Issue.cell_id == cell_id) & is_open()
    return {
        "cell": find_cell(session, viewer, community, cell_id, asked.at),
        "bounds": read_bounds(session, Cell.shape, Cell.id == cell_id),
        "holders": holders_in_cell(session, viewer, community, cell_id),
        "issues": open_and_done(session, viewer, here, asked.at)[0],
        "routes": routes_of_cell(session, viewer, community, cell_id),
    }


def _building(asked: Asked, building_id: int) -> Facts:
    """Read what the panel of a building shows."""
    return {
        "template": "building",
        "building": building_facts(
            asked.session, asked.viewer, asked.community, building_id, asked.at
        ),
        "bounds": read_bounds(asked.session, Building.footprint, Building.id == building_id),
    }


def _entrance(asked: Asked, entrance_id: int) -> Facts:
    """Read the panel of the building to which an entrance belongs."""
    building_id = building_of_entrance(asked.session, asked.viewer, entrance_id)
    return {**_building(asked, building_id), "chosen_entrance": entrance_id}


def _household(asked: Asked, household_id: int) -> Facts:
    """Read the panel of the building in which a household lies."""
    return _building(asked, building_of_household(asked.session, asked.viewer, household_id))


def _issue(asked: Asked, issue_id: int) -> Facts:
    """Read what the panel of an issue shows."""
    facts = issue_facts(asked.session, asked.viewer, asked.community, issue_id, asked.at)
    return {
        "issue": facts,
        "is_open": facts.line.state in OPEN_STATES,
        "bounds": read_bounds(asked.session, Issue.point, Issue.id == issue_id),
    }


def _route(asked: Asked, route_id: int) -> Facts:
    """Read what the panel of a route shows."""
    return {
        "route": route_facts(asked.session, asked.viewer, asked.community, route_id),
        "bounds": read_bounds(asked.session, Route.line, Route.id == route_id),
    }


def _estate(asked: Asked, estate_id: int) -> Facts:
    """Read what the panel of an estate shows."""
    return {
        "estate": estate_facts(asked.session, asked.viewer, asked.community, estate_id),
        "bounds": read_bounds(asked.session, Estate.shape, Estate.id == estate_id),
    }


def _person(asked: Asked, person_id: int) -> Facts:
    """Read what the panel of a person shows."""
    return {"person": person_facts(asked.session, asked.viewer, asked.community, person_id)}


PANELS: dict[str, Callable[[Asked, int], Facts]] = {
    "cell": _cell,
    "building": _building,
    "entrance": _entrance,
    "household": _household,
    "issue": _issue,
    "route": _route,
    "estate": _estate,
    "person": _person,
}
"""Kind of thing, as the map and the search name it."""
