"""Cells with their numbers."""

from __future__ import annotations

from typing import Any

from app.models import Cell
from app.queries.cells import CellFacts, find_cell, select_facts
from app.web.api.blueprint import api
from app.web.api.listing import page
from app.web.api.schema import CellOut, Page, PageQuery
from app.web.asking import asked_about


@api.get("/communities/<code>/cells", tag="Cells", query=PageQuery, answer=Page[CellOut])
def get_cells(code: str, query: PageQuery) -> dict[str, Any]:
    """List the cells of the published division that you may see, with their numbers."""
    with asked_about(code) as asked:
        rows = select_facts(asked.viewer, asked.community, asked.at)
        return page(asked, rows, Cell.id, query)


@api.get("/communities/<code>/cells/<int:cell_id>", tag="Cells", answer=CellOut)
def get_cell(code: str, cell_id: int) -> CellFacts:
    """Give one cell with its numbers."""
    with asked_about(code) as asked:
        return find_cell(asked.session, asked.viewer, asked.community, cell_id, asked.at)
