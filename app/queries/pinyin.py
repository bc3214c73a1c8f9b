"""Chinese names by their sound: what one types who has no Chinese input at hand."""

from __future__ import annotations

from functools import lru_cache


@lru_cache(maxsize=65_536)
def sounds(name: str) -> tuple[str, str]:
    """Give the sound of a name.

    Parameters
    ----------
    name : str

    Returns
    -------
    tuple of str
        Full (``wangxiaoming``) and by initials (``wxm``), lower case; what is not Chinese stays.
    """
    # Imported late: its dictionaries take half a second, and most starts never search by sound.
    from pypinyin import Style, lazy_pinyin

    full = "".join(lazy_pinyin(name)).lower()
    initials = "".join(lazy_pinyin(name, style=Style.FIRST_LETTER)).lower()
    return full, initials


def sounds_like(name: str, typed: str) -> bool:
    """Tell whether a name begins with what was typed, by its sound.

    Parameters
    ----------
    name : str
    typed : str
        Lower case, no spaces.
    """
    full, initials = sounds(name)
    return full.startswith(typed) or initials.startswith(typed)
