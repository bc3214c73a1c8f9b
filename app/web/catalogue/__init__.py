"""The catalogue: categories, who gets what, handling units, working time."""

from app.web.catalogue import categories, files, rules, times, units
from app.web.catalogue.blueprint import catalogue

__all__ = ["catalogue", "categories", "files", "rules", "times", "units"]
