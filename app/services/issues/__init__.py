"""Issues: reported, located, moved from link to link, ended."""

from app.services.issues.clock import extend_clock, resume_clock, start_clock, stop_clock
from app.services.issues.conflict import MeanwhileStep, Overtaken
from app.services.issues.given import NOTE_MOST, Given, Handler, HandlerKind
from app.services.issues.handing import handler_of
from app.services.issues.locate import locate_issues
from app.services.issues.move import allowed_moves, move_issue, note_issue
from app.services.issues.needs import needs_of
from app.services.issues.photos import MAX_PHOTOS, Photo, read_photo, store_photos
from app.services.issues.report import Report, Reported, report_issue

__all__ = [
    "MAX_PHOTOS",
    "NOTE_MOST",
    "Given",
    "Handler",
    "HandlerKind",
    "MeanwhileStep",
    "Overtaken",
    "Photo",
    "Report",
    "Reported",
    "allowed_moves",
    "extend_clock",
    "handler_of",
    "locate_issues",
    "move_issue",
    "needs_of",
    "note_issue",
    "read_photo",
    "report_issue",
    "resume_clock",
    "start_clock",
    "stop_clock",
    "store_photos",
]
