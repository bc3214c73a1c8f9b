"""Coverage cell by cell, in which each lane counts for the one cell that has to walk it."""

from __future__ import annotations

import threading
from collections import OrderedDict

import numpy as np
import pandas as pd
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Community, Division, Path
from app.queries.coverage import CellCoverage, Period, cell_coverage
from app.queries.patrol_problem import division_cells, ground_stamp
from app.queries.scope import Viewer, published_division
from app.services.patrols.ground import PatrolGround, patrol_ground
from app.services.patrols.lanes import own_lanes
from geodata.errors import InputRefused
from patrol.track import lane_parts, stretches_of

MOST_KEPT = 4
"""Communities whose shares stay in memory."""

_COLUMNS = ["key", "cell_id", "from_m", "to_m"]
_kept: OrderedDict[tuple[int, int, str], pd.DataFrame] = OrderedDict()
_lock = threading.Lock()


def covered_cells(
    session: Session, viewer: Viewer, community: Community, period: Period
) -> list[CellCoverage]:
    """Say what was covered of each cell in a period.

    Parameters
    ----------
    session : Session
    viewer : Viewer
        Sees its own cells.
    community : Community
        In the viewer's scope.
    period : Period

    Returns
    -------
    list of CellCoverage
        By code; the metres of all cells add up to those of the lanes.
    """
    return cell_coverage(session, viewer, community, period, lane_shares(session, community))


def lane_shares(session: Session, community: Community) -> pd.DataFrame:
    """Say which parts of which paths each cell has to walk, by the rule of planning.

    Parameters
    ----------
    session : Session
    community : Community

    Returns
    -------
    DataFrame
        ``path_id, cell_id, from_m, to_m``, metres along the path; parts do not overlap.
    """
    division = published_division(session, community)
    if division is None:
        return _shares_with_ids(session, community, pd.DataFrame(columns=_COLUMNS))
    key = (community.id, division.id, ground_stamp(session, community))
    with _lock:
        found = _kept.get(key)
    if found is None:
        found = _share(session, community, division)
        with _lock:
            for old in [known for known in _kept if known[0] == community.id]:
                del _kept[old]
            _kept[key] = found
            while len(_kept) > MOST_KEPT:
                _kept.popitem(last=False)
    return _shares_with_ids(session, community, found)


def _share(session: Session, community: Community, division: Division) -> pd.DataFrame:
    """Deal the lanes out; a community without paths has none."""
    try:
        ground = patrol_ground(session, community)
    except InputRefused:
        return pd.DataFrame(columns=_COLUMNS)
    owned = own_lanes(ground.network, division_cells(session, division))
    parts = [
        _parts(ground, np.flatnonzero(own)).assign(cell_id=cell_id)
        for cell_id, own in owned.items()
        if own.any()
    ]
    return pd.concat(parts)[_COLUMNS] if parts else pd.DataFrame(columns=_COLUMNS)


def _parts(ground: PatrolGround, edges: np.ndarray) -> pd.DataFrame:
    """Turn edges into parts of the paths that were surveyed."""
    whole = stretches_of(edges, np.zeros(len(edges)), ground.network.edge_length_m[edges])
    parts = lane_parts(ground.network, ground.paths, whole)
    return parts.assign(key=ground.paths["key"].to_numpy()[parts["row"]])


def _shares_with_ids(session: Session, community: Community, shares: pd.DataFrame) -> pd.DataFrame:
    """Put the keys of the store in place of those of the survey."""
    rows = session.execute(select(Path.key, Path.id).where(Path.community_id == community.id))
    ids = pd.Series({row.key: row.id for row in rows}, dtype="int64")
    placed = shares.assign(path_id=shares["key"].map(ids))
    kept = placed[placed["path_id"].notna()].drop(columns="key")
    return kept.astype({"path_id": "int64", "cell_id": "int64", "from_m": float, "to_m": float})
