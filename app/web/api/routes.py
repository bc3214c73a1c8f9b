"""Patrol routes."""

from __future__ import annotations

from typing import Any

from app.models import Route
from app.queries.patrols import route_facts, select_lines
from app.web.api.blueprint import api
from app.web.api.listing import page
from app.web.api.schema import Page, PageQuery, RouteItem, RouteOut
from app.web.asking import asked_about


@api.get("/communities/<code>/routes", tag="Routes", query=PageQuery, answer=Page[RouteOut])
def get_routes(code: str, query: PageQuery) -> dict[str, Any]:
    """List the current patrol routes of your cells."""
    with asked_about(code) as asked:
        rows = select_lines(asked.viewer, asked.community)
        return page(asked, rows, Route.id, query)


@api.get("/communities/<code>/routes/<int:route_id>", tag="Routes", answer=RouteItem)
def get_route(code: str, route_id: int) -> dict[str, Any]:
    """Give one current route with its stops, and what it cannot reach."""
    with asked_about(code) as asked:
        facts = route_facts(asked.session, asked.viewer, asked.community, route_id)
    return vars(facts.line) | vars(facts)
