"""Issues as programs read them: by key, which costs the same wherever a part lies."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import func, select

from app.models import Community, Issue
from app.queries.issues.filters import IssueFilter, matching
from app.queries.issues.lights import light
from app.queries.scope import Viewer
from app.queries.types import Rows


def select_records(
    viewer: Viewer, community: Community, wanted: IssueFilter, at: dt.datetime
) -> Rows:
    """Select the issues that fit, within the viewer's scope; ``lon, lat`` are degrees (WGS 84).

    Parameters
    ----------
    viewer : Viewer
    community : Community
    wanted : IssueFilter
    at : datetime.datetime
        Now, aware; days begin in its zone.
    """
    return select(
        Issue.id, Issue.version, Issue.title, Issue.category, Issue.category_id, Issue.state,
        Issue.level, Issue.channel, light(at).label("light"), Issue.reported_at, Issue.due_at,
        Issue.place_doubt, func.ST_X(Issue.point).label("lon"), func.ST_Y(Issue.point).label("lat"),
    ).where(*matching(viewer, community, wanted, at))  # fmt: skip
