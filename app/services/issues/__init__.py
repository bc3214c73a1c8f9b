"""Issues: reported, located, moved from link to link, ended."""

from app.services.issues.locate import locate_issues
from app.services.issues.photos import MAX_PHOTOS, Photo, read_photo, store_photos
from app.services.issues.report import Report, Reported, report_issue

__all__ = [
    "MAX_PHOTOS",
    "Photo",
    "Report",
    "Reported",
    "locate_issues",
    "read_photo",
    "report_issue",
    "store_photos",
]
