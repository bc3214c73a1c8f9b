"""Cells with their numbers, and the entrances of the buildings in them."""

from __future__ import annotations

from sqlalchemy import case, exists, false, select, true

from app.models import Building, Cell, Duty, Entrance
from app.queries.cells import published_cells, select_facts
from app.queries.drawn import draw_buildings
from app.queries.features import FEATURE_LIMIT, properties
from app.queries.layers.ask import Ask
from app.queries.overload import select_overloads
from app.queries.scope import visible_buildings
from app.queries.types import Rows


def cells(ask: Ask) -> Rows:
    """Select the cells of the published division.

    Cells in scope carry the columns of :class:`app.queries.cells.CellFacts` and
    ``"mine": true``; their neighbours only ``code, name`` and ``"mine": false``.
    """
    mine = select_facts(ask.viewer, ask.community, ask.at).subquery("facts")
    known = properties(**{column.name: column for column in mine.c}, mine=true())
    outline = properties(code=Cell.code, name=Cell.name, mine=false())
    facts = case((mine.c.id.is_not(None), known), else_=outline)
    rows = (
        select(facts.label("properties"), Cell.shape.label("shape"))
        .outerjoin(mine, mine.c.id == Cell.id)
        .where(Cell.id.in_(published_cells(ask.community)))
        .order_by(Cell.code, Cell.id)
    )
    return ask.within(rows, Cell.shape)


def buildings(ask: Ask) -> Rows:
    """Select the buildings, for maps too small for tiles and files without a server.

    Properties: see :func:`app.queries.drawn.draw_buildings`.
    """
    rows = ask.within(
        select(Building).where(
            Building.community_id == ask.community.id, Building.vanished_on.is_(None)
        ),
        Building.footprint,
    )
    near = rows.order_by(Building.id).limit(FEATURE_LIMIT + 1).cte("near")
    drawn = draw_buildings(ask.viewer, ask.community, near).subquery("drawn")
    facts = properties(**{column.name: column for column in drawn.c if column.name != "footprint"})
    return select(facts.label("properties"), drawn.c.footprint.label("shape"))


def entrances(ask: Ask) -> Rows:
    """Select the entrances of buildings in scope: ``id, name, building_id, vacant``."""
    held = exists().where(Duty.entrance_id == Entrance.id, Duty.current(ask.viewer.on))
    facts = properties(
        id=Entrance.id,
        name=Entrance.name,
        building_id=Entrance.building_id,
        vacant=~held,
    )
    rows = (
        select(facts.label("properties"), Entrance.point.label("shape"))
        .join(Building, Building.id == Entrance.building_id)
        .where(
            Entrance.community_id == ask.community.id,
            Entrance.vanished_on.is_(None),
            Building.vanished_on.is_(None),
            Building.id.in_(visible_buildings(ask.viewer)),
        )
        .order_by(Entrance.id)
    )
    return ask.within(rows, Entrance.point)


def overloads(ask: Ask) -> Rows:
    """Select the buildings of people who answer for many places.

    Properties: see :func:`app.queries.overload.select_overloads`.
    """
    return select_overloads(ask.viewer, ask.community)
