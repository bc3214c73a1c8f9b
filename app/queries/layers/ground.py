"""The ground that everybody of a community sees (docs/decisions/0003)."""

from __future__ import annotations

from sqlalchemy import select

from app.models import Community, Estate, GroundArea, Path
from app.queries.features import properties
from app.queries.layers.ask import Ask
from app.queries.types import Rows


def boundary(ask: Ask) -> Rows:
    """Select the boundary of the community: ``code, name, schematic``."""
    facts = properties(code=Community.code, name=Community.name, schematic=Community.schematic)
    rows = select(facts.label("properties"), Community.boundary.label("shape")).where(
        Community.id == ask.community.id, Community.boundary.is_not(None)
    )
    return ask.within(rows, Community.boundary)


def paths(ask: Ask) -> Rows:
    """Select the paths: ``kind, name, barrier``."""
    facts = properties(kind=Path.kind, name=Path.name, barrier=Path.barrier)
    rows = (
        select(facts.label("properties"), Path.line.label("shape"))
        .where(Path.community_id == ask.community.id, Path.vanished_on.is_(None))
        .order_by(Path.id)
    )
    return ask.within(rows, Path.line)


def estates(ask: Ask) -> Rows:
    """Select the estates: ``id, name``."""
    facts = properties(id=Estate.id, name=Estate.name)
    rows = (
        select(facts.label("properties"), Estate.shape.label("shape"))
        .where(Estate.community_id == ask.community.id, Estate.vanished_on.is_(None))
        .order_by(Estate.id)
    )
    return ask.within(rows, Estate.shape)


def areas(ask: Ask) -> Rows:
    """Select green and water: ``kind, name``."""
    facts = properties(kind=GroundArea.kind, name=GroundArea.name)
    rows = (
        select(facts.label("properties"), GroundArea.shape.label("shape"))
        .where(GroundArea.community_id == ask.community.id, GroundArea.vanished_on.is_(None))
        .order_by(GroundArea.id)
    )
    return ask.within(rows, GroundArea.shape)
