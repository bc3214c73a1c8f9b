"""Issues on pages: lists with their map, and the page of one issue with all its parts."""

from app.web.issues import listing, page, tabs
from app.web.issues.blueprint import issues

__all__ = ["issues", "listing", "page", "tabs"]
