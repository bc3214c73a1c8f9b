"""Notices on pages: the bell, the list, the digest of a day, what is sent outside."""

from app.web.notices import bell, digest, inbox, sending
from app.web.notices.blueprint import notices

__all__ = ["bell", "digest", "inbox", "notices", "sending"]
