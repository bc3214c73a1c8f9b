"""Reports of a week, a month, a quarter: asked for, read, taken along."""

from app.web.summaries import asking, files, pages
from app.web.summaries.blueprint import summaries

__all__ = ["asking", "files", "pages", "summaries"]
