"""What somebody gives along with a move of an issue."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from app.services.issues.photos import Photo

NOTE_MOST = 2_000
"""Characters of what somebody writes beside a move."""


class HandlerKind(StrEnum):
    """Who can have an issue."""

    PERSON = "person"
    TEAM = "team"
    ORGANISATION = "organisation"
    UNIT = "unit"  # A handling unit.


@dataclass(frozen=True)
class Handler:
    """Who has to handle an issue.

    Attributes
    ----------
    kind : HandlerKind
    id : int
        Of the person, team, organisation or handling unit.
    """

    kind: HandlerKind
    id: int


@dataclass(frozen=True)
class Given:
    """What a move is given; :class:`app.models.Need` says which verb needs what.

    Attributes
    ----------
    note : str
        The reason, what was done, or any remark.
    photos : tuple of Photo
    no_photo : str
        Why there is no photo, where one is needed.
    handler : Handler or None
    until : datetime.datetime or None
        The later deadline, aware.
    score : int or None
        One to five.
    other_id : int or None
        The issue with which this one is merged.
    confirmed : bool
        That it was seen on site.
    """

    note: str = ""
    photos: tuple[Photo, ...] = ()
    no_photo: str = ""
    handler: Handler | None = None
    until: dt.datetime | None = None
    score: int | None = None
    other_id: int | None = None
    confirmed: bool = False
