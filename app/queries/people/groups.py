"""Finding what people belong to: an organisation or a team."""

from __future__ import annotations

from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Community, Organisation, Team
from app.queries.scope import NotFound, Viewer, visible_communities
from geodata.errors import N_

Group = TypeVar("Group", Organisation, Team)

_NONE = {
    Organisation: N_("There is no such organisation."),
    Team: N_("There is no such team."),
}


def find_group(
    session: Session, viewer: Viewer, community: Community, table: type[Group], key: int
) -> Group:
    """Find an organisation or a team.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    community : Community
    table : type
        ``Organisation`` or ``Team``.
    key : int

    Raises
    ------
    NotFound
        If there is no such one in the viewer's scope.
    """
    found: Group | None = session.scalar(
        select(table).where(
            table.id == key,
            table.community_id == community.id,
            table.community_id.in_(visible_communities(viewer)),
        )
    )
    if found is None:
        raise NotFound(_NONE[table])
    return found
