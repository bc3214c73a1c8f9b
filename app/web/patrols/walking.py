"""The page of whoever walks a route: one stop at a time, and it works without signal."""

from __future__ import annotations

from typing import Any

from flask import Response, current_app, render_template, url_for
from flask.typing import ResponseReturnValue

from app.models import Route, Stop
from app.queries.plans import find_route, minutes_of
from app.queries.scope import Action, can
from app.web.asking import Asked, asked_about
from app.web.i18n import translate
from app.web.patrols.blueprint import patrols
from app.web.patrols.links import app_links
from app.web.patrols.sheet import draw_route
from app.web.patrols.show import show_route
from geodata.errors import N_

WALK_TEXTS = {
    "all_done": N_("All stops visited. Thank you!"),
    "away": N_("{metres} m as the crow flies"),
    "back_home": N_("Now back to where you began."),
    "kept": N_("Kept on this phone: works without signal."),
    "not_kept": N_("Not kept on this phone: you need signal to open it again."),
    "no_place": N_("Your place could not be found. Allow location, or try outdoors."),
    "of": N_("Stop {number} of {count}"),
    "sent": N_("All ticks are sent."),
    "sign_in": N_("{count} ticks wait on this phone: log in again to send them."),
    "waiting": N_("{count} ticks wait on this phone and go out as soon as there is signal."),
    "unasked": N_("{count} ticks stay on this phone: nobody has this route at that time."),
    "visited": N_("visited"),
    "offline": N_("No signal. You see what was kept on this phone."),
}


@patrols.get("/routes/<int:route_id>")
def show_walk(code: str, route_id: int) -> ResponseReturnValue:
    """Show a route to whoever walks it."""
    with asked_about(code) as asked:
        route = find_route(asked.session, asked.viewer, asked.community, route_id)
        return render_template(
            "patrols/walk.html",
            community=asked.community,
            route=route,
            minutes=minutes_of(route),
            picture=draw_route(asked, route, width=500, height=500),
            page_settings=_page_settings(asked, route),
        )


@patrols.get("/worker.js")
def show_worker(code: str) -> Response:
    """Give the service worker; its address is what limits it to the pages of patrols."""
    del code
    response = current_app.send_static_file("js/patrol/worker.js")
    response.headers["Cache-Control"] = "no-cache"
    return response


def _page_settings(asked: Asked, route: Route) -> dict[str, Any]:
    """Give what the page's JavaScript needs to know."""
    code, srid = asked.community.code, asked.community.metric_srid
    ticks = url_for("patrols.post_ticks", code=code, route_id=route.id)
    return {
        **show_route(route),
        "ticks": ticks if can(asked.viewer, Action.WALK) else None,
        "token": url_for("api.get_token"),
        "links": [_links(stop, srid) for stop in route.stops],
        "worker": url_for("patrols.show_worker", code=code),
        "words": {key: translate(text) for key, text in WALK_TEXTS.items()},
    }


def _links(stop: Stop, srid: int | None) -> list[dict[str, str]]:
    place = stop.point.centroid
    return [
        {"app": translate(link.app), "url": link.url}
        for link in app_links(place.x, place.y, stop.name, srid)
    ]
