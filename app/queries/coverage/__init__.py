"""What was walked and visited, when last, and what was missed: of places, never of people."""

from app.queries.coverage.ages import AGES, Age
from app.queries.coverage.cells import CellCoverage, Period, cell_coverage
from app.queries.coverage.missed import LaneLine, MissedStop, lanes_longest_ago, missed_stops
from app.queries.coverage.own import OwnTrack, StopMark, own_tracks, stop_marks

__all__ = [
    "AGES",
    "Age",
    "CellCoverage",
    "LaneLine",
    "MissedStop",
    "OwnTrack",
    "Period",
    "StopMark",
    "cell_coverage",
    "lanes_longest_ago",
    "missed_stops",
    "own_tracks",
    "stop_marks",
]
