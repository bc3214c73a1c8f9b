"""The tree of organisations, and how many people belong to each."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, aliased

from app.models import Community, Organisation, Person
from app.queries.natural import natural_key
from app.queries.scope import Viewer, visible_communities
from app.queries.types import AnyRow

MOST_NODES = 5_000


@dataclass(frozen=True)
class OrganisationNode:
    """An organisation in its tree.

    Attributes
    ----------
    id : int
    parent_id : int or None
    name, level : str
        The level as the community calls it.
    depth : int
        0 for a root.
    people : int
        Who belong to it itself and are there today.
    people_below : int
        With those of all organisations below it.
    closed_on : datetime.date or None
    """

    id: int
    parent_id: int | None
    name: str
    level: str
    depth: int
    people: int
    people_below: int
    closed_on: dt.date | None


def organisation_tree(
    session: Session, viewer: Viewer, community: Community, *, with_closed: bool = False
) -> tuple[OrganisationNode, ...]:
    """List the organisations of a community, each followed by those below it.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    community : Community
    with_closed : bool
        Also those that have ceased to be.

    Returns
    -------
    tuple of OrganisationNode
        At most ``MOST_NODES``; empty for viewers who may not open the community.
    """
    counts = (
        select(Person.organisation_id, func.count().label("people"))
        .where(Person.community_id == community.id, Person.left_on.is_(None))
        .group_by(Person.organisation_id)
        .subquery("counts")
    )
    rows = (
        select(
            Organisation.id, Organisation.parent_id, Organisation.name, Organisation.level,
            Organisation.closed_on, func.coalesce(counts.c.people, 0).label("people"),
        )
        .outerjoin(counts, counts.c.organisation_id == Organisation.id)
        .where(
            Organisation.community_id == community.id,
            Organisation.community_id.in_(visible_communities(viewer)),
        )
        .order_by(Organisation.name, Organisation.id)
        .limit(MOST_NODES)
    )  # fmt: skip
    if not with_closed:
        rows = rows.where(Organisation.closed_on.is_(None))
    children: dict[int | None, list[AnyRow]] = defaultdict(list)
    found = sorted(session.execute(rows).all(), key=lambda row: natural_key(row.name))
    known = {row.id for row in found}
    for row in found:  # What hung below a closed one stands as a root, rather than vanish.
        children[row.parent_id if row.parent_id in known else None].append(row)
    return tuple(_walk(children, None, 0))


def _walk(
    children: dict[int | None, list[AnyRow]], parent_id: int | None, depth: int
) -> Iterator[OrganisationNode]:
    """Give each organisation, then those below it."""
    for row in children[parent_id]:
        inside = list(_walk(children, row.id, depth + 1))
        yield OrganisationNode(
            id=row.id,
            parent_id=row.parent_id,
            name=row.name,
            level=row.level,
            depth=depth,
            people=row.people,
            people_below=row.people + sum(node.people for node in inside),
            closed_on=row.closed_on,
        )
        yield from inside


def below(organisation_id: int) -> Select[int]:
    """Select the ids of an organisation and of all below it.

    Parameters
    ----------
    organisation_id : int

    Returns
    -------
    Select
    """
    root = select(Organisation.id).where(Organisation.id == organisation_id)
    tree = root.cte("tree", recursive=True)
    part = aliased(Organisation)
    # UNION, not UNION ALL: it ends even if somebody wrote a circle into the table.
    tree = tree.union(select(part.id).join(tree, part.parent_id == tree.c.id))
    return select(tree.c.id)
