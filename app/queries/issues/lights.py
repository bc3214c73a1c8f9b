"""Issues by the clock: open, due soon, overdue."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ColumnElement, case

from app.models import OPEN_STATES, RUNNING_STATES, Issue


def is_open() -> ColumnElement[bool]:
    """Give the condition that an issue still needs somebody."""
    return Issue.state.in_(OPEN_STATES)


def overdue(at: dt.datetime) -> ColumnElement[bool]:
    """Give the condition that whoever has an issue is beyond its time.

    Parameters
    ----------
    at : datetime.datetime
        Now, aware.
    """
    return Issue.state.in_(RUNNING_STATES) & (Issue.due_at < at)


def light(at: dt.datetime) -> ColumnElement[str]:
    """Give the light of an issue: green below 80 % of its time, yellow to its end, then red.

    Parameters
    ----------
    at : datetime.datetime
        Now, aware.
    """
    soon = Issue.state.in_(RUNNING_STATES) & (Issue.warn_at < at)
    return case((overdue(at), "red"), (soon, "yellow"), else_="green")
