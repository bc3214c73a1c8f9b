"""Communities and their ground: adding, dividing into cells, publishing, assigning buildings."""

from app.services.areas.assignment import Assignment, assign_buildings, place_by_hand
from app.services.areas.communities import add_community, as_multi, set_boundary
from app.services.areas.divisions import publish, publish_cells
from app.services.areas.estates import cells_from_estates, cells_from_streets
from app.services.areas.turns import Busy, take_turn

__all__ = [
    "Assignment",
    "Busy",
    "add_community",
    "as_multi",
    "assign_buildings",
    "cells_from_estates",
    "cells_from_streets",
    "place_by_hand",
    "publish",
    "publish_cells",
    "set_boundary",
    "take_turn",
]
