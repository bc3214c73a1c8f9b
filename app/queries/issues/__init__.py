"""Issues: their light, their place, their story."""

from app.queries.issues.facts import (
    LIST_LIMIT,
    IssueFacts,
    IssueLine,
    Step,
    issue_facts,
    open_and_done,
    select_lines,
)
from app.queries.issues.lights import is_open, light, overdue

__all__ = [
    "LIST_LIMIT",
    "IssueFacts",
    "IssueLine",
    "Step",
    "is_open",
    "issue_facts",
    "light",
    "open_and_done",
    "overdue",
    "select_lines",
]
