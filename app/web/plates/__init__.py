"""Door plates: made, printed, withdrawn."""

from app.web.plates import pages, sheet
from app.web.plates.blueprint import plates

__all__ = ["pages", "plates", "sheet"]
