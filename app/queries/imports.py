"""Reading imports: the list of a community, one of them, what was found, and known ground."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from app.models import Base, Building, Community, Import, ImportFinding, ImportState, Path, User
from app.queries.scope import Action, NotFound, Viewer, require, visible_communities
from geodata.errors import N_

PAGE = 30
EXAMPLES = 20
MOST_GROUND = 5_000
_DIGITS = 6  # A tenth of a metre.
SEVERITIES = ("error", "warning", "repaired", "note")
"""Worst first."""


@dataclass(frozen=True)
class FindingGroup:
    """All findings of one kind in one import.

    Attributes
    ----------
    code, severity : str
    count : int
    examples : Sequence of ImportFinding
        At most :data:`EXAMPLES`.
    """

    code: str
    severity: str
    count: int
    examples: Sequence[ImportFinding]


@dataclass(frozen=True)
class PastImport:
    """One line in the list of imports.

    Attributes
    ----------
    made : Import
    by : str or None
        Display name of the account; None is the command line.
    findings : int
    """

    made: Import
    by: str | None
    findings: int


def list_imports(
    session: Session, viewer: Viewer, community: Community, *, page: int = 1
) -> Sequence[PastImport]:
    """List the imports of a community that were applied or wait, newest first.

    Parameters
    ----------
    session : Session
    viewer : Viewer
        Must be allowed to import.
    community : Community
    page : int
        From 1; a page has :data:`PAGE`.

    Returns
    -------
    Sequence of PastImport
    """
    require(viewer, Action.IMPORT)
    found = (
        select(func.count())
        .where(ImportFinding.import_id == Import.id)
        .correlate(Import)
        .scalar_subquery()
    )
    rows = session.execute(
        _visible(viewer, community)
        .add_columns(User.display_name, found)
        .outerjoin(User, User.id == Import.made_by)
        .where(Import.state != ImportState.DISCARDED)
        .order_by(Import.id.desc())
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    )
    return [PastImport(*row) for row in rows]


def find_import(session: Session, viewer: Viewer, community: Community, import_id: int) -> Import:
    """Find an import of a community.

    Parameters
    ----------
    session : Session
    viewer : Viewer
        Must be allowed to import.
    community : Community
    import_id : int

    Raises
    ------
    NotFound
        If there is none in the viewer's scope.
    """
    require(viewer, Action.IMPORT)
    found = session.scalar(_visible(viewer, community).where(Import.id == import_id))
    if found is None:
        raise NotFound(N_("There is no such import here."))
    return found


def finding_groups(session: Session, made: Import) -> list[FindingGroup]:
    """Group what was found in an import by kind, worst first.

    Parameters
    ----------
    session : Session
    made : Import
        From :func:`find_import`, so it is in the viewer's scope.
    """
    ranked = (
        select(
            ImportFinding.id,
            func.count().over(partition_by=ImportFinding.code).label("count"),
            func.row_number()
            .over(partition_by=ImportFinding.code, order_by=ImportFinding.id)
            .label("place"),
        )
        .where(ImportFinding.import_id == made.id)
        .subquery()
    )
    rows = session.execute(
        select(ImportFinding, ranked.c.count)
        .join(ranked, ranked.c.id == ImportFinding.id)
        .where(ranked.c.place <= EXAMPLES)
        .order_by(ImportFinding.id)
    ).all()
    counts = {finding.code: (finding.severity, count) for finding, count in rows}
    groups = [
        FindingGroup(code, severity, count, [f for f, _ in rows if f.code == code])
        for code, (severity, count) in counts.items()
    ]
    return sorted(groups, key=lambda group: (SEVERITIES.index(group.severity), -group.count))


def known_ground(session: Session, viewer: Viewer, community: Community) -> dict[str, Any]:
    """Draw the ground that is stored already, for a preview to lie on.

    Parameters
    ----------
    session : Session
    viewer : Viewer
        Must be allowed to import.
    community : Community

    Returns
    -------
    dict
        GeoJSON with the boundary, and at most :data:`MOST_GROUND` paths and buildings each.
    """
    require(viewer, Action.IMPORT)
    layers: tuple[tuple[str, type[Base], Any], ...] = (
        ("boundary", Community, Community.boundary),
        ("paths", Path, Path.line),
        ("buildings", Building, Building.footprint),
    )
    features = []
    for subject, model, shape in layers:
        place = Community.id if model is Community else model.__table__.c.community_id
        texts = session.scalars(
            select(func.ST_AsGeoJSON(shape, _DIGITS))
            .where(
                place == community.id,
                place.in_(visible_communities(viewer)),
                shape.is_not(None),
            )
            .limit(MOST_GROUND)
        )
        features += [_feature(subject, text) for text in texts]
    return {"type": "FeatureCollection", "features": features}


def _feature(subject: str, text: str) -> dict[str, Any]:
    """Give a shape as a GeoJSON feature."""
    return {"type": "Feature", "geometry": json.loads(text), "properties": {"subject": subject}}


def _visible(viewer: Viewer, community: Community) -> Select[Import]:
    """Select the imports of a community that the viewer may open."""
    return select(Import).where(
        Import.community_id == community.id,
        Import.community_id.in_(visible_communities(viewer)),
    )
