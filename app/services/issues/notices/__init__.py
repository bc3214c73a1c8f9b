"""Notices: who should know of what happened to an issue, inside the application and outside."""

from app.services.issues.notices.address import LONGEST_EMAIL, set_email
from app.services.issues.notices.circles import handler_accounts
from app.services.issues.notices.deliver import (
    Carry,
    NotDelivered,
    deliver_next,
    forget_old,
    try_again,
)
from app.services.issues.notices.late import tell_late
from app.services.issues.notices.read import read_notices
from app.services.issues.notices.sending import check_hook, sending_of, set_hook, set_mail
from app.services.issues.notices.tell import tell_step
from app.services.issues.notices.words import NOTICE_WORDS, RESIDENT_WORDS, TO_DO

__all__ = [
    "LONGEST_EMAIL",
    "NOTICE_WORDS",
    "RESIDENT_WORDS",
    "TO_DO",
    "Carry",
    "NotDelivered",
    "check_hook",
    "deliver_next",
    "forget_old",
    "handler_accounts",
    "read_notices",
    "sending_of",
    "set_email",
    "set_hook",
    "set_mail",
    "tell_late",
    "tell_step",
    "try_again",
]
