"""How alike two texts are, whatever their script."""

from __future__ import annotations

from collections import Counter

from geodata.text import normal

_MOST = 300
"""Characters that are compared: what matters stands first."""


def likeness(one: str, other: str) -> float:
    """Compare two texts by the pairs of characters that they share.

    The Dice coefficient of their bigrams, counted: word order hardly matters, and Chinese needs
    no splitting into words.

    Parameters
    ----------
    one, other : str

    Returns
    -------
    float
        From 0, nothing in common, to 1, the same but for marks, blanks and case.

    Examples
    --------
    >>> round(likeness("41号楼下水道堵塞", "下水道堵了，41号楼"), 2)
    0.75
    """
    pairs, others = _pairs(one), _pairs(other)
    total = pairs.total() + others.total()
    return 2 * (pairs & others).total() / total if total else 0.0


def _pairs(text: str) -> Counter[str]:
    plain = normal(text)[:_MOST]
    return Counter(plain[at : at + 2] for at in range(len(plain) - 1))
