"""A catalogue to test with: a category, and for a building of each cell a rule to a unit."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.models import Catalogue, DispatchRule, HandlingUnit, IssueCategory, TimeLimit, TimeUnit
from tests.two_cells import World, put


def add_catalogue(session: Session, world: World) -> dict[str, list[object]]:
    """Write a category, two units, and a rule for a building of each cell.

    Gives the places of addresses that lead to them.
    """
    community_id = world.community.id
    category = IssueCategory(
        community_id=community_id, catalogue=Catalogue.COMMUNITY, code="1001", name="管道堵塞",
        icon="pipe", limits=[TimeLimit(amount=3, unit=TimeUnit.WORKING_DAYS)],
    )  # fmt: skip
    units = [
        # Units serve the whole community, and whoever dispatches may choose any.
        HandlingUnit(community_id=community_id, name=name, phone="0371-1234567")
        for name in ("第一物业", "第二物业")
    ]
    put(session, category, *units)
    rules = [
        DispatchRule(
            community_id=community_id,
            category_id=category.id,
            building_id=cell.buildings[0].id,
            unit_id=unit.id,
        )
        for cell, unit in zip((world.alpha, world.bravo), units, strict=True)
    ]
    put(session, *rules)
    return {
        "category_id": [category.id],
        "unit_id": [unit.id for unit in units],
        "rule_id": [rule.id for rule in rules],
    }
