"""Issues: reported, located, moved from link to link, ended."""

from app.services.issues.locate import locate_issues

__all__ = ["locate_issues"]
