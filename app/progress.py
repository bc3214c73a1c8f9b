"""How long work tells how far it is, whoever listens: a bar in the terminal, a page, nobody."""

from __future__ import annotations

from collections.abc import Callable

from geodata.errors import N_, WanggeError

Tell = Callable[[float, str], bool]
"""Takes the share done, from 0 to 1, and what is being done now; gives whether to go on.

Work that has something to show gives its best so far when it is told to stop; other work is
called with :func:`or_stop` and ends at its next word.
"""


class Stopped(WanggeError):
    """The work was stopped before it had anything to show."""


def tell_nobody(share: float, what: str) -> bool:
    """Listen to no progress and never stop: what long work tells by default.

    Parameters
    ----------
    share : float
        From 0 to 1.
    what : str
        What is being done now.

    Returns
    -------
    bool
        True: go on.
    """
    del share, what
    return True


def or_stop(tell: Tell) -> Tell:
    """Make a listener that ends work at once when it is to stop.

    Parameters
    ----------
    tell : callable
        The listener behind it.

    Returns
    -------
    callable
        Raises :class:`Stopped` where ``tell`` gives False.
    """

    def tell_or_raise(share: float, what: str) -> bool:
        if not tell(share, what):
            raise Stopped(N_("It was stopped; nothing was changed."))
        return True

    return tell_or_raise
