"""Chinese numerals, for the names of cells, groups and evidently invented people."""

from __future__ import annotations

DIGITS = "一二三四五六七八九"


def chinese(number: int) -> str:
    """Write a number below one hundred in Chinese.

    Parameters
    ----------
    number : int
        1 to 99.

    Returns
    -------
    str
        ``12`` becomes ``十二``.

    Raises
    ------
    ValueError
        If the number is out of range.
    """
    if not 1 <= number <= 99:
        raise ValueError(f"not within 1 to 99: {number}")
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else ("" if tens == 1 else DIGITS[tens - 1]) + "十"
    return head + (DIGITS[ones - 1] if ones else "")
