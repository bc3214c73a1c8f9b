"""Coverage of cells in a period: lanes, buildings, stops, patrols; planned against walked."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pandas as pd
from sqlalchemy import CTE, Float, Subquery, cast, func, select
from sqlalchemy.orm import Session

from app.models import (
    Building,
    BuildingCell,
    Cell,
    Community,
    LaneVisit,
    Patrol,
    PatrolState,
    Shift,
    Stop,
    Visit,
)
from app.queries.cells import published_cells
from app.queries.coverage.parts import united, unnested
from app.queries.moments import local_date
from app.queries.scope import Viewer, visible_cells

MOST_CELLS = 2_000

WENT = (PatrolState.UNDER_WAY, PatrolState.DONE)

_HOUSES = ("buildings", "visited")
_DUE = ("patrols", "walked", "missed", "stops", "stops_visited")


@dataclass(frozen=True)
class Period:
    """A period: ``since`` and ``until`` are its first and last day; ``at`` carries the zone."""

    since: dt.date
    until: dt.date
    at: dt.datetime


@dataclass(frozen=True)
class CellCoverage:
    """What was covered of a cell in a period.

    Attributes
    ----------
    id, code, name
        Of the cell.
    lanes_m, walked_m : float
        Metres of its lanes, and of these walked at least once; a lane on a border counts in the
        one cell that has to walk it.
    buildings, visited : int
        Its buildings, and those visited.
    patrols, walked, missed : int
        Patrols that were due, that were walked, and to which nobody came.
    stops, stops_visited : int
        Stops of the routes of the patrols that were due, and visits of them.
    """

    id: int
    code: str
    name: str
    lanes_m: float
    walked_m: float
    buildings: int
    visited: int
    patrols: int
    walked: int
    missed: int
    stops: int
    stops_visited: int

    @property
    def lanes_share(self) -> float | None:
        """Walked share of the lanes; None where there are none."""
        return min(1.0, self.walked_m / self.lanes_m) if self.lanes_m else None

    @property
    def buildings_share(self) -> float | None:
        """Visited share of the buildings; None where there are none."""
        return self.visited / self.buildings if self.buildings else None

    @property
    def stops_share(self) -> float | None:
        """Visited share of the stops that were due; None where none were."""
        return min(1.0, self.stops_visited / self.stops) if self.stops else None


def cell_coverage(
    session: Session,
    viewer: Viewer,
    community: Community,
    period: Period,
    shares: pd.DataFrame,
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
    shares : DataFrame
        ``path_id, cell_id, from_m, to_m`` in metres along the path: which part of which lane each
        cell has to walk, without overlap.

    Returns
    -------
    list of CellCoverage
        By code, at most 2,000.
    """
    mine = (
        select(Cell.id, Cell.code, Cell.name)
        .where(Cell.id.in_(published_cells(community)), Cell.id.in_(visible_cells(viewer)))
        .order_by(Cell.code, Cell.id)
        .limit(MOST_CELLS)
        .cte("mine")
    )
    lanes = _measure(shares, _walked_parts(session, community, period)).to_dict("index")
    houses, due = _houses(mine, period), _due(mine, period)
    rows = session.execute(
        select(
            mine.c.id,
            mine.c.code,
            mine.c.name,
            *(
                func.coalesce(counts.c[name], 0).label(name)
                for counts, names in ((houses, _HOUSES), (due, _DUE))
                for name in names
            ),
        )
        .outerjoin(houses, houses.c.cell_id == mine.c.id)
        .outerjoin(due, due.c.cell_id == mine.c.id)
        .order_by(mine.c.code, mine.c.id)
    )
    none = {"lanes_m": 0.0, "walked_m": 0.0}
    return [CellCoverage(**row, **lanes.get(row["id"], none)) for row in rows.mappings()]


def _walked_parts(session: Session, community: Community, period: Period) -> pd.DataFrame:
    """Read what was walked in a period: ``path_id, low_m, high_m``, parts without overlap."""
    parts = (
        select(LaneVisit.path_id, united().label("parts"))
        .where(
            LaneVisit.community_id == community.id,
            LaneVisit.walked_on.between(period.since, period.until),
        )
        .group_by(LaneVisit.path_id)
        .subquery("parts")
    )
    each = select(parts.c.path_id, unnested(parts.c.parts).label("part")).subquery("each")
    ends = (cast(end(each.c.part), Float) for end in (func.lower, func.upper))
    rows = session.execute(select(each.c.path_id, *ends)).all()
    frame = pd.DataFrame(rows, columns=["path_id", "low_m", "high_m"])
    return frame.astype({"path_id": "int64", "low_m": float, "high_m": float})


def _measure(shares: pd.DataFrame, walked: pd.DataFrame) -> pd.DataFrame:
    """Measure the lanes of each cell, and what was walked of them: ``lanes_m, walked_m``."""
    both = shares.merge(walked, on="path_id")
    overlap_m = both[["to_m", "high_m"]].min(axis=1) - both[["from_m", "low_m"]].max(axis=1)
    return pd.DataFrame(
        {
            "lanes_m": (shares["to_m"] - shares["from_m"]).groupby(shares["cell_id"]).sum(),
            "walked_m": overlap_m.clip(lower=0.0).groupby(both["cell_id"]).sum(),
        }
    ).fillna(0.0)


def _houses(mine: CTE, period: Period) -> Subquery:
    """Count the buildings of each cell, and those visited: ``cell_id, buildings, visited``."""
    day = local_date(func.coalesce(Visit.at), period.at)
    seen = select(Visit.building_id).where(day.between(period.since, period.until))
    return (
        select(
            BuildingCell.cell_id,
            func.count().label("buildings"),
            func.count().filter(Building.id.in_(seen)).label("visited"),
        )
        .join(mine, mine.c.id == BuildingCell.cell_id)
        .join(Building, Building.id == BuildingCell.building_id)
        .where(Building.vanished_on.is_(None))
        .group_by(BuildingCell.cell_id)
        .subquery("houses")
    )


def _due(mine: CTE, period: Period) -> Subquery:
    """Count patrols and stops that were due: ``cell_id`` and the columns of `_DUE`.

    A patrol is due once it was walked or missed.
    """
    day = local_date(func.coalesce(Shift.starts_at, Patrol.started_at), period.at)
    planned = select(func.count()).where(Stop.route_id == Patrol.route_id).scalar_subquery()
    made = (
        select(func.count())
        .where(Visit.patrol_id == Patrol.id, Visit.stop_id.is_not(None))
        .scalar_subquery()
    )
    each = (
        select(Patrol.cell_id, Patrol.state, planned.label("stops"), made.label("visits"))
        .join(mine, mine.c.id == Patrol.cell_id)
        .outerjoin(Shift, Shift.id == Patrol.shift_id)
        .where(
            Patrol.state.in_((*WENT, PatrolState.MISSED)),
            day.between(period.since, period.until),
        )
        .subquery("each_patrol")
    )
    return (
        select(
            each.c.cell_id,
            func.count().label("patrols"),
            func.count().filter(each.c.state.in_(WENT)).label("walked"),
            func.count().filter(each.c.state == PatrolState.MISSED).label("missed"),
            func.sum(each.c.stops).label("stops"),
            func.sum(each.c.visits).label("stops_visited"),
        )
        .group_by(each.c.cell_id)
        .subquery("due")
    )
