"""How wide a column of a workbook must be for its texts to be read, Chinese ones too."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

WIDEST = 60
_MARGIN = 2


def column_width(values: Iterable[object]) -> int:
    """Give the width of a column, in digits of the usual font, as Excel counts it.

    XlsxWriter's own measure takes every sign that is not Latin for a digit; a Chinese one is twice
    as wide, so that headings came out cut off.

    Parameters
    ----------
    values : iterable of object
        Heading and cells; None is an empty cell.

    Returns
    -------
    int
        At most :data:`WIDEST`: beyond that one reads in the cell itself.

    Examples
    --------
    >>> column_width(["编号", "202611-145"]), column_width(["电动车失窃", None])
    (12, 12)
    """
    texts = (str(value) for value in values if value is not None)
    return min(max((_width(text) for text in texts), default=0) + _MARGIN, WIDEST)


def _width(text: str) -> int:
    """Count the digits that the longest line of a text is wide."""
    return max((sum(map(_digits, line)) for line in text.splitlines()), default=0)


def _digits(sign: str) -> int:
    """Give how many digits a sign is wide."""
    return 2 if unicodedata.east_asian_width(sign) in "WF" else 1
