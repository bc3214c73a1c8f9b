"""Buildings: placed by hand in a cell, two made one, one made two; nothing of them is lost."""

from app.services.buildings.merging import REACH_M, merge_buildings
from app.services.buildings.placing import place_in_cell, take_back_placement
from app.services.buildings.splitting import split_along, split_into_parts

__all__ = [
    "REACH_M",
    "merge_buildings",
    "place_in_cell",
    "split_along",
    "split_into_parts",
    "take_back_placement",
]
