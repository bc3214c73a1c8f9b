"""What was walked: tracks brought onto the walking network, and what that covers."""

from patrol.track.clean import CleanTrack, clean_track
from patrol.track.datum import guess_datum, shifted
from patrol.track.fixes import Fixes
from patrol.track.gpx import read_gpx
from patrol.track.lanes import lane_parts
from patrol.track.match import Walked, match_track
from patrol.track.passing import passed_stops
from patrol.track.records import read_records
from patrol.track.stretches import Stretches, stretches_of

__all__ = [
    "CleanTrack",
    "Fixes",
    "Stretches",
    "Walked",
    "clean_track",
    "guess_datum",
    "lane_parts",
    "match_track",
    "passed_stops",
    "read_gpx",
    "read_records",
    "shifted",
    "stretches_of",
]
