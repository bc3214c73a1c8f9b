"""Gaps: what nobody walks in a week to come."""

from __future__ import annotations

import datetime as dt

from flask import render_template
from flask.typing import ResponseReturnValue

from app.queries.shifts import patrol_lines
from app.web.shifts.blueprint import WEEK, asked_week, look_until, planning, shifts
from app.web.shifts.week import SIX_DAYS


@shifts.get("/gaps")
def show_gaps(code: str) -> ResponseReturnValue:
    """List what is uncovered: next week, unless the address names another."""
    with planning(code) as asked:
        monday = asked_week(asked, ahead=1)
        look_until(asked, monday + SIX_DAYS)
        zone = asked.at.tzinfo or dt.UTC
        lines = patrol_lines(
            asked.session, asked.viewer, asked.community, zone,
            first=monday, last=monday + SIX_DAYS,
        )  # fmt: skip
        return render_template(
            "shifts/gaps.html", community=asked.community,
            gaps=[line for line in lines if line.is_gap], planned=len(lines),
            monday=monday, sunday=monday + SIX_DAYS, before=monday - WEEK, after=monday + WEEK,
        )  # fmt: skip
