"""Accounts: adding, closing and opening them, and their passwords and languages."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.models import Role, User
from app.services import audit
from app.services.logins import (
    USERNAME_FORM,
    Lockout,
    authenticate,
    close_logins,
    fold_username,
    forget_failures,
)
from app.services.passwords import check_new_password, hash_password
from geodata.errors import N_, WanggeError

LONGEST_NAME = 40


class AccountRefused(WanggeError):
    """An account cannot be made or changed like this."""


def add_user(
    session: Session,
    *,
    username: str,
    display_name: str,
    password: str,
    role: Role,
    at: dt.datetime,
    by: int | None,
    community_id: int | None = None,
    street_id: int | None = None,
    person_id: int | None = None,
    password_hash: str | None = None,
) -> User:
    """Open an account.

    Parameters
    ----------
    session : Session
    username : str
        2 to 40 of a-z, 0-9, dot, dash, underscore; capitals are folded.
    display_name : str
        How others see the person; the user name if empty.
    password : str
        See :func:`app.services.passwords.check_new_password`.
    role : Role
    at : datetime.datetime
        Aware.
    by : int or None
        The account that does it; None is the operator at the command line.
    community_id : int, optional
        Where; needed by every role but system administrator and leader of a street.
    street_id : int, optional
        For a leader of all communities of a street.
    person_id : int, optional
        Whose duties decide which cells a grid administrator or volunteer sees.
    password_hash : str, optional
        Of the same password, where another account that is opened with it has one already:
        hashing takes long, as it should.

    Returns
    -------
    User

    Raises
    ------
    AccountRefused
        If the name does not fit or is taken, or a community is missing.
    app.services.passwords.PasswordRefused
        If the password breaks a rule.
    """
    values = {
        "username": _checked_username(username),
        "display_name": _checked_display_name(display_name or username),
        "role": role,
        "community_id": community_id,
        "street_id": street_id,
        "person_id": person_id,
    }
    _check_place(role, community_id, street_id)
    check_new_password(password, fold_username(username))
    user = _insert(session, values | {"password_hash": password_hash or hash_password(password)})
    note_account(session, "user_add", user, at=at, by=by, username=user.username, role=role.value)
    return user


def _insert(session: Session, values: dict[str, Any]) -> User:
    """Insert a user unless the name is taken, also by somebody at the same moment."""
    user: User | None = session.scalar(
        insert(User)
        .values(active=True, **values)
        .on_conflict_do_nothing(index_elements=["username"])
        .returning(User)
    )
    if user is None:
        raise AccountRefused(
            N_("The user name %(username)s is taken. Choose another one."),
            username=values["username"],
        )
    return user


def change_password(
    session: Session,
    user: User,
    old: str,
    new: str,
    *,
    at: dt.datetime,
    lockout: Lockout,
    keep_login: int | None,
) -> bool:
    """Change one's own password, and end one's other log-ins.

    Parameters
    ----------
    session : Session
    user : User
    old, new : str
        As typed.
    at : datetime.datetime
        Aware.
    lockout : Lockout
        A wrong old password counts as a failed log-in.
    keep_login : int or None
        Key of the log-in at work, which stays.

    Returns
    -------
    bool
        False if the old password is wrong; nothing was changed then, and the failure counted.

    Raises
    ------
    app.services.passwords.PasswordRefused
        If the new one breaks a rule.
    app.services.logins.LockedOut
        If too many old passwords were wrong.
    """
    check_new_password(new, user.username)
    stored = authenticate(session, user.username, old, at=at, lockout=lockout)
    if stored is None:
        return False
    stored.password_hash = hash_password(new)
    close_logins(session, stored.id, but=keep_login)
    note_account(session, "password_change", stored, at=at, by=stored.id)
    return True


def reset_password(
    session: Session, user: User, new: str, *, at: dt.datetime, by: int | None
) -> None:
    """Give somebody a new password, end all their log-ins and unlock the account.

    Parameters
    ----------
    session : Session
    user : User
    new : str
    at : datetime.datetime
        Aware.
    by : int or None
        The system administrator; None is the operator at the command line.

    Raises
    ------
    app.services.passwords.PasswordRefused
        If the new one breaks a rule.
    """
    check_new_password(new, user.username)
    user.password_hash = hash_password(new)
    close_logins(session, user.id)
    forget_failures(session, user.username)
    note_account(session, "password_reset", user, at=at, by=by)


def deactivate(session: Session, user: User, *, at: dt.datetime, by: int | None) -> None:
    """Close an account and end its log-ins at once. What the user did stays on record.

    Parameters
    ----------
    session : Session
    user : User
    at : datetime.datetime
        Aware.
    by : int or None
        Who does it; None is the operator at the command line.

    Raises
    ------
    AccountRefused
        If it is one's own, so that somebody who manages accounts always remains.
    """
    if user.id == by:
        raise AccountRefused(N_("You cannot close your own account. Ask another administrator."))
    user.active = False
    close_logins(session, user.id)
    note_account(session, "user_deactivate", user, at=at, by=by)


def reactivate(session: Session, user: User, *, at: dt.datetime, by: int | None) -> None:
    """Open a closed account again, with its old password.

    Parameters
    ----------
    session : Session
    user : User
    at : datetime.datetime
        Aware.
    by : int or None
        Who does it; None is the operator at the command line.
    """
    user.active = True
    note_account(session, "user_reactivate", user, at=at, by=by)


def choose_language(session: Session, user_id: int, language: str) -> None:
    """Keep the language in which a user wants to read.

    Parameters
    ----------
    session : Session
    user_id : int
    language : str
        One that the application offers.
    """
    user = session.scalar(select(User).where(User.id == user_id))
    if user is not None:
        user.language = language


def _checked_username(username: str) -> str:
    """Fold a user name and refuse one that does not fit the table."""
    name = fold_username(username)
    if not USERNAME_FORM.fullmatch(name):
        raise AccountRefused(
            N_("A user name has 2 to 40 characters: a-z, 0-9, dot, dash or underscore.")
        )
    return name


def _checked_display_name(display_name: str) -> str:
    """Tidy a display name and refuse one that would not print on one line."""
    name = display_name.strip()
    if not 1 <= len(name) <= LONGEST_NAME or not name.isprintable():
        raise AccountRefused(
            N_("A name has 1 to %(longest)s characters, on one line."), longest=LONGEST_NAME
        )
    return name


def _check_place(role: Role, community_id: int | None, street_id: int | None) -> None:
    """Refuse an account that could see nothing, or a system administrator inside a community."""
    placed = community_id is not None or street_id is not None
    if role is Role.SYSTEM_ADMIN and placed:
        raise AccountRefused(
            N_("A system administrator belongs to no community: leave the community empty.")
        )
    if role is not Role.SYSTEM_ADMIN and not placed:
        raise AccountRefused(N_("Say to which community this account belongs."))


def note_account(
    session: Session, action: str, user: User, *, at: dt.datetime, by: int | None, **details: Any
) -> None:
    """Write what happened to an account into the audit log.

    Parameters
    ----------
    session : Session
    action : str
    user : User
        Whose account it is.
    at : datetime.datetime
        Aware.
    by : int or None
        Who did it; None is the operator at the command line.
    **details
        What else is to be known of it.
    """
    audit.record(
        session,
        at=at,
        by=by,
        action=action,
        thing_kind="user",
        thing_id=user.id,
        community_id=user.community_id,
        **details,
    )
