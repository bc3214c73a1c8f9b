"""Texts as people type them, brought to one form for comparing."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_NOISE = re.compile(r"[\s_\-:：.,，、/\\*＊#（）()\[\]【】]+")


@lru_cache(maxsize=10_000)
def normal(text: str) -> str:
    """Bring a header or a word to the form in which it is compared.

    Parameters
    ----------
    text : str

    Returns
    -------
    str
        Full width made half width, lower case, no blanks and marks.
    """
    return _NOISE.sub("", unicodedata.normalize("NFKC", text).lower())
