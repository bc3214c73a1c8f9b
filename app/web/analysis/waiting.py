"""What a page found waits for the map on it: the same hotspots are not looked for twice."""

from __future__ import annotations

import datetime as dt
from collections import OrderedDict
from threading import Lock

from flask import current_app

from app.queries.analysis import Sight, look
from app.queries.hotspots import Wish
from app.queries.scope import Viewer
from app.web.asking import Asked

MOST_KEPT = 8
LONGEST = dt.timedelta(minutes=1)
"""A map that asks later than so is not the one of the page that was just sent."""

Key = tuple[Viewer, int, Wish]
"""Who asks, with their scope and day; of which community; what."""


class Waiting:
    """Sights of pages that were just sent, at most :data:`MOST_KEPT`.

    Each is handed out once, so that whoever asks again is told what holds by then, and a map never
    shows other hotspots than the list beside it.
    """

    def __init__(self) -> None:
        self._kept: OrderedDict[Key, tuple[dt.datetime, Sight]] = OrderedDict()
        self._turn = Lock()

    def keep(self, key: Key, sight: Sight, at: dt.datetime) -> None:
        """Keep a sight; the oldest goes where there are too many.

        Parameters
        ----------
        key : tuple
        sight : Sight
        at : datetime.datetime
            Now, aware.
        """
        with self._turn:
            self._kept.pop(key, None)
            self._kept[key] = at, sight
            while len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)

    def take(self, key: Key, at: dt.datetime) -> Sight | None:
        """Take a sight away; None where none waits, or it waits too long.

        Parameters
        ----------
        key : tuple
        at : datetime.datetime
            Now, aware.
        """
        with self._turn:
            kept_at, sight = self._kept.pop(key, (at, None))
        return sight if at - kept_at <= LONGEST else None


def look_for_page(asked: Asked, wish: Wish) -> Sight:
    """Look for hotspots, and keep what was found for the map of the same page.

    Parameters
    ----------
    asked : Asked
    wish : Wish

    Raises
    ------
    NotFound, InputRefused
        As :func:`app.queries.analysis.look`.
    """
    sight = look(asked.session, asked.viewer, asked.community, wish, at=asked.at)
    _waiting().keep(_key(asked, wish), sight, asked.at)
    return sight


def look_for_map(asked: Asked, wish: Wish) -> Sight:
    """Give what the page of a map found; look where nothing waits.

    Parameters
    ----------
    asked : Asked
    wish : Wish

    Raises
    ------
    NotFound, InputRefused
        As :func:`app.queries.analysis.look`.
    """
    found = _waiting().take(_key(asked, wish), asked.at)
    return found or look(asked.session, asked.viewer, asked.community, wish, at=asked.at)


def _key(asked: Asked, wish: Wish) -> Key:
    return asked.viewer, asked.community.id, wish


def _waiting() -> Waiting:
    """Give the one of this application."""
    kept: Waiting = current_app.extensions.setdefault("wangge.analysis", Waiting())
    return kept
