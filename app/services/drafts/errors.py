"""What may stand in the way of editing a draft."""

from __future__ import annotations

import datetime as dt
from typing import Any

from geodata.errors import N_, WanggeError


class DraftClosed(WanggeError):
    """The division is published or ended: it is read, and no longer edited."""


class Outdated(WanggeError):
    """Somebody changed the draft since the asker last saw it.

    Attributes
    ----------
    by : str
        The name of who changed it, empty for the operator.
    at : datetime.datetime or None
    what : tuple of str and dict
        Template and values that say what was done.
    """

    def __init__(self, by: str, at: dt.datetime | None, what: tuple[str, dict[str, Any]]) -> None:
        super().__init__(
            N_(
                "Somebody changed this draft in the meantime, so this was not done. Look at the "
                "new state, then do it again if it still makes sense."
            )
        )
        self.by, self.at, self.what = by, at, what
