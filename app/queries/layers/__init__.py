"""Layers of the map, each a selection of features; read with :func:`read_layer`."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy.orm import Session

from app.queries.coverage import layers as coverage
from app.queries.features import FEATURE_LIMIT, feature_collection
from app.queries.issues import MOST_DRAWN
from app.queries.layers import findings, grid, ground, work
from app.queries.layers.ask import Ask
from app.queries.scope import NotFound
from app.queries.types import Rows
from geodata.errors import N_

LAYERS: dict[str, Callable[[Ask], Rows]] = {
    "boundary": ground.boundary,
    "paths": ground.paths,
    "estates": ground.estates,
    "areas": ground.areas,
    "cells": grid.cells,
    "buildings": grid.buildings,
    "entrances": grid.entrances,
    "overloads": grid.overloads,
    "issues": work.issues,
    "routes": work.routes,
    "stops": work.stops,
    "unreachable": work.unreachable,
    "walked_lanes": coverage.walked_lanes,
    "visited_buildings": coverage.visited_buildings,
    "findings": findings.findings,
}
"""Name in the address to the selection behind it."""

GROUND = frozenset({"boundary", "paths", "estates", "areas"})
"""Layers that are the same for everybody of a community and name nobody."""


def read_layer(session: Session, name: str, ask: Ask) -> bytes:
    """Give a layer as GeoJSON.

    Parameters
    ----------
    session : Session
    name : str
        One of :data:`LAYERS`.
    ask : Ask

    Returns
    -------
    bytes
        See :func:`app.queries.features.feature_collection`.

    Raises
    ------
    NotFound
        If there is no such layer.
    NotAllowed
        If the layer is for others.
    """
    if name not in LAYERS:
        raise NotFound(N_("There is no layer %(name)s."), name=name[:40])
    limit = MOST_DRAWN if name == "issues" else FEATURE_LIMIT
    return feature_collection(session, LAYERS[name](ask), limit=limit)


__all__ = ["GROUND", "LAYERS", "Ask", "read_layer"]
