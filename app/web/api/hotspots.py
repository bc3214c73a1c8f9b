"""Hotspots."""

from __future__ import annotations

import datetime as dt
from typing import Any

from pydantic import BaseModel, Field

from app.queries.hotspots import (
    By,
    Exposure,
    Method,
    Wish,
    find_alarms,
    find_hotspots,
    told,
    told_alarms,
)
from app.queries.scope import Action, require
from app.web.api.blueprint import api
from app.web.api.schema import Query
from app.web.asking import asked_about
from app.web.i18n import translate
from mapping.hotspots import Verdict

DAYS = 365
_FIRST, _LAST = dt.date(1901, 1, 1), dt.date(2199, 12, 31)


class HotspotQuery(Query):
    """Which days, which pieces of ground, and how hot is told from usual."""

    since: dt.date | None = Field(
        None, ge=_FIRST, le=_LAST, description=f"First day; else {DAYS} days before the last."
    )
    until: dt.date | None = Field(None, ge=_FIRST, le=_LAST, description="Last day; else today.")
    by: By = Field(By.CELL, description="Into what the ground is cut.")
    method: Method | None = Field(
        None, description="Else `gi`, or `scan` where there are too few pieces for it."
    )
    exposure: Exposure = Field(Exposure.HOUSEHOLDS, description="Against what issues are counted.")
    category_id: int | None = Field(None, ge=1, lt=2**63, description="Only this category.")
    size_m: float = Field(150.0, ge=20, le=2_000, description="Width of hexagons in metres.")
    slices: int = Field(12, ge=10, le=120, description="Slices of time for `emerging`.")
    seed: int = Field(0, ge=0, lt=2**32, description="Of the maps of chance of `scan`.")


class PieceOut(BaseModel):
    """What is said of one piece of ground."""

    key: str
    id: int | None = Field(description="Of the cell or building.")
    name: str
    households: int
    cases: int
    expected: float = Field(description="Issues, if the risk were the same everywhere.")
    times_usual: float = Field(description="Smoothed rate, in multiples of that of all.")
    low: float
    high: float
    z: float
    p: float = Field(description="Corrected for how many pieces were looked at.")
    verdict: Verdict
    words: str
    emerging: str | None = None
    slices: list[int] | None = None


class ClusterOut(BaseModel):
    """One cluster of a scan."""

    members: list[str]
    llr: float
    p: float
    cases: int
    expected: float
    times_usual: float


class HotspotsOut(BaseModel):
    """Hotspots of a period."""

    community: str
    since: dt.date
    until: dt.date
    by: By
    method: Method
    exposure: Exposure
    category_id: int | None
    issues: int
    outside: int = Field(description="Of them, in no piece where anybody lives.")
    doubtful: int = Field(description="Further issues of doubtful place, in no count.")
    pieces: list[PieceOut]
    clusters: list[ClusterOut]


@api.get(
    "/communities/<code>/hotspots", tag="Issues", query=HotspotQuery, answer=HotspotsOut
)  # fmt: skip
def get_hotspots(code: str, query: HotspotQuery) -> dict[str, Any]:
    """Find what is hot in a period: more issues than chance explains for so many households."""
    with asked_about(code) as asked:
        require(asked.viewer, Action.VIEW)
        until = query.until or asked.at.date()
        since = query.since or until - dt.timedelta(days=DAYS - 1)
        wish = Wish(since, until, **query.model_dump(exclude={"since", "until"}))
        found = find_hotspots(asked.session, asked.viewer, asked.community, wish, at=asked.at)
        return told(found, asked.community, translate)


class AlarmQuery(Query):
    """Up to which day, which pieces of ground, and against what issues are counted."""

    until: dt.date | None = Field(None, ge=_FIRST, le=_LAST, description="Last day; else today.")
    by: By = Field(By.CELL, description="Into what the ground is cut.")
    exposure: Exposure = Field(Exposure.HOUSEHOLDS, description="Against what issues are counted.")
    category_id: int | None = Field(None, ge=1, lt=2**63, description="Only this category.")
    size_m: float = Field(150.0, ge=20, le=2_000, description="Width of hexagons in metres.")
    seed: int = Field(0, ge=0, lt=2**32, description="Of the maps of chance.")
    permutation: bool = Field(
        False, description="Compare weeks and places with each other, not with who is exposed."
    )


class AlarmOut(BaseModel):
    """What came up at neighbouring pieces, and lasts to the last day."""

    members: list[str] = Field(description="Keys of its pieces.")
    names: list[str]
    since: dt.date
    until: dt.date
    cases: int
    expected: float = Field(description="Issues in these days, if nothing had come up.")
    times_usual: float
    llr: float
    p: float = Field(description="At most 0.05: else it is no alarm.")


class AlarmsOut(BaseModel):
    """Alarms of the last weeks, the likeliest first."""

    community: str
    since: dt.date = Field(description="First of the 26 weeks that were compared.")
    until: dt.date
    by: By
    exposure: Exposure
    category_id: int | None
    pieces: int
    issues: int
    outside: int = Field(description="Of them, in no piece where anybody lives.")
    doubtful: int = Field(description="Further issues of doubtful place, in no count.")
    alarms: list[AlarmOut]


@api.get("/communities/<code>/alarms", tag="Issues", query=AlarmQuery, answer=AlarmsOut)
def get_alarms(code: str, query: AlarmQuery) -> dict[str, Any]:
    """Find what came up in the last of 26 weeks, at a place and time, and lasts."""
    with asked_about(code) as asked:
        require(asked.viewer, Action.VIEW)
        until = query.until or asked.at.date()
        asks = query.model_dump(exclude={"until", "permutation"})
        found, alarms = find_alarms(
            asked.session, asked.viewer, asked.community, Wish(until, until, **asks),
            at=asked.at, by_permutation=query.permutation,
        )  # fmt: skip
        return told_alarms(found, alarms, asked.community)
