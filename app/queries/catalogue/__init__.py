"""The catalogue of a community: categories, handling units, dispatch rules, working time."""

from app.queries.catalogue.categories import CategoryLine, find_category, list_categories
from app.queries.catalogue.dispatch import (
    RuleLine,
    UnitLine,
    find_rule,
    find_unit,
    handler_accounts,
    list_rules,
    list_units,
    oversee,
)
from app.queries.catalogue.ground import buildings_called, cells_today, estates_today
from app.queries.catalogue.times import list_special_days

__all__ = [
    "CategoryLine",
    "RuleLine",
    "UnitLine",
    "buildings_called",
    "cells_today",
    "estates_today",
    "find_category",
    "find_rule",
    "find_unit",
    "handler_accounts",
    "list_categories",
    "list_rules",
    "list_special_days",
    "list_units",
    "oversee",
]
