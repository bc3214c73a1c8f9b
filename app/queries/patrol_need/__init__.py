"""What patrols find per visit: of cells, buildings and lanes, never of people.

A visit is one of a building or a must-visit point, by whichever sign we know of it. A find is an
issue that came in by the channel of patrols, with a place that can be trusted, unless it turned
out to be none. What residents or others report on the day of a visit is no find: where people
report much, patrols would be sent again and again without finding more themselves.
"""

from app.queries.patrol_need.cells import CellNeed, cell_needs
from app.queries.patrol_need.places import need_period
from app.queries.patrol_need.sights import building_sights, lane_sights, points_last_at

__all__ = [
    "CellNeed",
    "building_sights",
    "cell_needs",
    "lane_sights",
    "need_period",
    "points_last_at",
]
