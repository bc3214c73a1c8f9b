"""Indicators of issues."""

from __future__ import annotations

import datetime as dt
from typing import Any

from pydantic import BaseModel, Field

from app.queries.issues.indicators import Group, Span, read_indicators
from app.web.api.blueprint import api
from app.web.api.schema import Query
from app.web.asking import asked_about

_FIRST, _LAST = dt.date(1901, 1, 1), dt.date(2199, 12, 31)


class IndicatorQuery(Query):
    """Which period, and by what the rows are told apart."""

    since: dt.date | None = Field(
        None, ge=_FIRST, le=_LAST, description="First day; else the first of its month."
    )
    until: dt.date | None = Field(None, ge=_FIRST, le=_LAST, description="Last day; else today.")
    by: Group = Field(Group.CELL, description="By what the rows are told apart.")


class CountsOut(BaseModel):
    """Counts of issues, with the rates that divide by them; a rate of nothing is null."""

    received: int = Field(description="Reported in the period.")
    filed: int = Field(description="Of the received, those that were filed.")
    due: int = Field(description="Cases whose deadline fell into the period.")
    closed: int = Field(description="Of the due, those closed before the period ended.")
    on_time: int = Field(description="Of the closed, those handled within their time.")
    reworked: int = Field(description="Of the closed, those that did not pass at first.")
    filing_rate: float | None = Field(description="filed / received")
    closing_rate: float | None = Field(description="closed / due")
    on_time_rate: float | None = Field(description="on_time / due")
    rework_rate: float | None = Field(description="reworked / closed")


class IndicatorRowOut(BaseModel):
    """One group; the name is empty where an issue has none, `@people` for all people."""

    name: str
    counts: CountsOut


class IndicatorsOut(BaseModel):
    """Indicators of a period."""

    since: dt.date
    until: dt.date
    total: CountsOut
    rows: list[IndicatorRowOut]
    imported_ended: int = Field(
        description="Issues that an import brought already closed: in no count."
    )
    baseline_solved: int | None = Field(
        description="Solved before, as the community tells: in no count."
    )


@api.get("/communities/<code>/indicators", tag="Issues", query=IndicatorQuery, answer=IndicatorsOut)
def get_indicators(code: str, query: IndicatorQuery) -> dict[str, Any]:
    """Count the issues that you may see: received, due, closed, on time.

    Each rate names what it divides by what. People are never told apart.
    """
    with asked_about(code) as asked:
        until = query.until or asked.at.date()
        since = query.since or until.replace(day=1)
        span = Span(min(since, until), max(since, until), asked.at.tzinfo)
        found = read_indicators(
            asked.session, asked.viewer, asked.community, span, at=asked.at, group=query.by
        )
        return {
            "since": span.since,
            "until": span.until,
            **vars(found),
            "baseline_solved": asked.community.baseline_issues_solved,
        }
