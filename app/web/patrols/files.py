"""Routes as files for receivers, walking apps and map programs."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from flask import Response, abort

from app.models import Route
from app.queries.plans import cell_plan, find_route
from app.services import audit
from app.services.patrols.files import render_geojson, render_gpx
from app.web.asking import Asked, asked_about
from app.web.patrols.blueprint import patrols

FORMS: dict[str, tuple[Callable[[Sequence[Route]], bytes], str]] = {
    "gpx": (render_gpx, "application/gpx+xml"),
    "geojson": (render_geojson, "application/geo+json"),
}


@patrols.get("/cells/<int:cell_id>/plan.<form>")
def download_plan(code: str, cell_id: int, form: str) -> Response:
    """Send all routes of a cell."""
    with asked_about(code) as asked:
        plan = cell_plan(asked.session, asked.viewer, asked.community, cell_id)
        return _send(asked, plan.routes, form, f"{code}-cell-{plan.cell.code or cell_id}")


@patrols.get("/routes/<int:route_id>/route.<form>")
def download_route(code: str, route_id: int, form: str) -> Response:
    """Send one route: the walker opens it in an app of the phone."""
    with asked_about(code) as asked:
        route = find_route(asked.session, asked.viewer, asked.community, route_id)
        return _send(asked, [route], form, f"{code}-route-{route_id}")


def _send(asked: Asked, routes: Sequence[Route], form: str, name: str) -> Response:
    """Send routes as a file, and note it in the audit log."""
    if form not in FORMS:
        abort(404)
    render, kind = FORMS[form]
    audit.record(
        asked.session,
        at=asked.at,
        by=asked.viewer.user_id,
        action="export",
        thing_kind="route",
        community_id=asked.community.id,
        form=form,
        routes=[route.id for route in routes],
    )
    response = Response(render(routes), content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return response
