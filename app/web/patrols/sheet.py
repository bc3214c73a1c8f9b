"""Route sheets for paper: A4, with map, stops, and a code that opens the route on a phone."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

import segno
from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from app.models import Route, Stop, UnreachableStop
from app.queries.bounds import Bbox
from app.queries.plans import cell_plan, extent_of, find_route, minutes_of
from app.queries.route_ground import route_ground
from app.web.asking import Asked, asked_about
from app.web.patrols.blueprint import patrols
from app.web.patrols.words import say_turn
from mapping.route_map import DrawnRoute, Ground, render_route_map

_MARGIN = 0.05
_LEAST_DEGREES = 0.0008


@dataclass(frozen=True)
class Sheet:
    """One sheet.

    Attributes
    ----------
    route : Route
    minutes : int
    picture, code : str
        SVG of the map, and of the code that opens the route.
    address : str
        What the code says.
    """

    route: Route
    minutes: int
    picture: str
    code: str
    address: str


@patrols.get("/cells/<int:cell_id>/print")
def print_plan(code: str, cell_id: int) -> ResponseReturnValue:
    """Show the sheets of all volunteers of a cell."""
    with asked_about(code) as asked:
        plan = cell_plan(asked.session, asked.viewer, asked.community, cell_id)
        back = url_for("patrols.show_cell", code=code, cell_id=cell_id)
        return _sheets(asked, plan.routes, back)


@patrols.get("/routes/<int:route_id>/print")
def print_route(code: str, route_id: int) -> ResponseReturnValue:
    """Show the sheet of one volunteer."""
    with asked_about(code) as asked:
        route = find_route(asked.session, asked.viewer, asked.community, route_id)
        back = url_for("patrols.show_walk", code=code, route_id=route_id)
        return _sheets(asked, [route], back)


def _sheets(asked: Asked, routes: Sequence[Route], back: str) -> str:
    """Render a page with a sheet for each route."""
    return render_template(
        "patrols/sheet.html",
        community=asked.community,
        sheets=[_sheet(asked, route) for route in routes],
        printed_at=asked.at,
        say_turn=say_turn,
        back=back,
    )


def _sheet(asked: Asked, route: Route) -> Sheet:
    address = url_for(
        "patrols.show_walk", code=asked.community.code, route_id=route.id, _external=True
    )
    return Sheet(
        route=route,
        minutes=minutes_of(route),
        picture=draw_route(asked, route, width=640, height=430),
        code=draw_code(address),
        address=address,
    )


def draw_code(address: str) -> str:
    """Draw a code that a phone's camera reads.

    Parameters
    ----------
    address : str

    Returns
    -------
    str
        SVG without size, style or script.
    """
    out = io.BytesIO()
    segno.make(address, error="m").save(
        out, kind="svg", xmldecl=False, svgns=True, omitsize=True, svgclass="route-code",
        lineclass=None, border=2,
    )  # fmt: skip
    return out.getvalue().decode()


def draw_route(asked: Asked, route: Route, *, width: int, height: int) -> str:
    """Draw a route on its ground.

    Parameters
    ----------
    asked : Asked
    route : Route
        From the viewer's scope.
    width, height : int
        Units of the picture.
    """
    window = _window(route)
    ground = route_ground(asked.session, asked.viewer, asked.community, window)
    return render_route_map(
        Ground(ground.paths, ground.buildings, ground.areas, route.cell.shape),
        [DrawnRoute(route.line, [_at(stop) for stop in route.stops], route.walker)],
        [_at(stop) for stop in route.unreachable],
        bounds=(window.west, window.south, window.east, window.north),
        width=width,
        height=height,
        title=route.name,
    )


def _window(route: Route) -> Bbox:
    """Give the window of a route with room around it."""
    points = [stop.point for stop in route.stops] + [stop.point for stop in route.unreachable]
    west, south, east, north = extent_of([route.line, *points]) or route.cell.shape.bounds
    dx = max((east - west) * _MARGIN, (_LEAST_DEGREES - (east - west)) / 2)
    dy = max((north - south) * _MARGIN, (_LEAST_DEGREES - (north - south)) / 2)
    return Bbox(west - dx, south - dy, east + dx, north + dy)


def _at(stop: Stop | UnreachableStop) -> tuple[float, float]:
    place = stop.point.centroid
    return place.x, place.y
