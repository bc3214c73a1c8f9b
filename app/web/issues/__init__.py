"""Issues on pages: lists with their map, and the page of one issue with all its parts."""

from app.web.issues import around, deliberation, listing, page, story, tabs
from app.web.issues.blueprint import issues

__all__ = ["around", "deliberation", "issues", "listing", "page", "story", "tabs"]
