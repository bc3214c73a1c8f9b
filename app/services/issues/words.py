"""What strangers write: without what no text has, and no longer than its place."""

from __future__ import annotations

import unicodedata

from geodata.errors import N_, InputRefused

TITLE, ADDRESS, DESCRIPTION = 120, 200, 4000
NAME, PHONE, EMAIL = 60, 30, 120
"""Characters that each has at most."""


def bounded(text: str, limit: int) -> str:
    """Give a text without control characters and blanks around it; line breaks stay.

    Parameters
    ----------
    text : str
        Any script, any length.
    limit : int
        Characters.

    Raises
    ------
    InputRefused
        If it is longer: cutting it might turn its meaning round.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    # Formatting characters (Cf) stay, for some scripts need them, but not those that turn the
    # direction of what stands after them.
    plain = "".join(
        sign for sign in lines if sign == "\n" or unicodedata.category(sign) not in ("Cc", "Cs")
    )
    plain = plain.translate(_TURNING).strip()
    if len(plain) > limit:
        raise InputRefused(
            N_("A text has %(count)s characters; at most %(limit)s fit here. Shorten it."),
            count=len(plain),
            limit=limit,
        )
    return plain


def bounded_line(text: str, limit: int) -> str:
    """Give a text of one line, as :func:`bounded` does.

    Parameters
    ----------
    text : str
    limit : int
        Characters.

    Raises
    ------
    InputRefused
        If it is longer.
    """
    return bounded(" ".join(text.split()), limit)


_TURNING = dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)))
