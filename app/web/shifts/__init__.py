"""Pages of shifts: the week, one patrol, rhythms, pairs, absences, gaps, calendars."""

from app.web.shifts import absences, gaps, links, one, pairs, rhythms, tabs, week
from app.web.shifts.blueprint import shifts
from app.web.shifts.feed import feeds

__all__ = [
    "absences",
    "feeds",
    "gaps",
    "links",
    "one",
    "pairs",
    "rhythms",
    "shifts",
    "tabs",
    "week",
]
