"""Reads about divisions that are being edited."""

from app.queries.drafts.buildings import draft_buildings
from app.queries.drafts.find import find_division

__all__ = ["draft_buildings", "find_division"]
