"""Layers and tiles of the map."""

from __future__ import annotations

from flask import Response

from app.queries.bounds import Bbox
from app.queries.layers import GROUND, Ask, read_layer
from app.queries.tiles import Tile, building_tile
from app.web.api.blueprint import api
from app.web.api.caching import checked_each_time
from app.web.api.schema import LayerQuery
from app.web.asking import asked_about

GEOJSON_TYPE = "application/geo+json"
MVT_TYPE = "application/vnd.mapbox-vector-tile"


@api.get(
    "/communities/<code>/layers/<name>.geojson",
    tag="Map",
    query=LayerQuery,
    media_type=GEOJSON_TYPE,
)
def show_layer(code: str, name: str, query: LayerQuery) -> Response:
    """Give the features of a layer.

    Layers: boundary, paths, estates, areas, cells, buildings, entrances, overloads, issues,
    routes, stops, unreachable, walked_lanes, visited_buildings, findings. `truncated` tells that
    there are more than 5,000: ask for a smaller window.
    """
    bbox = Bbox.parse(query.bbox) if query.bbox is not None else None
    with asked_about(code) as asked:
        ask = Ask(asked.viewer, asked.community, asked.at, bbox)
        body = read_layer(asked.session, name, ask)
    if name in GROUND:
        return checked_each_time(body, GEOJSON_TYPE)
    return Response(body, content_type=GEOJSON_TYPE)


@api.get(
    "/communities/<code>/tiles/buildings/<int:z>/<int:x>/<int:y>.mvt",
    tag="Map",
    media_type=MVT_TYPE,
)
def show_building_tile(code: str, z: int, x: int, y: int) -> Response:
    """Give the buildings of a tile, zoom 14 to 22.

    Layer `buildings` with id, number, name, kind, levels, households, cell_id, vacant and
    open_issues; buildings out of your scope have their kind only.
    """
    tile = Tile(z, x, y)
    with asked_about(code) as asked:
        body = building_tile(asked.session, asked.viewer, asked.community, tile)
    return checked_each_time(body, MVT_TYPE)
