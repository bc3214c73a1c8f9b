"""Cells: which ones there are, their numbers, and who answers for them."""

from app.queries.cells.chosen import MOST_CHOICES, cell_choices, published_cells
from app.queries.cells.facts import CellFacts, find_cell, list_cells, select_facts
from app.queries.cells.people import duties_in, holders_in_cell

__all__ = [
    "MOST_CHOICES",
    "CellFacts",
    "cell_choices",
    "duties_in",
    "find_cell",
    "holders_in_cell",
    "list_cells",
    "published_cells",
    "select_facts",
]
