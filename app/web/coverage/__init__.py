"""Coverage on pages: what was walked and missed, ticking off stops, tracks of one's own."""

from app.web.coverage import show, ticks, tracks
from app.web.coverage.blueprint import coverage

__all__ = ["coverage", "show", "ticks", "tracks"]
