"""Where walks begin, as the form of a plan asks it."""

from __future__ import annotations

from app.models import Community, PatrolPlan
from geodata.errors import N_

STARTS = {
    "usual": N_("chosen for you (service centre or gate)"),
    "centre": N_("service centre"),
    "place": N_("a place on the map"),
}
_SAME = 1e-6
"""Degrees: a tenth of a metre."""


def starts_of(community: Community, *, on_map: bool) -> dict[str, str]:
    """Give what can be chosen, as msgids.

    Parameters
    ----------
    community : Community
    on_map : bool
        Whether there is a map to tap on.
    """
    able = {"usual": True, "centre": centre_of(community) is not None, "place": on_map}
    return {start: words for start, words in STARTS.items() if able[start]}


def centre_of(community: Community) -> tuple[float, float] | None:
    """Give where the service centre of a community is, degrees; None where nobody said it.

    Parameters
    ----------
    community : Community
    """
    place = community.meeting_point
    return None if place is None else (place.centroid.x, place.centroid.y)


def start_asked(plan: PatrolPlan, community: Community) -> dict[str, str]:
    """Give what the form says of the start by which a plan was made.

    Parameters
    ----------
    plan : PatrolPlan
    community : Community
    """
    if plan.start is None:
        return {"start_at": "usual"}
    place, centre = plan.start.centroid, community.meeting_point
    if centre is not None and place.distance(centre) < _SAME:
        return {"start_at": "centre"}
    return {"start_at": "place", "start": f"{place.x:.6f},{place.y:.6f}"}
