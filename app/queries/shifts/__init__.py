"""Shifts: who walks when, what is uncovered, what is overdue, who is away."""

from app.queries.shifts.absences import AbsenceLine, find_absence, list_absences
from app.queries.shifts.crews import Walk, read_crews
from app.queries.shifts.feed import FeedOwner, feed_lines, find_feed, list_links
from app.queries.shifts.find import find_patrol, find_rhythm, find_shift, find_team
from app.queries.shifts.lines import EventLine, PatrolLine, patrol_events, patrol_lines
from app.queries.shifts.overdue import Overdue, overdue_patrols
from app.queries.shifts.rhythms import (
    BeatLine,
    RhythmLine,
    beat_lines,
    list_rhythms,
    team_choices,
)
from app.queries.shifts.walkers import WalkerChoice, walker_choices

__all__ = [
    "AbsenceLine",
    "BeatLine",
    "EventLine",
    "FeedOwner",
    "Overdue",
    "PatrolLine",
    "RhythmLine",
    "Walk",
    "WalkerChoice",
    "beat_lines",
    "feed_lines",
    "find_absence",
    "find_feed",
    "find_patrol",
    "find_rhythm",
    "find_shift",
    "find_team",
    "list_absences",
    "list_links",
    "list_rhythms",
    "overdue_patrols",
    "patrol_events",
    "patrol_lines",
    "read_crews",
    "team_choices",
    "walker_choices",
]
