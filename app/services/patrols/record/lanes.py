"""Which lanes were walked on a day: one list a community, in which nobody has a name."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
from sqlalchemy import ColumnElement, delete, insert, select
from sqlalchemy.orm import Session

from app.models import Community, LaneSource, LaneVisit, Path, Patrol
from app.services.patrols.ground import PatrolGround
from patrol.track import Stretches, lane_parts, stretches_of


def note_lanes(
    session: Session,
    community: Community,
    ground: PatrolGround,
    covered: Stretches,
    on: dt.date,
    *,
    patrol: Patrol,
    at: dt.datetime,
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
    patrol : Patrol
        In which it was walked, so that it can be withdrawn.
    at : datetime.datetime
        Now.
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
    source = {"patrol_id": patrol.id, "walked_on": on, "noted_at": at}
    session.execute(insert(LaneSource), [{**source, **row} for row in fresh.to_dict("records")])
    known = _taken(session, on, sorted(set(fresh["path_id"].tolist())))
    rows = pd.concat([fresh, known], ignore_index=True)
    session.execute(insert(LaneVisit), _rows(community, on, _united(rows)))


def take_lanes_back(session: Session, community: Community, patrol: Patrol) -> None:
    """Take out of the days what one patrol alone walked; what others walked, too, stays.

    Parameters
    ----------
    session : Session
        Holding the turn of the community.
    community : Community
    patrol : Patrol
    """
    wrong = _sources(session, LaneSource.patrol_id == patrol.id)
    session.execute(delete(LaneSource).where(LaneSource.patrol_id == patrol.id))
    for on, parts in wrong.groupby("walked_on"):
        paths = sorted(set(parts["path_id"].tolist()))
        same = (LaneSource.walked_on == on, LaneSource.path_id.in_(paths))
        rest = _less(_taken(session, on, paths), _united(parts))
        left = pd.concat([rest, _sources(session, *same)], ignore_index=True)
        rows = _rows(community, on, _united(left))
        if rows:
            session.execute(insert(LaneVisit), rows)


def _less(parts: pd.DataFrame, wrong: Stretches) -> pd.DataFrame:
    """Take some stretches out of parts of paths."""
    left = []
    for path_id, low_m, high_m in parts.itertuples(index=False):
        here = wrong.edge == path_id
        reached_m = low_m
        for begin_m, end_m in zip(wrong.low_m[here], wrong.high_m[here], strict=True):
            if reached_m < min(begin_m, high_m):
                left.append((path_id, reached_m, min(begin_m, high_m)))
            reached_m = max(reached_m, end_m)
        if reached_m < high_m:
            left.append((path_id, reached_m, high_m))
    frame = pd.DataFrame(left, columns=["path_id", "from_m", "to_m"])
    return frame.astype({"path_id": np.int64, "from_m": float, "to_m": float})


def _united(parts: pd.DataFrame) -> Stretches:
    return stretches_of(*(parts[name].to_numpy() for name in ("path_id", "from_m", "to_m")))


def _sources(session: Session, *where: ColumnElement[bool]) -> pd.DataFrame:
    """Read what is known of where parts of lanes came from."""
    columns = ["walked_on", "path_id", "from_m", "to_m"]
    rows = session.execute(select(*(getattr(LaneSource, name) for name in columns)).where(*where))
    frame = pd.DataFrame(rows.all(), columns=columns)
    return frame.astype({"path_id": np.int64, "from_m": float, "to_m": float})


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
