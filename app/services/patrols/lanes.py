"""Which lanes a plan walks in a cell: its own, but for what somebody chose by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Cell, PatrolPlan, Route
from geodata.crs import STORAGE_SRID
from patrol.lanes.cells import share_lanes
from patrol.lanes.routes import left_out_lanes
from patrol.network import WalkingNetwork
from patrol.noding import Bools, Ints

_SAME_M = 3.0
"""A choice means the lane that runs so near to its place; elsewhere the paths have changed."""

_NEAR_M = 60.0
"""How far around a cell lanes of its neighbours are offered."""

_SHORT_M = 10.0
"""A neighbour's lane below this is the tip of a crossing, which nobody wants to take over."""

LonLat = tuple[float, float]


@dataclass(frozen=True)
class LaneChoices:
    """What somebody chose by hand for the lanes of a cell.

    Each lane is named by its middle, in degrees: that outlives a correction of the paths.

    Attributes
    ----------
    out : tuple of (lon, lat)
        Lanes of the cell that no walk has to pass.
    added : tuple of (lon, lat)
        Lanes of a neighbour that are walked from here, too.
    """

    out: tuple[LonLat, ...] = ()
    added: tuple[LonLat, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.out or self.added)

    def as_stored(self) -> dict[str, Any]:
        """Give what a plan keeps."""
        return {"out": [list(one) for one in self.out], "added": [list(one) for one in self.added]}


@dataclass(frozen=True, eq=False)
class CellLanes:
    """The lanes in and around a cell, with what holds for them.

    Attributes
    ----------
    edges : (n,) int array
        Of the network: the cell's own, those added, and those of its neighbours close by.
    own, out, added : (n,) bool arrays
        Which belong to the cell, which of these are left out, and which came from elsewhere.
    """

    edges: Ints
    own: Bools
    out: Bools
    added: Bools

    @property
    def walked(self) -> Bools:
        """Which of them a walk has to pass, shape (n,)."""
        return (self.own & ~self.out) | self.added


def own_lanes(network: WalkingNetwork, every: Sequence[Cell]) -> dict[int, Bools]:
    """Deal the lanes out: each belongs to exactly one cell, on whose border or ground it lies.

    Parameters
    ----------
    network : WalkingNetwork
    every : sequence of Cell
        All cells of the division, whichever are planned.

    Returns
    -------
    dict of int to (e,) bool array
        By key of the cell, its edges.
    """
    shapes = gpd.GeoSeries([cell.shape for cell in every], crs=STORAGE_SRID)
    owner = share_lanes(network, list(shapes.to_crs(network.srid)))
    return {cell.id: owner == number for number, cell in enumerate(every)}


@dataclass(frozen=True, eq=False)
class LaneTask:
    """What is to be walked of a cell lane by lane.

    Attributes
    ----------
    required : (e,) bool array
        Edges of the network that have to be walked.
    left : DataFrame
        What somebody left out by hand, as a planner lists what it leaves out.
    """

    required: Bools
    left: pd.DataFrame


def lane_task(network: WalkingNetwork, own: Bools, choices: LaneChoices) -> LaneTask:
    """Say what is to be walked of a cell: its own lanes, but for what somebody chose by hand.

    Parameters
    ----------
    network : WalkingNetwork
    own : (e,) bool array
        Edges that belong to the cell.
    choices : LaneChoices

    Returns
    -------
    LaneTask
    """
    out = edges_at(network, choices.out)
    required = own.copy()
    required[edges_at(network, choices.added)] = True
    required[out] = False
    return LaneTask(required, left_out_lanes(network, out[own[out]], "by_hand"))


def edges_at(network: WalkingNetwork, places: Sequence[LonLat]) -> Ints:
    """Find the edges that choices mean; places from which the path has gone mean none.

    Parameters
    ----------
    network : WalkingNetwork
    places : sequence of (lon, lat)
        Degrees.

    Returns
    -------
    int array
        Sorted, each once.
    """
    if not places:
        return np.empty(0, dtype=np.int64)
    points = gpd.GeoSeries.from_xy(*zip(*places, strict=True), crs=STORAGE_SRID)
    here = points.to_crs(network.srid).to_numpy()
    tree = network.segment_tree
    _, found = tree.query_nearest(here, max_distance=_SAME_M, all_matches=False)
    return np.unique(network.segment_edge[found])


def lanes_of_cell(
    network: WalkingNetwork, every: Sequence[Cell], cell: Cell, choices: LaneChoices
) -> CellLanes:
    """Gather the lanes in and around a cell.

    Parameters
    ----------
    network : WalkingNetwork
    every : sequence of Cell
        All cells of the division.
    cell : Cell
        One of them.
    choices : LaneChoices

    Returns
    -------
    CellLanes
    """
    own = own_lanes(network, every)[cell.id]
    ground = gpd.GeoSeries([cell.shape], crs=STORAGE_SRID).to_crs(network.srid).iloc[0]
    near = shapely.dwithin(network.lines, ground, _NEAR_M) & (network.edge_length_m > _SHORT_M)
    out, added = np.zeros_like(own), np.zeros_like(own)
    out[edges_at(network, choices.out)] = True
    added[edges_at(network, choices.added)] = True
    added &= ~own
    edges = np.flatnonzero(own | near | added)
    return CellLanes(edges, own[edges], (out & own)[edges], added[edges])


def choices_of(plan: PatrolPlan | None, cell_id: int) -> LaneChoices:
    """Read what was chosen for a cell in a plan.

    Parameters
    ----------
    plan : PatrolPlan or None
    cell_id : int
    """
    kept = ((plan.settings if plan else {}).get("lanes") or {}).get(str(cell_id), {})
    out, added = (
        tuple((float(lon), float(lat)) for lon, lat in kept.get(name, ()))
        for name in ("out", "added")
    )
    return LaneChoices(out, added)


def current_choices(session: Session, cells: Sequence[Cell]) -> dict[int, LaneChoices]:
    """Read what is chosen by hand for cells now: it stays from plan to plan.

    Parameters
    ----------
    session : Session
    cells : sequence of Cell

    Returns
    -------
    dict
        By key of the cell; only cells for which something is chosen.
    """
    rows = session.execute(
        select(Route.cell_id, PatrolPlan)
        .join(PatrolPlan, PatrolPlan.id == Route.plan_id)
        .where(Route.is_current, Route.cell_id.in_([cell.id for cell in cells]))
    )
    found = {cell_id: choices_of(plan, cell_id) for cell_id, plan in rows}
    return {cell_id: choices for cell_id, choices in found.items() if choices}


def stored_choices(choices: dict[int, LaneChoices]) -> dict[str, Any]:
    """Give what a plan keeps of choices, as a setting of its own; nothing where there are none.

    Parameters
    ----------
    choices : dict
        By key of the cell.
    """
    kept = {str(cell_id): one.as_stored() for cell_id, one in choices.items() if one}
    return {"lanes": kept} if kept else {}
