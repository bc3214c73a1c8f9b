"""Buildings with their entrances."""

from __future__ import annotations

from typing import Any

from app.models import Building
from app.queries.buildings import building_facts, select_lines
from app.web.api.blueprint import api
from app.web.api.listing import page
from app.web.api.schema import BuildingItem, BuildingOut, Page, PageQuery
from app.web.asking import asked_about


@api.get(
    "/communities/<code>/buildings", tag="Buildings", query=PageQuery, answer=Page[BuildingOut]
)
def get_buildings(code: str, query: PageQuery) -> dict[str, Any]:
    """List the buildings of your cells."""
    with asked_about(code) as asked:
        rows = select_lines(asked.viewer, asked.community)
        return page(asked, rows, Building.id, query)


@api.get("/communities/<code>/buildings/<int:building_id>", tag="Buildings", answer=BuildingItem)
def get_building(code: str, building_id: int) -> dict[str, Any]:
    """Give one building with its entrances and those who answer for them."""
    with asked_about(code) as asked:
        facts = building_facts(asked.session, asked.viewer, asked.community, building_id, asked.at)
    return vars(facts.line) | vars(facts) | {"vacant": facts.vacant}
