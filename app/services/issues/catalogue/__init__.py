"""The catalogue of a community: categories, time limits, handling units, rules, working time."""

from app.services.issues.catalogue.accounts import link_account, unlink_account
from app.services.issues.catalogue.columns import HEADINGS
from app.services.issues.catalogue.editing import (
    add_category,
    change_category,
    delete_category,
    is_used,
    retire_category,
    take_up_category,
)
from app.services.issues.catalogue.entry import ICONS, CategoryEntry, LimitEntry
from app.services.issues.catalogue.hours import (
    forget_special_day,
    set_regions,
    set_special_day,
    set_week,
)
from app.services.issues.catalogue.reading import CatalogueRead, RowProblem, read_catalogue
from app.services.issues.catalogue.rules import (
    RULE_PLACES,
    RuleEntry,
    add_rule,
    hand_on_rules,
    remove_rule,
)
from app.services.issues.catalogue.standard import install_catalogue, standard_catalogue
from app.services.issues.catalogue.tables import Taken, take_catalogue, write_catalogue
from app.services.issues.catalogue.units import (
    UnitEntry,
    add_unit,
    change_unit,
    close_unit,
    reopen_unit,
)

__all__ = [
    "HEADINGS",
    "ICONS",
    "RULE_PLACES",
    "CatalogueRead",
    "CategoryEntry",
    "LimitEntry",
    "RowProblem",
    "RuleEntry",
    "Taken",
    "UnitEntry",
    "add_category",
    "add_rule",
    "add_unit",
    "change_category",
    "change_unit",
    "close_unit",
    "delete_category",
    "forget_special_day",
    "hand_on_rules",
    "install_catalogue",
    "is_used",
    "link_account",
    "read_catalogue",
    "remove_rule",
    "reopen_unit",
    "retire_category",
    "set_regions",
    "set_special_day",
    "set_week",
    "standard_catalogue",
    "take_catalogue",
    "take_up_category",
    "unlink_account",
    "write_catalogue",
]
