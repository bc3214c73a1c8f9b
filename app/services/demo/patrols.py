"""What happened in a generated community: patrols."""

from __future__ import annotations

import pandas as pd
from sqlalchemy.orm import Session

from app.models import Patrol
from app.services.demo.rows import Ids, pick, records, write


def write_patrols(
    session: Session, community_id: int, patrols: pd.DataFrame, ids: dict[str, Ids]
) -> None:
    """Store the patrols that were walked or missed.

    Parameters
    ----------
    session : Session
    community_id : int
    patrols : DataFrame
        As in :class:`demo.DemoCommunity`.
    ids : dict of str to dict
        Ids of cells and teams by key.
    """
    rows = [
        {
            "community_id": community_id,
            "cell_id": ids["cell"][row["cell_code"]],
            "team_id": ids["team"][row["team_key"]],
        }
        | pick(row, "state", "started_at", "ended_at")
        for row in records(patrols)
    ]
    write(session, Patrol, rows)
