"""The lanes of a cell as its page shows them: walked, left out, or taken over from a neighbour."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from flask import Response, jsonify
from shapely.geometry.base import BaseGeometry

from app.models import PatrolMode
from app.queries.patrol_problem import division_cells
from app.queries.plans import cell_plan
from app.services.patrols.ground import PatrolGround, patrol_ground
from app.services.patrols.lanes import CellLanes, choices_of, lanes_of_cell
from app.services.patrols.plan import holding_division
from app.web.asking import asked_about
from app.web.i18n import translate
from app.web.patrols.blueprint import patrols
from app.web.patrols.words import LANES, NAMELESS
from geodata.crs import STORAGE_SRID

MOST_LANES = 3_000


@patrols.get("/cells/<int:cell_id>/lanes")
def give_lanes(code: str, cell_id: int) -> Response:
    """Give the lanes in and around a cell; none where its plan goes past stops."""
    with asked_about(code) as asked:
        plan = cell_plan(asked.session, asked.viewer, asked.community, cell_id)
        if plan.plan is None or plan.plan.mode is not PatrolMode.STREETS:
            return jsonify({"lanes": []})
        ground = patrol_ground(asked.session, asked.community)
        every = division_cells(asked.session, holding_division(asked.session, asked.community))
        choices = choices_of(plan.plan, cell_id)
        found = lanes_of_cell(ground.network, every, plan.cell, choices)
    return jsonify({"lanes": show_lanes(ground, found)})


def show_lanes(ground: PatrolGround, found: CellLanes) -> list[dict[str, Any]]:
    """Show lanes with their lines in degrees, and the middles by which they are chosen.

    Parameters
    ----------
    ground : PatrolGround
    found : CellLanes
    """
    edges = found.edges[:MOST_LANES]
    lines = ground.network.lines[edges]
    middles = shapely.line_interpolate_point(lines, 0.5, normalized=True)
    shapes = gpd.GeoSeries(np.concatenate([lines, middles]), crs=ground.network.srid)
    degrees = shapes.to_crs(STORAGE_SRID).to_numpy()
    return [
        {
            "name": _name(ground, int(edge)),
            "length_m": round(float(ground.network.edge_length_m[edge])),
            "line": _lon_lats(degrees[row]),
            "middle": _lon_lats(degrees[len(edges) + row])[0],
            "own": bool(found.own[row]),
            "walked": bool(found.walked[row]),
        }
        for row, edge in enumerate(edges)
    ]


def _lon_lats(shape: BaseGeometry) -> list[list[float]]:
    """Give the vertices of a shape to about a centimetre."""
    return [[round(lon, 7), round(lat, 7)] for lon, lat in shapely.get_coordinates(shape)]


def _name(ground: PatrolGround, edge: int) -> str:
    """Call a lane by its name, else by what it is."""
    row = int(ground.network.edge_path[edge])
    if row < 0:
        return translate(NAMELESS)
    path = ground.paths.iloc[row]
    return path["name"] or translate(LANES.get(path["kind"], NAMELESS))
