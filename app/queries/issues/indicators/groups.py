"""By what indicators are told apart: the name of each group, and the tables that know it."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from sqlalchemy import ColumnElement, String, case, cast, func, literal

from app.models import Cell, HandlingUnit, Issue, IssueCategory, Organisation, Team
from app.queries.issues.indicators.spans import Moment
from app.queries.scope import Viewer, visible_cells
from app.queries.types import Rows

PEOPLE = "@people"
"""The group of issues that a person has: people are never told apart."""


class Group(StrEnum):
    """By what indicators are told apart."""

    CELL = "cell"
    CATEGORY = "category"
    HANDLER = "handler"  # Units, teams and organisations; all people are one group.
    CHANNEL = "channel"
    MONTH = "month"


def group_name(group: Group | None, moment: Moment, offset: dt.timedelta) -> ColumnElement[str]:
    """Give the name of the group in which an issue is.

    Parameters
    ----------
    group : Group or None
        None puts all into one.
    moment : InstrumentedAttribute
        The time that says in which month it counts.
    offset : datetime.timedelta
        Of the place from UTC; it keeps one all year.
    """
    if group is Group.CELL:
        return func.coalesce(Cell.name, "")
    if group is Group.CATEGORY:
        return func.coalesce(IssueCategory.name, Issue.category)
    if group is Group.HANDLER:
        named = func.coalesce(HandlingUnit.name, Team.name, Organisation.name, "")
        return case((Issue.person_id.is_not(None), PEOPLE), else_=named)
    if group is Group.CHANNEL:
        return cast(Issue.channel, String)
    if group is Group.MONTH:
        return func.to_char(func.timezone(offset, moment), "YYYY-MM")
    return literal("")


def join_names(rows: Rows, group: Group | None, viewer: Viewer) -> Rows:
    """Join the tables that know the names of groups, as far as the viewer may know them.

    Parameters
    ----------
    rows : Select
        From ``issue``.
    group : Group or None
    viewer : Viewer
    """
    if group is Group.CELL:
        seen = (Cell.id == Issue.cell_id) & Cell.id.in_(visible_cells(viewer))
        return rows.outerjoin(Cell, seen)
    if group is Group.CATEGORY:
        return rows.outerjoin(IssueCategory, IssueCategory.id == Issue.category_id)
    if group is Group.HANDLER:
        return (
            rows.outerjoin(HandlingUnit, HandlingUnit.id == Issue.unit_id)
            .outerjoin(Team, Team.id == Issue.team_id)
            .outerjoin(Organisation, Organisation.id == Issue.organisation_id)
        )
    return rows
