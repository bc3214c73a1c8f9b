"""What indicators are called, and what each divides by what."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from app.queries.issues.indicators.groups import PEOPLE, Group
from app.queries.words import word
from geodata.errors import N_

GROUP_WORDS: Mapping[Group, str] = {
    Group.CELL: N_("Cell"),
    Group.CATEGORY: N_("Category"),
    Group.HANDLER: N_("Handling unit"),
    Group.CHANNEL: N_("Channel"),
    Group.MONTH: N_("Month"),
}

COUNT_WORDS: Mapping[str, str] = {
    "received": N_("Received"),
    "filed": N_("Filed"),
    "due": N_("Due"),
    "closed": N_("Closed"),
    "on_time": N_("Closed in time"),
    "reworked": N_("Reworked"),
}

RATE_WORDS: Mapping[str, tuple[str, str]] = {
    "filing_rate": (N_("Filing rate"), N_("filed of received")),
    "closing_rate": (N_("Closing rate"), N_("closed of due")),
    "on_time_rate": (N_("On-time rate"), N_("on time of due")),
    "rework_rate": (N_("Rework rate"), N_("reworked of closed")),
}
"""Each rate, and what it divides by what."""

COUNT_MEANINGS: Mapping[str, str] = {
    "received": N_("Reported in the period, by whatever channel."),
    "filed": N_("Those of the received that were accepted as a case."),
    "due": N_(
        "Cases whose deadline fell into the period, whenever they were received. What was voided, "
        "rejected or merged is not due, nor what is suspended."
    ),
    "closed": N_("Those of the due that were closed before the period ended."),
    "on_time": N_("Those of the closed that were handled before their deadline."),
    "reworked": N_("Those of the closed that did not pass verification at first."),
}

_NO_GROUP: Mapping[Group, str] = {
    Group.CELL: N_("No cell, or the place is doubtful"),
    Group.HANDLER: N_("Nobody"),
}


def say_group(name: str, group: Group, translate: Callable[[str], str]) -> str:
    """Say the name of a group.

    Parameters
    ----------
    name : str
        As :func:`read_indicators` gives it.
    group : Group
    translate : callable
        English template to the reader's language.
    """
    if name == PEOPLE:
        return translate(N_("People on duty"))
    if group is Group.CHANNEL:
        return word(name, "channel", translate)
    return name or translate(_NO_GROUP.get(group, N_("None")))
