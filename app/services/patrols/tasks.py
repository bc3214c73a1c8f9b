"""What is to be planned in each cell, as the pure planners take it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import geopandas as gpd
import pandas as pd

from app.models import Cell, Community
from app.services.patrols.wish import PlanWish
from app.settings import Settings
from patrol.crew import CellTask
from patrol.noding import Bools, Floats
from patrol.plan import DWELL_S, plan_patrols


def stops_task(
    cell: Cell,
    stops: gpd.GeoDataFrame,
    community: Community,
    settings: Settings,
    wish: PlanWish,
    *,
    locked: Sequence[tuple[str, str]] = (),
) -> CellTask | None:
    """Say what is to be visited in one cell.

    Parameters
    ----------
    cell : Cell
    stops : GeoDataFrame
        Of this cell and perhaps of others.
    community : Community
        Walks begin at its meeting point where that lies in the cell.
    settings : Settings
        Pace and reach.
    wish : PlanWish
    locked : sequence of (str, str)
        Keys of neighbours whose leg stays.

    Returns
    -------
    CellTask or None
        None where there is nothing to visit.
    """
    own = stops[stops["cell_id"] == cell.id].reset_index(drop=True)
    if own.empty:
        return None
    options = {
        **_common(cell, community, settings, wish),
        "stops": with_dwell(own),
        "closed": wish.closed,
        "reach_m": settings.wangge_reach_m,
        "random_share": wish.random_share,
        "locked": tuple(locked),
    }
    return CellTask(cell.id, cell.name, plan_patrols, options)


def street_tasks(
    required: Sequence[tuple[Cell, Bools]],
    community: Community,
    settings: Settings,
    wish: PlanWish,
    *,
    need: Floats | None = None,
) -> list[CellTask]:
    """Say which lanes are to be walked in each cell.

    Parameters
    ----------
    required : sequence of (Cell, (e,) bool array)
        What is to be planned, with the edges of the network that have to be walked there.
    community, settings, wish
        As for :func:`stops_task`.
    need : ndarray of float, shape (e,), optional
        How much each edge of the network needs it, where not all fit; by default its length.

    Returns
    -------
    list of CellTask
        One for each cell; one without lanes is refused by the planner, with the reason.
    """
    from patrol.lanes.plan import plan_lanes  # Late: its solvers take seconds to load.

    return [
        CellTask(
            cell.id,
            cell.name,
            plan_lanes,
            {
                **_common(cell, community, settings, wish),
                "required": edges,
                "sides": wish.sides,
                "need": need,
            },
        )
        for cell, edges in required
    ]


def start_of(wish: PlanWish, community: Community, cell: Cell) -> tuple[float, float] | None:
    """Give where walks begin: as wished, else at the meeting point where it lies in the cell.

    Parameters
    ----------
    wish : PlanWish
    community : Community
    cell : Cell

    Returns
    -------
    (lon, lat) or None
        None lets the planner choose.
    """
    place = community.meeting_point
    if wish.start is not None or place is None or not cell.shape.intersects(place):
        return wish.start
    return place.centroid.x, place.centroid.y


def with_dwell(stops: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Fill in how long one stays where nobody said it, seconds.

    Parameters
    ----------
    stops : GeoDataFrame
        With ``dwell_s``, NaN where the plan decides.
    """
    return stops.assign(dwell_s=pd.to_numeric(stops["dwell_s"]).fillna(DWELL_S))


def _common(cell: Cell, community: Community, settings: Settings, wish: PlanWish) -> dict[str, Any]:
    """Give the arguments that all planners take."""
    options: dict[str, Any] = {
        "start": start_of(wish, community, cell),
        "volunteers": wish.volunteers,
        "max_s": wish.max_s,
        "pace_m_s": wish.pace_m_s or settings.wangge_pace_m_s,
        "seed": wish.seed,
    }
    if wish.time_limit_s is not None:
        options["time_limit_s"] = wish.time_limit_s
    return options
