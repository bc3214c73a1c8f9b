"""Communities, and search in one."""

from __future__ import annotations

from collections.abc import Sequence

from app.models import Community
from app.queries.communities import list_communities
from app.queries.search import Hit, search
from app.web.api.blueprint import api
from app.web.api.schema import CommunityOut, HitOut, SearchQuery
from app.web.asking import asked_about
from app.web.context import current_viewer, transaction


@api.get("/communities", tag="Communities", answer=list[CommunityOut])
def get_communities() -> Sequence[Community]:
    """List the communities that you may open."""
    with transaction() as session:
        return list_communities(session, current_viewer())


@api.get("/communities/<code>", tag="Communities", answer=CommunityOut)
def get_community(code: str) -> Community:
    """Give one community."""
    with asked_about(code) as asked:
        return asked.community


@api.get("/communities/<code>/search", tag="Communities", query=SearchQuery, answer=list[HitOut])
def search_community(code: str, query: SearchQuery) -> list[Hit]:
    """Find cells, buildings, people and issues.

    At most 20, the best of each kind first.
    """
    with asked_about(code) as asked:
        return search(asked.session, asked.viewer, asked.community, query.q)
