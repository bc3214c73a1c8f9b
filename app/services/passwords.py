"""Passwords: the rules for a new one, its hash, and checking against that hash."""

from __future__ import annotations

import re
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from geodata.errors import N_, WanggeError

SHORTEST = 10
LONGEST = 128
FEWEST_DIFFERENT = 5
COMMON = frozenset(
    {
        "0123456789", "1234567890", "12345678910", "123456789a", "1234567891", "0987654321",
        "1q2w3e4r5t", "1qaz2wsx3edc", "a123456789", "aa123456789", "abc123456789", "iloveyou1314",
        "password12", "password123", "passw0rd123", "qq123456789", "qwer123456", "qwerty1234",
        "qwerty123456", "qwertyuiop", "woaini1314", "woaini1314520", "woaini5201314", "wangge12345",
    }
)  # fmt: skip
"""Long enough, yet guessed first; kept in lower case."""

_HASHER = PasswordHasher()  # Argon2id with the parameters of RFC 9106 for little memory.


class PasswordRefused(WanggeError):
    """A new password does not fit the rules."""


def check_new_password(password: str, username: str) -> None:
    """Refuse a password that is too short, too long or guessed at once.

    Parameters
    ----------
    password : str
        Any characters, Chinese and spaces too.
    username : str

    Raises
    ------
    PasswordRefused
        Naming the rule that it breaks.
    """
    if not SHORTEST <= len(password) <= LONGEST:
        raise PasswordRefused(
            N_("A password has %(shortest)s to %(longest)s characters."),
            shortest=SHORTEST,
            longest=LONGEST,
        )
    if _letters(password) == _letters(username) or username.casefold() == password.casefold():
        raise PasswordRefused(N_("A password must not be the user name, with or without digits."))
    if len(set(password)) < FEWEST_DIFFERENT or password.casefold() in COMMON:
        raise PasswordRefused(N_("This password is guessed at once. Choose another one."))


def hash_password(password: str) -> str:
    """Hash a password for the table of users.

    Parameters
    ----------
    password : str

    Returns
    -------
    str
        Argon2id hash with its salt and parameters.
    """
    return _HASHER.hash(password)


def password_matches(password_hash: str | None, password: str) -> bool:
    """Check a password, taking as long for an unknown user as for a known one.

    Parameters
    ----------
    password_hash : str or None
        From the table; None if there is no such user.
    password : str

    Returns
    -------
    bool
    """
    try:
        _HASHER.verify(password_hash or _hash_of_nobody(), password[: LONGEST + 1])
    except (VerificationError, InvalidHashError):
        return False
    return password_hash is not None


def is_outdated(password_hash: str) -> bool:
    """Tell whether a hash was made with other parameters than those of today."""
    return _HASHER.check_needs_rehash(password_hash)


@cache
def _hash_of_nobody() -> str:
    """Give a hash to check against where there is no user, so that the time tells nothing."""
    return _HASHER.hash("nobody has this password")


def _letters(text: str) -> str:
    """Give the letters of a text, so that ``zhangsan`` is found in ``ZhangSan-2026``."""
    return re.sub(r"[\W\d_]+", "", text.casefold())
