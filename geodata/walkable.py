"""Which ways a patrol may walk on, by OpenStreetMap's tags."""

from __future__ import annotations

from typing import Any

_NEVER = frozenset(
    {
        "motorway", "motorway_link", "trunk", "trunk_link", "construction", "proposed", "abandoned",
        "razed", "raceway", "bus_guideway", "busway", "corridor", "elevator", "platform",
        "rest_area", "services", "escape", "no", "planned", "disused",
    }
)  # fmt: skip
CLOSED_KINDS = frozenset({"rail", "railway", "water", "motorway", "motorway_link"})
"""Kinds of barriers that nobody crosses on foot except on a bridge or through a tunnel."""

_WELCOME = frozenset({"yes", "designated", "permissive", "destination", "official"})
_CLOSED = frozenset({"no", "use_sidepath"})


def is_walkable(kind: Any, foot: Any = None, access: Any = None) -> bool:
    """Say whether one may walk on a way.

    ``foot`` decides where it is given; else a motor road of the highest classes is not walked on,
    nor what is closed to everybody (``access=no``). ``access=private`` stays: the lanes inside
    compounds carry it, and those who patrol there live there.

    Parameters
    ----------
    kind : str or None
        OpenStreetMap's highway class; None counts as a path.
    foot, access : str or None
        The tags of these names.

    Returns
    -------
    bool
    """
    if isinstance(foot, str) and foot in _WELCOME:
        return kind not in {"construction", "proposed"}
    if isinstance(foot, str) and foot in _CLOSED:
        return False
    return kind not in _NEVER and access != "no"
