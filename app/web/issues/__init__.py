"""Issues on pages: lists with their map, and the page of one issue with all its parts."""

from app.web.issues import (
    around,
    bulk,
    deliberation,
    doubles,
    export,
    listing,
    maps,
    moves,
    page,
    report,
    story,
    tabs,
)
from app.web.issues.blueprint import issues

__all__ = [
    "around",
    "bulk",
    "deliberation",
    "doubles",
    "export",
    "issues",
    "listing",
    "maps",
    "moves",
    "page",
    "report",
    "story",
    "tabs",
]
