"""Patrols: what is planned, in what rhythm, who walks, and what was walked."""

from app.models.patrols.life import PATROL_MOVES, Patrol, PatrolEvent, PatrolState
from app.models.patrols.plans import (
    MustVisit,
    PatrolMode,
    PatrolPlan,
    Route,
    Stop,
    StopKind,
    UnreachableStop,
)
from app.models.patrols.shifts import Absence, Beat, CalendarLink, Rhythm, Shift, StandIn
from app.models.patrols.walked import LaneSource, LaneVisit, Track, Visit, VisitDoubt, VisitHow

__all__ = [
    "PATROL_MOVES",
    "Absence",
    "Beat",
    "CalendarLink",
    "LaneSource",
    "LaneVisit",
    "MustVisit",
    "Patrol",
    "PatrolEvent",
    "PatrolMode",
    "PatrolPlan",
    "PatrolState",
    "Rhythm",
    "Route",
    "Shift",
    "StandIn",
    "Stop",
    "StopKind",
    "Track",
    "UnreachableStop",
    "Visit",
    "VisitDoubt",
    "VisitHow",
]
