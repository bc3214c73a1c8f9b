"""What happened in a generated community: issues with their events, and patrols."""

from __future__ import annotations

from typing import Any

import pandas as pd
from shapely import Point
from sqlalchemy import insert
from sqlalchemy.orm import Session

from app.models import Issue, IssueChannel, IssueEvent, IssueHarm, Patrol
from app.services.demo.rows import Ids, pick, records, texts, write
from demo import DemoCommunity


def write_issues(
    session: Session, community_id: int, demo: DemoCommunity, ids: dict[str, Ids]
) -> None:
    """Store issues, whom they harm, and what was done about them.

    Parameters
    ----------
    session : Session
    community_id : int
    demo : DemoCommunity
    ids : dict of str to dict
        Ids of buildings and people by key.
    """
    found = list(records(demo.issues))
    rows = [_issue(row, community_id, ids["building"]) for row in found]
    given = write(session, Issue, rows)
    issue_ids = {row["source_ref"]: key for row, key in zip(rows, given, strict=True)}
    harms = [
        {"issue_id": issue_ids[row["source_ref"]], "building_id": ids["building"][key]}
        for row in found
        for key in row["affected_building_keys"]
    ]
    if harms:
        session.execute(insert(IssueHarm), harms)
    events = [
        {
            "issue_id": issue_ids[row["source_ref"]],
            "verb": row["kind"],
            "person_id": ids["person"].get(row["by_person_key"]),
        }
        | pick(row, "at")
        | texts(row, "note")
        for row in records(demo.issue_events)
    ]
    write(session, IssueEvent, events)


def _issue(row: dict[str, Any], community_id: int, buildings: Ids) -> dict[str, Any]:
    """Turn an invented issue into columns of the table."""
    return {
        "community_id": community_id,
        "source": "demo",
        "channel": IssueChannel.DEMO,
        "state": row["status"],
        "point": Point(row["lon"], row["lat"]),
        "building_id": buildings.get(row["building_key"]),
        **pick(row, "source_ref", "category", "title", "reported_at", "due_at", "closed_at"),
        **texts(row, "description"),
    }


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
