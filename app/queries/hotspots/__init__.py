"""Hotspots of a community: its ground in pieces, its issues, and what is said of them."""

from app.queries.hotspots.find import Found, find_hotspots
from app.queries.hotspots.told import as_features, told
from app.queries.hotspots.wish import By, Exposure, Method, Wish

__all__ = ["By", "Exposure", "Found", "Method", "Wish", "as_features", "find_hotspots", "told"]
