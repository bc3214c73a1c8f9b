"""GPX for hand-held receivers and walking apps: routes as tracks, stops and issues as points."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import geopandas as gpd
import gpxpy.gpx as gpx
import pandas as pd


def write_gpx(frame: gpd.GeoDataFrame, stops: pd.DataFrame | None, path: Path) -> None:
    """Write lines as tracks and points as waypoints.

    Parameters
    ----------
    frame : GeoDataFrame
        Routes or issues, in EPSG:4326; rows without a place are left out.
    stops : GeoDataFrame, optional
        Stops of the routes.
    path : Path
    """
    document = gpx.GPX()
    for row in frame.itertuples():
        if row.geometry is None or row.geometry.is_empty:
            continue
        if row.geometry.geom_type == "Point":
            document.waypoints.append(_waypoint(row.geometry, row.title, row.category))
        else:
            document.tracks.append(_track(row))
    for stop in stops.itertuples() if stops is not None else ():
        label = f"{stop.sequence} {stop.name}"
        document.waypoints.append(_waypoint(stop.geometry, label, stop.route))
    path.write_text(document.to_xml(), encoding="utf-8")


def _waypoint(point: Any, name: str, description: str) -> gpx.GPXWaypoint:
    """Make a waypoint."""
    return gpx.GPXWaypoint(point.y, point.x, name=name, description=description)


def _track(row: Any) -> gpx.GPXTrack:
    """Make a track of a route."""
    track = gpx.GPXTrack(name=row.name, description=f"{row.cell_name}, {row.length_m:.0f} m")
    points = [gpx.GPXTrackPoint(lat, lon) for lon, lat in row.geometry.coords]
    track.segments.append(gpx.GPXTrackSegment(points))
    return track
