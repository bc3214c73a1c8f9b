"""Where an issue lies, for rules and duties: entrance, building, estates and cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from app.models import Building, Estate, Issue, PlaceKind

NEAREST_FIRST = (PlaceKind.ENTRANCE, PlaceKind.BUILDING, PlaceKind.ESTATE, PlaceKind.CELL)


@dataclass(frozen=True)
class IssuePlace:
    """What an issue lies in: ids by kind of place; none where its place is doubtful."""

    ids: dict[PlaceKind, Sequence[int]] = field(default_factory=dict)

    def holds(self, kind: PlaceKind, place_id: int | None) -> bool:
        """Tell whether the issue lies in a place; everything lies in none in particular."""
        return place_id is None or place_id in self.ids.get(kind, ())


def place_of(session: Session, issue: Issue) -> IssuePlace:
    """Find what an issue lies in.

    Parameters
    ----------
    session : Session
    issue : Issue
        Located.
    """
    if issue.place_doubt is not None:
        return IssuePlace()
    found: dict[PlaceKind, Sequence[int]] = {
        PlaceKind.ENTRANCE: [issue.entrance_id] if issue.entrance_id else [],
        PlaceKind.BUILDING: [issue.building_id] if issue.building_id else [],
        PlaceKind.CELL: [issue.cell_id] if issue.cell_id else [],
    }
    return IssuePlace(found | {PlaceKind.ESTATE: _estates(session, issue)})


def _estates(session: Session, issue: Issue) -> Sequence[int]:
    """Find the estates that hold an issue's building, or else its point."""
    spot: ColumnElement[object] = select(Issue.point).where(Issue.id == issue.id).scalar_subquery()
    if issue.building_id is not None:
        footprint = select(Building.footprint).where(Building.id == issue.building_id)
        spot = func.ST_PointOnSurface(footprint.scalar_subquery())
    here = (Estate.community_id == issue.community_id) & Estate.vanished_on.is_(None)
    covering = select(Estate.id).where(here, func.ST_Covers(Estate.shape, spot))
    return session.scalars(covering.order_by(Estate.id).limit(20)).all()
