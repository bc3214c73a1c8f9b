"""Shapes of what the API asks, takes and answers about issues."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from pydantic import Field, computed_field
from shapely import Point

from app.models import IssueChannel, IssueLevel, IssueState, PlaceDoubt
from app.queries.bounds import Bbox
from app.queries.issues import IssueFilter, Light, Pile
from app.queries.issues.filters import LONGEST_WORDS
from app.services.issues.words import ADDRESS, DESCRIPTION, TITLE
from app.web.api.schema import Answer, Body, PageQuery
from geodata.errors import N_, InputRefused

Key = Annotated[int, Field(ge=1, lt=2**63)]


class IssueQuery(PageQuery):
    """Which issues."""

    pile: Pile = Field(Pile.ALL, description="The same piles as over the list of the pages.")
    q: str = Field("", max_length=LONGEST_WORDS, description="A number, or words of the text.")
    category_id: Key | None = None
    cell_id: Key | None = None
    building_id: Key | None = None
    unit_id: Key | None = Field(None, description="The handling unit that has it.")
    state: IssueState | None = None
    light: Light | None = Field(None, description="Only issues whose clock runs have one.")
    channel: IssueChannel | None = None
    since: dt.date | None = Field(None, description="First day of the report.")
    until: dt.date | None = Field(None, description="Last day of the report.")
    doubtful: bool = Field(False, description="Only those whose place is doubtful.")
    bbox: str | None = Field(
        None,
        description="Window `west,south,east,north` in degrees (WGS 84).",
        examples=["116.30,40.00,116.31,40.01"],
    )

    @property
    def filter(self) -> IssueFilter:
        """The filter that the pages have, too."""
        said = self.model_dump(exclude={"limit", "cursor", "q", "bbox"})
        window = Bbox.parse(self.bbox) if self.bbox is not None else None
        return IssueFilter(**said, words=self.q.strip(), bbox=window)


class ReportIn(Body):
    """A report. A place is a building, an entrance or a point; it may have none."""

    category_id: Key | None = None
    category: str = Field("", max_length=TITLE, description="Its name, where there is no key.")
    title: str = Field("", max_length=TITLE, description="By default category and address.")
    description: str = Field("", max_length=DESCRIPTION)
    address: str = Field("", max_length=ADDRESS)
    building_id: Key | None = None
    entrance_id: Key | None = None
    lon: float | None = Field(None, ge=-180, le=180, description="Degrees (WGS 84).")
    lat: float | None = Field(None, ge=-90, le=90)

    @property
    def point(self) -> Point | None:
        """The point, EPSG:4326.

        Raises
        ------
        InputRefused
            If half of it is missing.
        """
        if self.lon is None and self.lat is None:
            return None
        if self.lon is None or self.lat is None:
            raise InputRefused(N_("lon and lat go together."))
        return Point(self.lon, self.lat)


class IssueOut(Answer):
    """An issue as lists show it."""

    id: int
    version: int = Field(description="Counts the moves: say which one you saw when you move it.")
    title: str
    category: str
    category_id: int | None
    state: IssueState
    level: IssueLevel
    channel: IssueChannel
    light: str = Field(description="green, yellow from 80 % of its time, red beyond it.")
    reported_at: dt.datetime
    due_at: dt.datetime | None
    place_doubt: PlaceDoubt | None = Field(description="Why the place is not to be believed.")
    lon: float | None
    lat: float | None

    @computed_field
    def number(self) -> str:
        """Give the number that people quote."""
        return f"{self.reported_at:%Y%m}-{self.id}"


class StepOut(Answer):
    """A step in the life of an issue."""

    verb: str
    at: dt.datetime
    who: str = Field(description="Empty for people whom you may not know of.")
    note: str


class IssueItem(IssueOut):
    """An issue with its story."""

    description: str
    address: str
    building_id: int | None
    cell_id: int | None
    steps: list[StepOut]
    moves: list[str] = Field(description="The verbs by which you can move it now.")
