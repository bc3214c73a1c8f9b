"""How many places of each post there are, and how many have nobody: of all, or of one cell."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models import Community
from app.queries.posts import posts_of, select_posts
from app.queries.scope import Viewer
from app.queries.vacancies import VacancyCount


def count_posts(
    session: Session, viewer: Viewer, community: Community, cell_id: int | None
) -> list[VacancyCount]:
    """Count places and vacancies of the posts that a community expects.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    community : Community
    cell_id : int or None
        Only places in this cell.

    Returns
    -------
    list of VacancyCount
        In the order in which the community names its posts.
    """
    counts = []
    for post in posts_of(community):
        places = select_posts(viewer, community, post).subquery("places")
        rows = select(func.count(), func.count().filter(places.c.vacant)).select_from(places)
        if cell_id is not None:
            rows = rows.where(places.c.cell_id == cell_id)
        counts.append(VacancyCount(post, *session.execute(rows).one()))
    return counts
