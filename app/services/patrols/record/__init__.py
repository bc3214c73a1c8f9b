"""What was walked: tracks, ticks, records of stops, and what becomes of them."""

from app.services.patrols.record.expire import delete_track, expire_tracks
from app.services.patrols.record.queue import Left, Taken, take_ticks
from app.services.patrols.record.sheet import import_records
from app.services.patrols.record.ticks import Tick, tick_stop, untick_stop
from app.services.patrols.record.tracks import Recorded, TrackFile, import_track

__all__ = [
    "Left",
    "Recorded",
    "Taken",
    "Tick",
    "TrackFile",
    "delete_track",
    "expire_tracks",
    "import_records",
    "import_track",
    "take_ticks",
    "tick_stop",
    "untick_stop",
]
