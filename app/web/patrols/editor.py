"""The plan of a cell on the map: to change it, or to read it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import Response, render_template, url_for
from flask.typing import ResponseReturnValue

from app.models import Community
from app.queries.plans import CellPlan, cell_plan, extent_of
from app.queries.scope import Action, can
from app.services.patrols.wish import MOST_MINUTES, MOST_VOLUNTEERS
from app.web.api.caching import checked_each_time
from app.web.asking import Asked, asked_about
from app.web.i18n import translate
from app.web.maps import community_map, layer_url, tiles_url
from app.web.patrols.blueprint import patrols
from app.web.patrols.need import need_of
from app.web.patrols.starts import start_asked, starts_of
from app.web.patrols.words import MODES, PLAN_TEXTS
from mapping.folium_map import ComposedMap, compose_map
from mapping.plan_layers import plan_layers

PLAN_MODULE = "vendor/wangge-patrol.js"
"""The modules of ``js/patrol``, bundled by ``scripts/frontend.py``."""


@patrols.get("/cells/<int:cell_id>")
def show_cell(code: str, cell_id: int) -> ResponseReturnValue:
    """Show the plan of a cell on the map."""
    with asked_about(code) as asked:
        plan = cell_plan(asked.session, asked.viewer, asked.community, cell_id)
        may_plan = can(asked.viewer, Action.PLAN)
        need = need_of(asked, cell_id)
        composed = _composed(asked, plan)
    return render_template(
        "patrols/cell.html",
        community=asked.community,
        plan=plan,
        modes=MODES,
        composed=composed,
        most={"volunteers": MOST_VOLUNTEERS, "minutes": MOST_MINUTES},
        starts=starts_of(asked.community, on_map=True),
        may_plan=may_plan,
        need=need,
        wished=_wished(plan, asked.community),
        map_script=url_for("patrols.show_script", code=code, cell_id=cell_id),
        page_settings=_page_settings(code, cell_id, may_plan=may_plan),
    )


@patrols.get("/cells/<int:cell_id>/map.js")
def show_script(code: str, cell_id: int) -> Response:
    """Give the script that starts the map of a plan."""
    with asked_about(code) as asked:
        plan = cell_plan(asked.session, asked.viewer, asked.community, cell_id)
        composed = _composed(asked, plan)
    script = composed.module_script(url_for("static", filename=""))
    return checked_each_time(script.encode(), "text/javascript; charset=utf-8")


def _wished(plan: CellPlan, community: Community) -> dict[str, str]:
    """Give what the form says at first: the wish by which the plan was made."""
    if plan.plan is None:
        return {}
    return {
        "mode": plan.plan.mode.value,
        "volunteers": str(plan.plan.volunteers),
        "max_minutes": str(plan.plan.max_minutes or ""),
        "closed": "yes" if plan.routes[0].closed else "no",
        "set_out": plan.plan.settings.get("set_out") or "",
        "pace": "slow" if plan.plan.settings.get("pace_m_s") else "",
        "random": "on" if plan.plan.settings.get("random_share") else "",
        "both_sides": "on" if plan.plan.settings.get("sides") == 2 else "",
        **start_asked(plan.plan, community),
    }


def _composed(asked: Asked, plan: CellPlan) -> ComposedMap:
    """Compose the map of a plan."""
    code = asked.community.code
    spec = replace(
        community_map(asked),
        key=f"{code}.plan.{plan.cell.id}",
        layers=plan_layers(lambda file: layer_url(code, file), tiles_url(code)),
        bounds=extent_of([plan.cell.shape, *(route.line for route in plan.routes)]),
        panel_url="",
        search_url="",
        page_url=url_for("patrols.show_cell", code=code, cell_id=plan.cell.id),
    )
    return replace(compose_map(spec, translate=translate), module=PLAN_MODULE)


def _page_settings(code: str, cell_id: int, *, may_plan: bool) -> dict[str, Any]:
    """Give what the page's JavaScript needs to know."""
    here: dict[str, Any] = {"code": code, "cell_id": cell_id}
    route = url_for("patrols.show_walk", code=code, route_id=0)
    return {
        "editable": may_plan,
        "cell": cell_id,
        "urls": {
            "state": url_for("patrols.give_state", **here),
            "steps": url_for("patrols.post_step", **here),
            "lanes": url_for("patrols.give_lanes", **here),
            "route": route.removesuffix("0") + "{id}",
        },
        "words": {key: translate(text) for key, text in PLAN_TEXTS.items()},
    }
