"""A list of issues as an Excel workbook."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

from sqlalchemy.orm import Session

from app.models import Community
from app.queries.issues import IssueFilter, read_sheet
from app.queries.scope import Viewer
from app.services.exports import tables


def write_sheet(
    session: Session,
    viewer: Viewer,
    community: Community,
    wanted: IssueFilter,
    path: Path,
    *,
    at: dt.datetime,
    translate: Callable[[str], str],
) -> int:
    """Write the issues that fit a filter to a workbook in which no text is a formula.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    community : Community
    wanted : IssueFilter
    path : Path
        Overwritten.
    at : datetime.datetime
        Now, aware, in the zone of the place.
    translate : callable
        English template to the reader's language.

    Returns
    -------
    int
        How many rows were written.

    Raises
    ------
    NotAllowed, InputRefused
        See :func:`app.queries.issues.read_sheet`.
    """
    frame = read_sheet(session, viewer, community, wanted, at)
    tables.write_xlsx(tables.as_sheet(frame, at, translate), path)
    return len(frame)
