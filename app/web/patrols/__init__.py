"""Plans of patrols: asking for them, changing them on the map, sheets, files, the walker's page."""

from app.web.patrols import editor, files, lanes, listing, sheet, state, ticks, walking
from app.web.patrols.blueprint import patrols

__all__ = ["editor", "files", "lanes", "listing", "patrols", "sheet", "state", "ticks", "walking"]
