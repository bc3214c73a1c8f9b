"""Logging in: checking who it is, locking out who guesses, and the log-ins that last."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import secrets
from dataclasses import dataclass

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.orm import Session, contains_eager, defer, joinedload

from app.models import Community, LoginAttempt, LoginSession, User
from app.services import audit
from app.services.passwords import hash_password, is_outdated, password_matches
from geodata.errors import N_, WanggeError

USERNAME_FORM = re.compile(r"[a-z0-9_.-]{2,40}")
LONGEST_LOGIN = dt.timedelta(days=30)
"""A log-in ends then, even if it was never idle."""

TOUCH_EVERY = dt.timedelta(minutes=1)
"""How exactly the last use of a log-in is noted: a map asks for many tiles a second."""


class LockedOut(WanggeError):
    """Too many failed log-ins in a row; nothing is checked for some minutes."""


@dataclass(frozen=True)
class Lockout:
    """When an account is locked.

    Attributes
    ----------
    attempts : int
        Failed log-ins in a row that lock it.
    minutes : int
        How long they count.
    """

    attempts: int
    minutes: int

    def since(self, at: dt.datetime) -> dt.datetime:
        """Give the moment before which failures are forgotten."""
        return at - dt.timedelta(minutes=self.minutes)


def fold_username(username: str) -> str:
    """Give a user name as it is stored: lower case, no spaces around."""
    return username.strip().lower()


def authenticate(
    session: Session, username: str, password: str, *, at: dt.datetime, lockout: Lockout
) -> User | None:
    """Find out who logs in. A failure is counted, so let the transaction end well.

    Parameters
    ----------
    session : Session
    username, password : str
        As typed.
    at : datetime.datetime
        Aware.
    lockout : Lockout

    Returns
    -------
    User or None
        None if user name or password is wrong, or the account is closed; which one is not told.

    Raises
    ------
    LockedOut
        If too many failed before; the password was then not looked at.
    """
    name = fold_username(username)
    if not USERNAME_FORM.fullmatch(name):
        # Nobody can have this name; it may be a password typed in the wrong place: not kept.
        password_matches(None, password)
        return None
    # One guess at a time for each name, or parallel guesses would all pass the count.
    session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(name, 0))))
    refuse_if_locked(session, name, at=at, lockout=lockout)
    user = session.scalar(select(User).where(User.username == name))
    matches = password_matches(user.password_hash if user else None, password)
    if user is None or not matches or not user.active:
        _count_failure(session, name, user, at=at, lockout=lockout)
        return None
    forget_failures(session, name)
    if is_outdated(user.password_hash):
        user.password_hash = hash_password(password)
    return user


def refuse_if_locked(session: Session, name: str, *, at: dt.datetime, lockout: Lockout) -> None:
    """Refuse a user name that failed too often lately, known or not.

    Raises
    ------
    LockedOut
        Saying for how long.
    """
    failed = session.scalars(
        select(LoginAttempt.at)
        .where(LoginAttempt.username == name, LoginAttempt.at > lockout.since(at))
        .order_by(LoginAttempt.at.desc())
        .limit(lockout.attempts)
    ).all()
    if len(failed) >= lockout.attempts:
        left = failed[-1] - lockout.since(at)
        raise LockedOut(
            N_("Too many failed log-ins. Try again in %(minutes)s minutes."),
            minutes=max(1, -(-int(left.total_seconds()) // 60)),
        )


def _count_failure(
    session: Session, name: str, user: User | None, *, at: dt.datetime, lockout: Lockout
) -> None:
    """Note a failed log-in, and drop those that no longer count."""
    session.execute(delete(LoginAttempt).where(LoginAttempt.at <= lockout.since(at)))
    session.add(LoginAttempt(username=name, at=at))
    if user is not None:
        audit.record(
            session, at=at, by=None, action="login_failed", thing_kind="user", thing_id=user.id
        )


def forget_failures(session: Session, name: str) -> None:
    """Forget the failed log-ins of a user name, which unlocks it."""
    session.execute(delete(LoginAttempt).where(LoginAttempt.username == name))


def open_login(session: Session, user: User, *, at: dt.datetime, idle: dt.timedelta) -> str:
    """Begin a log-in that lasts, and clear away those that have ended.

    Parameters
    ----------
    session : Session
    user : User
        From :func:`authenticate`.
    at : datetime.datetime
        Aware.
    idle : datetime.timedelta
        After which an unused log-in ends.

    Returns
    -------
    str
        The token for the browser's cookie. The table holds only its SHA-256.
    """
    ended = or_(LoginSession.seen_at <= at - idle, LoginSession.made_at <= at - LONGEST_LOGIN)
    session.execute(delete(LoginSession).where(ended))
    token = secrets.token_urlsafe(32)
    session.add(LoginSession(token_sha256=_digest(token), user_id=user.id, made_at=at, seen_at=at))
    audit.record(session, at=at, by=user.id, action="login", thing_kind="user", thing_id=user.id)
    return token


def resume_login(
    session: Session, token: str, *, at: dt.datetime, idle: dt.timedelta
) -> LoginSession | None:
    """Find the log-in of a browser, with its user and community, and note that it is in use.

    Parameters
    ----------
    session : Session
    token : str
        From the cookie; anything.
    at : datetime.datetime
        Aware.
    idle : datetime.timedelta
        After which an unused log-in ends.

    Returns
    -------
    LoginSession or None
        None if there is none, it has ended, or the account is closed.
    """
    # The boundary can be large and no page needs it to greet its user.
    community = joinedload(User.community).options(
        defer(Community.boundary, raiseload=True), defer(Community.meeting_point, raiseload=True)
    )
    login = session.scalar(
        select(LoginSession)
        .join(LoginSession.user)
        .options(contains_eager(LoginSession.user).options(community))
        .where(
            LoginSession.token_sha256 == _digest(token),
            LoginSession.seen_at > at - idle,
            LoginSession.made_at > at - LONGEST_LOGIN,
            User.active,
        )
    )
    if login is not None and at - login.seen_at >= TOUCH_EVERY:
        session.execute(update(LoginSession).where(LoginSession.id == login.id).values(seen_at=at))
    return login


def close_login(session: Session, login_id: int, *, at: dt.datetime, by: int) -> None:
    """End one log-in.

    Parameters
    ----------
    session : Session
    login_id : int
        Key of the :class:`LoginSession`.
    at : datetime.datetime
        Aware.
    by : int
        Whose it is.
    """
    session.execute(
        delete(LoginSession).where(LoginSession.id == login_id, LoginSession.user_id == by)
    )
    audit.record(session, at=at, by=by, action="logout", thing_kind="user", thing_id=by)


def close_logins(session: Session, user_id: int, *, but: int | None = None) -> None:
    """End all log-ins of a user, but for one to keep."""
    session.execute(
        delete(LoginSession).where(
            LoginSession.user_id == user_id, LoginSession.id.is_distinct_from(but)
        )
    )


def _digest(token: str) -> str:
    """Give what the table keeps of a token."""
    return hashlib.sha256(token.encode()).hexdigest()
