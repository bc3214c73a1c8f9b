"""The walking network: paths as nodes and edges that every planner shares."""

from patrol.network.build import SLOWNESS, STEPS_SLOWNESS, build_network
from patrol.network.walking import DEFAULT_PACE_M_S, NO_PATH, WalkingNetwork, label_pieces
from patrol.noding import Bools

__all__ = [
    "DEFAULT_PACE_M_S",
    "NO_PATH",
    "SLOWNESS",
    "STEPS_SLOWNESS",
    "Bools",
    "WalkingNetwork",
    "build_network",
    "label_pieces",
]
