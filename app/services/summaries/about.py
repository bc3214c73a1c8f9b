"""What a summary is about: which place, which days, seen by whom."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from app.models import Cell, Community, SummaryKind
from app.queries.scope import Viewer
from app.services.summaries.periods import Days, before


@dataclass(frozen=True)
class About:
    """What a summary is about.

    Attributes
    ----------
    session : Session
    viewer : Viewer
        Sees the whole community: a summary says the same whoever asked for it.
    community : Community
    cell : Cell or None
        None for the whole community.
    kind : SummaryKind
    days : Days
    at : datetime.datetime
        Now, aware, in the zone of the place.
    """

    session: Session
    viewer: Viewer
    community: Community
    cell: Cell | None
    kind: SummaryKind
    days: Days
    at: dt.datetime

    @property
    def here(self) -> tuple[Session, Viewer, Community]:
        """The first three arguments of every query."""
        return self.session, self.viewer, self.community

    @property
    def cell_id(self) -> int | None:
        """Key of the cell."""
        return self.cell.id if self.cell else None

    @property
    def before(self) -> Days:
        """The period with which this one is compared."""
        return before(self.kind, self.days)

    @property
    def is_public(self) -> bool:
        """Whether many will read it who work nowhere: nobody is singled out then."""
        return self.kind is SummaryKind.QUARTERLY


Facts = dict[str, Any]
"""What is stored: JSON-serialisable, with names as they are and texts as marked templates."""
