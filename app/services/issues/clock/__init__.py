"""The clock of issues: deadlines in working time, which stand while an issue is suspended."""

from app.services.issues.clock.calendar import (
    USUAL_WEEK,
    held_working_time,
    place_zone,
    read_week,
    working_time,
)
from app.services.issues.clock.limits import find_limit, fitting_limit
from app.services.issues.clock.national import has_notice, national_day, national_days
from app.services.issues.clock.reading import WARN_SHARE, Reading
from app.services.issues.clock.setting import (
    extend_clock,
    resume_clock,
    start_clock,
    stop_clock,
)
from app.services.issues.clock.working_time import Stretch, WorkingTime

__all__ = [
    "USUAL_WEEK",
    "WARN_SHARE",
    "Reading",
    "Stretch",
    "WorkingTime",
    "extend_clock",
    "find_limit",
    "fitting_limit",
    "has_notice",
    "held_working_time",
    "national_day",
    "national_days",
    "place_zone",
    "read_week",
    "resume_clock",
    "start_clock",
    "stop_clock",
    "working_time",
]
