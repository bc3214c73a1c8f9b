"""Editing drafts of divisions, for the map that edits them: JSON only (docs/drafts.md)."""

from app.web.drafts.blueprint import drafts

__all__ = ["drafts"]
