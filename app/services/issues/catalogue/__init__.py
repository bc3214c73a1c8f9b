"""The catalogue of a community: categories, time limits, handling units, rules, working time."""

from app.services.issues.catalogue.entry import ICONS, CategoryEntry, LimitEntry
from app.services.issues.catalogue.standard import install_catalogue, standard_catalogue

__all__ = [
    "ICONS",
    "CategoryEntry",
    "LimitEntry",
    "install_catalogue",
    "standard_catalogue",
]
