"""What the pages of plans call things, and what their JavaScript says.

Places are ``{name}`` in what the browser fills, ``%(name)s`` in what the server fills.
"""

from __future__ import annotations

from math import ceil
from typing import Any

from app.models import PatrolMode
from app.queries.plans import CellPlan
from app.web.i18n import translate
from geodata.errors import N_

MODES = {
    PatrolMode.STOPS.value: N_("Past buildings and must-visit points"),
    PatrolMode.STREETS.value: N_("Along every lane"),
}

WAYS = {
    "set_out": N_("Set out along %(lane)s"),
    "straight": N_("Go on along %(lane)s"),
    "left": N_("Turn left into %(lane)s"),
    "right": N_("Turn right into %(lane)s"),
    "back": N_("Turn round, back along %(lane)s"),
}

QUALITY = {
    "proven": N_("It is proven: no shorter walk passes every lane."),
    "proven_several": N_("It is proven: the longest of these walks cannot be made shorter."),
    "near": N_("The longest walk is at most %(percent)s %% longer than the best possible."),
    "short": N_("Not every lane fits into the minutes: those that need it most are walked."),
    "unknown": N_("Nobody knows how near this comes to the shortest walks."),
}
"""What is known of how good a plan along lanes is."""

_EXACT = 5e-4
"""A gap below this is that of rounding to whole numbers."""

LANES = {
    "steps": N_("the steps"),
    "footway": N_("the footpath"),
    "path": N_("the footpath"),
    "pedestrian": N_("the pedestrian way"),
    "service": N_("the access road"),
}
"""Words for lanes without a name."""

NAMELESS = N_("the lane")

PLAN_TEXTS = {
    "lane_changes": N_("{count} lanes changed. They count once you plan with them."),
    "lane_figures": N_("{lanes} km of lanes to be walked, {walked} km on foot in all."),
    "lane_hint": N_("Tap a lane to leave it out, or to take it in again."),
    "lane_metres": N_("{metres} m"),
    "lane_near": N_("of a neighbouring cell"),
    "lanes_planned": N_("Planned with these lanes."),
    "start_hint": N_("Tap the place on the map where the walks begin."),
    "add_hint": N_("Tap the place on the map that must always be visited."),
    "add_name": N_("What is to be looked at there?"),
    "after_minutes": N_("after {minutes} min"),
    "by_foot": N_("{metres} m on foot"),
    "cancel": N_("Give up"),
    "drag_hint": N_(
        "Drag a stop in the list or on the map. A tap on a stop shows what can be done."
    ),
    "dragging": N_("Let go where it shall be visited."),
    "earlier": N_("Earlier"),
    "first": N_("The walk begins here"),
    "later": N_("Later"),
    "leg_locked": N_("The leg to here is locked"),
    "leg_free": N_("Lock the leg to here"),
    "length": N_("{km} km"),
    "must_visit": N_("must-visit point"),
    "minutes": N_("{minutes} min"),
    "moved": N_("{name} moved. Its legs are locked; plan the rest anew if you like."),
    "no_answer": N_("The server did not answer, so this step is not stored yet."),
    "no_stops": N_("No stop can be reached here. Look below for the reasons."),
    "not_done": N_("Not done: {why}"),
    "open_phone": N_("On the phone"),
    "overtaken": N_("Somebody else changed this plan. You see the newest now."),
    "plan": N_("The plan"),
    "remove": N_("Visit no longer"),
    "replanned": N_("Planned anew."),
    "sending": N_("Storing ..."),
    "show_on_map": N_("Show on map"),
    "stop_drag": N_("Drag to another place in the order"),
    "stops": N_("{count} stops"),
    "stored": N_("Every step is stored"),
    "to_volunteer": N_("To volunteer {number}"),
    "understood": N_("Understood"),
    "undone": N_("The last step is undone."),
    "unlock": N_("Locked leg: unlock"),
    "volunteer": N_("Volunteer {number}"),
}
"""Key in the JavaScript, English text."""


def say_quality(plan: CellPlan) -> str:
    """Say how near a plan along lanes comes to the best one, and whether that is proven.

    Parameters
    ----------
    plan : CellPlan

    Returns
    -------
    str
        Empty for plans past stops: their order may have been changed by hand.
    """
    if plan.plan is None or plan.plan.mode is not PatrolMode.STREETS:
        return ""
    gap = plan.routes[0].gap
    if gap is None:
        short = any(stop.reason == "no_time" for stop in plan.unreachable)
        return translate(QUALITY["short" if short else "unknown"])
    if gap < _EXACT:
        return translate(QUALITY["proven" if len(plan.routes) == 1 else "proven_several"])
    return translate(QUALITY["near"], {"percent": ceil(gap * 1000) / 10})


def say_turn(turn: dict[str, Any]) -> str:
    """Say one line of the way in words.

    Parameters
    ----------
    turn : dict
        As a route keeps it.

    Returns
    -------
    str
        Empty for a line on which nothing is walked.
    """
    if not turn["length_m"]:
        return ""
    lane = turn["lane"] or translate(LANES.get(turn["kind"], NAMELESS))
    return translate(WAYS[turn["way"]], {"lane": lane})
