"""Which lanes were walked on a day: one list a community, in which nobody has a name."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from app.models import Community, LaneVisit, Path
from app.services.patrols.ground import PatrolGround
from patrol.track import Stretches, lane_parts, stretches_of


def note_lanes(
    session: Session,
    community: Community,
    ground: PatrolGround,
    covered: Stretches,
    on: dt.date,
) -> None:
    """Add what was walked to what is known of a day.

    Parameters
    ----------
    session : Session
        Holding the turn of the community (`app.services.areas.turns`).
    community : Community
    ground : PatrolGround
        On which it was walked.
    covered : Stretches
        On its network.
    on : datetime.date
        The day, where the community is.
    """
    parts = lane_parts(ground.network, ground.paths, covered)
    ids = _path_ids(session, community, ground.paths["key"].iloc[parts["row"]].tolist())
    key = ground.paths["key"].iloc[parts["row"]].to_numpy()
    fresh = pd.DataFrame(
        {
            "path_id": [ids.get(name, -1) for name in key],
            "from_m": parts["from_m"].to_numpy(),
            "to_m": parts["to_m"].to_numpy(),
        }
    )
    fresh = fresh[fresh["path_id"] >= 0]
    if fresh.empty:
        return
    known = _taken(session, on, sorted(set(fresh["path_id"].tolist())))
    rows = pd.concat([fresh, known], ignore_index=True)
    one = stretches_of(*(rows[name].to_numpy() for name in ("path_id", "from_m", "to_m")))
    session.execute(insert(LaneVisit), _rows(community, on, one))


def _path_ids(session: Session, community: Community, keys: list[str]) -> dict[str, int]:
    rows = session.execute(
        select(Path.key, Path.id).where(Path.community_id == community.id, Path.key.in_(set(keys)))
    )
    return {row.key: row.id for row in rows}


def _taken(session: Session, on: dt.date, path_ids: list[int]) -> pd.DataFrame:
    """Take out what is known of some paths on a day."""
    rows = session.execute(
        delete(LaneVisit)
        .where(LaneVisit.walked_on == on, LaneVisit.path_id.in_(path_ids))
        .returning(LaneVisit.path_id, LaneVisit.from_m, LaneVisit.to_m)
    )
    return pd.DataFrame(rows.all(), columns=["path_id", "from_m", "to_m"]).astype(
        {"path_id": np.int64, "from_m": float, "to_m": float}
    )


def _rows(community: Community, on: dt.date, parts: Stretches) -> list[dict[str, object]]:
    columns = (parts.edge.tolist(), parts.low_m.tolist(), parts.high_m.tolist())
    return [
        {
            "community_id": community.id,
            "path_id": path_id,
            "walked_on": on,
            "from_m": from_m,
            "to_m": to_m,
        }
        for path_id, from_m, to_m in zip(*columns, strict=True)
    ]
