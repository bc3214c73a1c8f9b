"""What a list of issues finds, as a frame for a sheet."""

from __future__ import annotations

import datetime as dt

import pandas as pd
from sqlalchemy.orm import Session

from app.models import Community, Issue
from app.models.places import building_name
from app.queries.issues.filters import IssueFilter, matching
from app.queries.issues.lists import select_rows
from app.queries.scope import Action, Viewer, require
from geodata.errors import N_, InputRefused

MOST_ROWS = 50_000
"""Most rows of a sheet: who wants more wants the export of everything."""

COLUMNS = (
    "issue_number", "title", "category", "state", "light", "cell_name", "building_number",
    "address", "handler", "reported_at", "due_at", "closed_at", "channel", "source_ref",
    "description",
)  # fmt: skip


def read_sheet(
    session: Session, viewer: Viewer, community: Community, wanted: IssueFilter, at: dt.datetime
) -> pd.DataFrame:
    """Read all issues that fit a filter, the oldest first.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    community : Community
    wanted : IssueFilter
    at : datetime.datetime
        Now, aware, in the zone of the place.

    Returns
    -------
    DataFrame
        With :data:`COLUMNS`.

    Raises
    ------
    NotAllowed
        If the viewer may not export.
    InputRefused
        If there are more than 50,000.
    """
    require(viewer, Action.EXPORT)
    rows = (
        select_rows(viewer, at)
        .add_columns(Issue.closed_at, Issue.channel, Issue.source_ref, Issue.description)
        .where(*matching(viewer, community, wanted, at))
        .order_by(Issue.reported_at, Issue.id)
        .limit(MOST_ROWS + 1)
    )
    found = [dict(row._mapping) for row in session.execute(rows)]
    if len(found) > MOST_ROWS:
        raise InputRefused(
            N_("These are more than %(limit)s issues. Choose a shorter time, or one cell."),
            limit=MOST_ROWS,
        )
    for row in found:
        row["issue_number"] = f"{row['reported_at']:%Y%m}-{row['id']}"
        row["cell_name"] = row["cell"]
        row["building_number"] = building_name(
            row["building_number"] or "", row["building_name"] or ""
        )
    return pd.DataFrame(found, columns=list(COLUMNS))
