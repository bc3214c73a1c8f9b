"""Shifts: rhythms and their beats, making shifts, the life of a patrol, who walks it."""

from app.services.patrols.shifts.clock import keep_all_time, make_next_shifts
from app.services.patrols.shifts.crews import (
    give_team,
    note_absence,
    put_stand_in,
    remove_absence,
    remove_stand_in,
)
from app.services.patrols.shifts.life import keep_time, move_patrol
from app.services.patrols.shifts.links import make_link, revoke_link
from app.services.patrols.shifts.making import Made, keep_up, make_shifts
from app.services.patrols.shifts.pairing import fill_beats, make_pairs
from app.services.patrols.shifts.rhythms import (
    BeatWish,
    RhythmWish,
    end_rhythm,
    make_rhythm,
    set_beats,
)

__all__ = [
    "BeatWish",
    "Made",
    "RhythmWish",
    "end_rhythm",
    "fill_beats",
    "give_team",
    "keep_all_time",
    "keep_time",
    "keep_up",
    "make_link",
    "make_next_shifts",
    "make_pairs",
    "make_rhythm",
    "make_shifts",
    "move_patrol",
    "note_absence",
    "put_stand_in",
    "remove_absence",
    "remove_stand_in",
    "revoke_link",
    "set_beats",
]
