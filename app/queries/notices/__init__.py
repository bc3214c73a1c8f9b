"""Reads about notices: what is unread, what waits, what happened on a day, what is sent."""

from app.queries.notices.digest import Digest, DigestLine, Waiting, read_digest
from app.queries.notices.inbox import (
    MOST_UNREAD,
    NoticeLine,
    NoticePart,
    count_unread,
    find_notice,
    list_notices,
)
from app.queries.notices.outgoing import OutgoingLine, SendingFacts, read_sending

__all__ = [
    "MOST_UNREAD",
    "Digest",
    "DigestLine",
    "NoticeLine",
    "NoticePart",
    "OutgoingLine",
    "SendingFacts",
    "Waiting",
    "count_unread",
    "find_notice",
    "list_notices",
    "read_digest",
    "read_sending",
]
