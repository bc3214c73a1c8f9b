"""What a leader asks: where it burns, what is being done, and what was not looked at."""

from app.queries.analysis.forgotten import ForgottenBuilding, buildings_longest_ago
from app.queries.analysis.rhythm import Rhythm, read_rhythm
from app.queries.analysis.sight import Sight, look
from app.queries.analysis.standing import Standing, StandingRow, read_standing
from app.queries.analysis.told import features_of, hot_and_cold

__all__ = [
    "ForgottenBuilding",
    "Rhythm",
    "Sight",
    "Standing",
    "StandingRow",
    "buildings_longest_ago",
    "features_of",
    "hot_and_cold",
    "look",
    "read_rhythm",
    "read_standing",
]
