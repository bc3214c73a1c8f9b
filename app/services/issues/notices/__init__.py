"""Notices: who should know of what happened to an issue."""

from app.services.issues.notices.tell import tell_step

__all__ = ["tell_step"]
