"""Who answers for what, today and before, as far as a viewer may know."""

from app.queries.duties.find import find_duty, find_holder, find_place
from app.queries.duties.holders import (
    HOLDERS_LIMIT,
    ROLE_ORDER,
    Holder,
    held_buildings,
    holder_name,
    join_holders,
    make_holder,
    read_holders,
    role_rank,
    select_holders,
)
from app.queries.duties.lines import DutyLine, When, read_lines, select_lines
from app.queries.duties.listing import DutyFilter, DutyPage, list_duties

__all__ = [
    "HOLDERS_LIMIT",
    "ROLE_ORDER",
    "DutyFilter",
    "DutyLine",
    "DutyPage",
    "Holder",
    "When",
    "find_duty",
    "find_holder",
    "find_place",
    "held_buildings",
    "holder_name",
    "join_holders",
    "list_duties",
    "make_holder",
    "read_holders",
    "read_lines",
    "role_rank",
    "select_holders",
    "select_lines",
]
