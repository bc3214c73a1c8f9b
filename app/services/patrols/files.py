"""Routes as files that other programs open: GPX 1.1 and GeoJSON, both on WGS 84."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import gpxpy.gpx as gpx
import shapely

from app.models import Route, Stop

CREATOR = "Wangge"


def render_gpx(routes: Sequence[Route]) -> bytes:
    """Write routes as GPX 1.1: waypoints for the stops, a route through them, the whole track.

    Apps that guide follow the route (``rte``), receivers show the track (``trk``).

    Parameters
    ----------
    routes : sequence of Route
        With their stops.

    Returns
    -------
    bytes
        UTF-8.
    """
    document = gpx.GPX()
    document.creator = CREATOR
    for route in routes:
        document.waypoints += [_waypoint(stop, route) for stop in route.stops]
        document.routes.append(_route(route))
        if not route.line.is_empty:
            document.tracks.append(_track(route))
    return str(document.to_xml("1.1")).encode()


def _waypoint(stop: Stop, route: Route) -> gpx.GPXWaypoint:
    place = stop.point.centroid
    return gpx.GPXWaypoint(
        place.y, place.x, name=f"{stop.sequence} {stop.name}", description=route.name
    )


def _route(route: Route) -> gpx.GPXRoute:
    """Write the stops as the points of a route; the walk home ends it."""
    made = gpx.GPXRoute(name=route.name, description=f"{route.length_m:.0f} m")
    places = [(stop.point.centroid, f"{stop.sequence} {stop.name}") for stop in route.stops]
    made.points = [gpx.GPXRoutePoint(place.y, place.x, name=name) for place, name in places]
    if route.closed and not route.line.is_empty:
        lon, lat = route.line.coords[-1][:2]
        made.points.append(gpx.GPXRoutePoint(lat, lon))
    return made


def _track(route: Route) -> gpx.GPXTrack:
    made = gpx.GPXTrack(name=route.name, description=f"{route.length_m:.0f} m")
    points = [gpx.GPXTrackPoint(lat, lon) for lon, lat in route.line.coords]
    made.segments.append(gpx.GPXTrackSegment(points))
    return made


def render_geojson(routes: Sequence[Route]) -> bytes:
    """Write routes as GeoJSON (RFC 7946): a line for each route, points for its stops.

    Parameters
    ----------
    routes : sequence of Route
        With their stops and what is not visited.

    Returns
    -------
    bytes
        UTF-8.
    """
    features = [feature for route in routes for feature in _features(route)]
    collection = {"type": "FeatureCollection", "features": features}
    return json.dumps(collection, ensure_ascii=False).encode()


def _features(route: Route) -> list[dict[str, Any]]:
    facts = {
        "kind": "route",
        "name": route.name,
        "walker": route.walker,
        "length_m": round(route.length_m, 1),
        "duration_s": round(route.duration_s or route.walk_s),
        "closed": route.closed,
    }
    stops = [
        _feature(
            stop.point,
            kind="stop",
            route=route.name,
            walker=route.walker,
            sequence=stop.sequence,
            name=stop.name,
            leg_m=round(stop.leg_m, 1),
            arrival_s=round(stop.arrival_s),
        )
        for stop in route.stops
    ]
    left = [
        _feature(stop.point, kind="unreachable", name=stop.name, reason=stop.reason)
        for stop in route.unreachable
    ]
    line = [] if route.line.is_empty else [_feature(route.line, **facts)]
    return [*line, *stops, *left]


def _feature(shape: Any, **facts: Any) -> dict[str, Any]:
    geometry = json.loads(shapely.to_geojson(shapely.set_precision(shape, 1e-7)))
    return {"type": "Feature", "properties": facts, "geometry": geometry}
