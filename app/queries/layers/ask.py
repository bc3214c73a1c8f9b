"""What a layer is asked with."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import SQLColumnExpression

from app.models import Community
from app.queries.bounds import Bbox
from app.queries.scope import Viewer
from app.queries.types import Rows


@dataclass(frozen=True)
class Ask:
    """Who asks for a layer of which community, when, and through which window.

    Attributes
    ----------
    viewer : Viewer
    community : Community
        In the viewer's scope.
    at : datetime.datetime
        Now, aware, in the zone of the place.
    bbox : Bbox or None
        None asks for the whole community.
    """

    viewer: Viewer
    community: Community
    at: dt.datetime
    bbox: Bbox | None = None

    def within(self, rows: Rows, column: SQLColumnExpression[Any]) -> Rows:
        """Narrow a selection to the window.

        Parameters
        ----------
        rows : Select
        column : SQLColumnExpression
            Its geometry.
        """
        return rows if self.bbox is None else rows.where(self.bbox.touches(column))
