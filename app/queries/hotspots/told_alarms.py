"""Alarms as programs read them: one object, and a collection of features for the map."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely

from app.models import Community
from app.queries.hotspots.alarm import Alarm
from app.queries.hotspots.find import Found
from app.queries.hotspots.told import collection, looked_at


def told_alarms(found: Found, alarms: Sequence[Alarm], community: Community) -> dict[str, Any]:
    """Tell what came up lately, by names that docs/hotspots.md explains.

    Parameters
    ----------
    found : Found
        What was looked at, as :func:`app.queries.hotspots.find_alarms` gives it.
    alarms : sequence of Alarm
    community : Community

    Returns
    -------
    dict
        JSON-serialisable.
    """
    return {
        **looked_at(found, community),
        "pieces": len(found.pieces.keys),
        "alarms": [_alarm(found, alarm) for alarm in alarms],
    }


def alarms_as_features(
    found: Found, alarms: Sequence[Alarm], community: Community
) -> dict[str, Any]:
    """Give the ground of each alarm as GeoJSON, in EPSG:4326.

    Parameters
    ----------
    found : Found
    alarms : sequence of Alarm
    community : Community

    Returns
    -------
    dict
        A FeatureCollection, the likeliest alarm first.
    """
    grounds = [
        shapely.union_all(found.pieces.shapes[list(alarm.cluster.members)]) for alarm in alarms
    ]
    properties = [_alarm(found, alarm) for alarm in alarms]
    return collection(np.array(grounds, dtype=object), properties, community)


def _alarm(found: Found, alarm: Alarm) -> dict[str, Any]:
    """Tell one alarm."""
    return {
        "members": [found.pieces.keys[member] for member in alarm.cluster.members],
        "names": list(alarm.names),
        "since": alarm.since.isoformat(),
        "until": alarm.until.isoformat(),
        "cases": int(alarm.cluster.cases),
        "expected": round(float(alarm.cluster.expected), 3),
        "times_usual": round(float(alarm.cluster.times_usual), 3),
        "llr": round(float(alarm.cluster.llr), 6),
        "p": round(float(alarm.cluster.p), 6),
    }
