"""When patrols are walked: recurrence, hours, who is on, and calendars to subscribe to."""

from patrol.calendar.crew import Cover, Crew, Mate, Replacement, Walker, who_is_on
from patrol.calendar.feed import Entry, render_calendar
from patrol.calendar.recurrence import Hours, Recurrence, Slot, read_recurrence, slots

__all__ = [
    "Cover",
    "Crew",
    "Entry",
    "Hours",
    "Mate",
    "Recurrence",
    "Replacement",
    "Slot",
    "Walker",
    "read_recurrence",
    "render_calendar",
    "slots",
    "who_is_on",
]
