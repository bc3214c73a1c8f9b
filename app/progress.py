"""How long work tells how far it is, whoever listens: a bar in the terminal, a page, nobody."""

from __future__ import annotations

from collections.abc import Callable

Tell = Callable[[float, str], None]
"""Takes the share done, from 0 to 1, and what is being done now."""


def tell_nobody(share: float, what: str) -> None:
    """Listen to no progress: what long work tells by default.

    Parameters
    ----------
    share : float
        From 0 to 1.
    what : str
        What is being done now.
    """
    del share, what
