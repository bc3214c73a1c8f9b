"""Who sees what: one rule, which every query joins, and who may do what on the same rule."""

from app.queries.scope.actions import Action, NotAllowed, can, require
from app.queries.scope.find import NotFound, find_community, published_division
from app.queries.scope.own import Ids, own_duty, own_issue, own_patrol
from app.queries.scope.viewer import WHOLE_COMMUNITY, Viewer
from app.queries.scope.visible import (
    seen_issue,
    visible_buildings,
    visible_cells,
    visible_communities,
    visible_duties,
    visible_issues,
    visible_patrols,
    visible_people,
    visible_routes,
)

__all__ = [
    "WHOLE_COMMUNITY",
    "Action",
    "Ids",
    "NotAllowed",
    "NotFound",
    "Viewer",
    "can",
    "find_community",
    "own_duty",
    "own_issue",
    "own_patrol",
    "published_division",
    "require",
    "seen_issue",
    "visible_buildings",
    "visible_cells",
    "visible_communities",
    "visible_duties",
    "visible_issues",
    "visible_patrols",
    "visible_people",
    "visible_routes",
]
