"""What the steps of one import share."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from shapely.geometry.base import BaseGeometry
from sqlalchemy.orm import Session

from app.models import Community
from app.queries.scope import Viewer
from app.services.imports.options import Extent, ImportOptions
from geodata.findings import Finding


@dataclass
class Context:
    """One import under way.

    Attributes
    ----------
    session : Session
    viewer : Viewer
    community : Community
    options : ImportOptions
    at : datetime.datetime
        Aware.
    within : BaseGeometry or None
        The ground that was asked for.
    findings : list of Finding
        Grows as rows are stored.
    """

    session: Session
    viewer: Viewer
    community: Community
    options: ImportOptions
    at: dt.datetime
    within: BaseGeometry | None = None
    findings: list[Finding] = field(default_factory=list)

    @property
    def on(self) -> dt.date:
        """The day of the import, where the system is used."""
        return self.viewer.on

    @property
    def is_partial(self) -> bool:
        """Whether the user said that the file shows only a part."""
        return self.options.extent is Extent.PARTIAL
