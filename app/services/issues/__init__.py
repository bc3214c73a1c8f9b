"""Issues: reported, located, moved from link to link, ended."""

from app.services.issues.by_link import judge_as_reporter
from app.services.issues.catalogue import install_catalogue
from app.services.issues.clock import extend_clock, resume_clock, start_clock, stop_clock
from app.services.issues.conflict import MeanwhileStep, Overtaken
from app.services.issues.dispatching import Candidate, Proposal, propose_handler
from app.services.issues.duplicates import call_different, merge_into
from app.services.issues.escalating import escalate_overdue
from app.services.issues.given import NOTE_MOST, Given, Handler, HandlerKind
from app.services.issues.handing import handler_of
from app.services.issues.locate import locate_issues
from app.services.issues.move import allowed_moves, move_issue, note_issue
from app.services.issues.needs import needs_of
from app.services.issues.photos import MAX_PHOTOS, Photo, read_photo, store_photos
from app.services.issues.report import Report, Reported, report_issue
from app.services.issues.reporters import erase_reporters

__all__ = [
    "MAX_PHOTOS",
    "NOTE_MOST",
    "Candidate",
    "Given",
    "Handler",
    "HandlerKind",
    "MeanwhileStep",
    "Overtaken",
    "Photo",
    "Proposal",
    "Report",
    "Reported",
    "allowed_moves",
    "call_different",
    "erase_reporters",
    "escalate_overdue",
    "extend_clock",
    "handler_of",
    "install_catalogue",
    "judge_as_reporter",
    "locate_issues",
    "merge_into",
    "move_issue",
    "needs_of",
    "note_issue",
    "propose_handler",
    "read_photo",
    "report_issue",
    "resume_clock",
    "start_clock",
    "stop_clock",
    "store_photos",
]
