"""Communities and their ground: adding, dividing into cells, publishing, assigning buildings."""

from app.services.areas.assignment import Assignment, assign_buildings, place_by_hand
from app.services.areas.checks import BLOCKING, check_division
from app.services.areas.communities import (
    add_community,
    as_multi,
    describe_community,
    set_boundary,
)
from app.services.areas.divisions import publish, publish_cells
from app.services.areas.effects import effects_of, settle
from app.services.areas.estates import cells_from_estates, cells_from_streets
from app.services.areas.publishing import FaultsFirst, publish_draft
from app.services.areas.turns import Busy, take_turn

__all__ = [
    "BLOCKING",
    "Assignment",
    "Busy",
    "FaultsFirst",
    "add_community",
    "as_multi",
    "assign_buildings",
    "cells_from_estates",
    "cells_from_streets",
    "check_division",
    "describe_community",
    "effects_of",
    "place_by_hand",
    "publish",
    "publish_cells",
    "publish_draft",
    "set_boundary",
    "settle",
    "take_turn",
]
