"""A catalogue to test with: in each cell a unit, a category and a rule that carry its mark."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.models import Catalogue, DispatchRule, HandlingUnit, IssueCategory, TimeLimit, TimeUnit
from tests.two_cells import World, put


def add_catalogue(session: Session, world: World) -> dict[str, list[object]]:
    """Write a category for all, and for each cell a unit with its rule.

    Gives the places of addresses that lead to them.
    """
    community_id = world.community.id
    category = IssueCategory(
        community_id=community_id, catalogue=Catalogue.COMMUNITY, code="1001", name="管道堵塞",
        icon="pipe", limits=[TimeLimit(amount=3, unit=TimeUnit.WORKING_DAYS)],
    )  # fmt: skip
    units = [
        HandlingUnit(community_id=community_id, name=f"{cell.mark}物业", phone="0371-1234567")
        for cell in (world.alpha, world.bravo)
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
