"""Names in the order in which people count: 第一支部, 第二支部, 第三支部; 2组 before 10组."""

from __future__ import annotations

import re
import unicodedata

_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_TENS = {"十": 10, "百": 100}
_NUMBER = re.compile(r"([0-9]+|[零〇一两二三四五六七八九十百]+)")

Key = tuple[tuple[int, int, str], ...]


def natural_key(name: str) -> Key:
    """Give the key by which names are sorted, numbers in them by their size.

    Parameters
    ----------
    name : str

    Returns
    -------
    tuple
        Comparable with any other; numbers come before words.
    """
    parts = _NUMBER.split(unicodedata.normalize("NFKC", name))
    return tuple(
        (0, _value(part), part) if at % 2 else (1, 0, part) for at, part in enumerate(parts) if part
    )


def _value(number: str) -> int:
    """Read a number in Arabic or Chinese digits: 12, 十二, 一百零三, 二〇二六."""
    if number.isascii():
        return int(number)
    if not _TENS.keys() & set(number):
        return int("".join(str(_DIGITS[char]) for char in number))
    total = digit = 0
    for char in number:
        if char in _TENS:
            total += (digit or 1) * _TENS[char]
            digit = 0
        else:
            digit = _DIGITS[char]
    return total + digit
