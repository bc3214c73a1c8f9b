"""Summaries: those that were issued, and what only they ask of the store."""

from app.queries.summaries.find import (
    MOST_LISTED,
    find_summary,
    has_summary,
    list_summaries,
    visible_summaries,
)
from app.queries.summaries.ground import CellShape, cell_shapes
from app.queries.summaries.posts import count_posts
from app.queries.summaries.standing import (
    Question,
    Standing,
    Talk,
    list_talks,
    read_last_steps,
    read_standing,
    records_since,
)

__all__ = [
    "MOST_LISTED",
    "CellShape",
    "Question",
    "Standing",
    "Talk",
    "cell_shapes",
    "count_posts",
    "find_summary",
    "has_summary",
    "list_summaries",
    "list_talks",
    "read_last_steps",
    "read_standing",
    "records_since",
    "visible_summaries",
]
