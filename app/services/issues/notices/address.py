"""Where an account gets its e-mail."""

from __future__ import annotations

import datetime as dt
import re

from sqlalchemy.orm import Session

from app.models import User
from app.services.audit import record
from geodata.errors import N_, InputRefused

LONGEST_EMAIL = 254
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+", re.ASCII)


def set_email(session: Session, user_id: int, email: str, *, at: dt.datetime) -> None:
    """Set the address to which an account has its notices sent.

    Parameters
    ----------
    session : Session
    user_id : int
        The account, which sets its own.
    email : str
        Empty for none.
    at : datetime.datetime
        Now, aware.

    Raises
    ------
    InputRefused
        If it is no address.
    """
    email = email.strip()
    if email and (len(email) > LONGEST_EMAIL or not _EMAIL.fullmatch(email)):
        raise InputRefused(N_("This is not an e-mail address."))
    user = session.get_one(User, user_id)
    user.email = email
    record(
        session, at=at, by=user_id, action="set own e-mail", thing_kind="user",
        thing_id=user_id, community_id=user.community_id, given=bool(email),
    )  # fmt: skip
