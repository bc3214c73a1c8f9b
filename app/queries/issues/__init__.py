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
from app.queries.issues.filters import IssueFilter, Light, Pile, matching
from app.queries.issues.find import find_issue
from app.queries.issues.lights import is_open, light, overdue
from app.queries.issues.lists import (
    IssuePart,
    IssueRow,
    Order,
    Place,
    list_issues,
    read_rows,
    select_rows,
)
from app.queries.issues.piles import MOST_COUNTED, count_fitting, count_piles, piles_of

__all__ = [
    "LIST_LIMIT",
    "MOST_COUNTED",
    "IssueFacts",
    "IssueFilter",
    "IssueLine",
    "IssuePart",
    "IssueRow",
    "Light",
    "Order",
    "Pile",
    "Place",
    "Step",
    "count_fitting",
    "count_piles",
    "find_issue",
    "is_open",
    "issue_facts",
    "light",
    "list_issues",
    "matching",
    "open_and_done",
    "overdue",
    "piles_of",
    "read_rows",
    "select_lines",
    "select_rows",
]
