"""The page of coverage: cell by cell in a period, and what was not visited for longest."""

from __future__ import annotations

import datetime as dt

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.queries.coverage import Period, lanes_longest_ago, missed_stops
from app.services.patrols.coverage import covered_cells
from app.web.asking import Asked, asked_about
from app.web.coverage.blueprint import coverage
from app.web.requests import number_asked

DAYS = 30
MOST_SHOWN = 100


@coverage.get("")
def show(code: str) -> ResponseReturnValue:
    """Show what was walked and visited, cell by cell, and what was missed."""
    cell_id = number_asked("cell")
    with asked_about(code) as asked:
        period = _period(asked)
        here = (asked.session, asked.viewer, asked.community)
        cells = covered_cells(*here, period)
        missed = missed_stops(*here, period, cell_id=cell_id)
        return render_template(
            "coverage/show.html",
            community=asked.community,
            period=period,
            cells=cells,
            cell=next((cell for cell in cells if cell.id == cell_id), None),
            names={cell.id: cell.name for cell in cells},
            missed=missed[:MOST_SHOWN],
            missed_count=len(missed),
            lanes=lanes_longest_ago(*here, on=asked.at.date(), cell_id=cell_id),
            today=asked.at.date(),
        )


def _period(asked: Asked) -> Period:
    """Give the period that the address names; else the last thirty days."""
    today = asked.at.date()
    until = _day("until", today)
    since = _day("since", until - dt.timedelta(days=DAYS - 1))
    return Period(min(since, until), max(since, until), asked.at)


def _day(name: str, otherwise: dt.date) -> dt.date:
    try:
        return dt.date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return otherwise
