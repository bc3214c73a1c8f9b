"""What was walked: tracks, ticks, records of stops, and what becomes of them."""

from app.services.patrols.record.expire import delete_track, expire_tracks
from app.services.patrols.record.queue import Left, Taken, take_ticks
from app.services.patrols.record.sheet import import_records
from app.services.patrols.record.ticks import Tick, tick_stop, untick_stop
from app.services.patrols.record.tracks import Recorded, TrackFile, import_track
from app.services.patrols.record.withdraw import (
    can_be_withdrawn,
    forget_sources,
    may_withdraw,
    withdraw_tracks,
)

__all__ = [
    "Left",
    "Recorded",
    "Taken",
    "Tick",
    "TrackFile",
    "can_be_withdrawn",
    "delete_track",
    "expire_tracks",
    "forget_sources",
    "import_records",
    "import_track",
    "may_withdraw",
    "take_ticks",
    "tick_stop",
    "untick_stop",
    "withdraw_tracks",
]
