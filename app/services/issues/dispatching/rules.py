"""Which dispatch rules fit an issue, the most exact one first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload

from app.models import DispatchRule, HandlingUnit, Issue, PlaceKind
from app.services.issues.dispatching.place import IssuePlace

MOST_RULES = 500
"""Rules that a community may have for one category or for all: more are a mistake."""


def fitting_rules(
    session: Session, issue: Issue, place: IssuePlace, on: dt.date
) -> Sequence[DispatchRule]:
    """Give the rules that fit an issue.

    A rule that names the category goes before those for all; then one for a building before one
    for an estate, for a cell, for the whole community.

    Parameters
    ----------
    session : Session
    issue : Issue
    place : IssuePlace
    on : datetime.date
        Rules that lead to a handling unit closed by then are left out.
    """
    open_unit = HandlingUnit.closed_on.is_(None) | (HandlingUnit.closed_on > on)
    rows = session.scalars(
        select(DispatchRule)
        .outerjoin(HandlingUnit, HandlingUnit.id == DispatchRule.unit_id)
        .options(joinedload(DispatchRule.unit))
        .where(
            DispatchRule.community_id == issue.community_id,
            or_(
                DispatchRule.category_id.is_(None),
                DispatchRule.category_id == (issue.category_id or 0),
            ),
            DispatchRule.unit_id.is_(None) | open_unit,
        )
        .order_by(DispatchRule.id)
        .limit(MOST_RULES)
    )
    return sorted((rule for rule in rows if _fits(rule, place)), key=_exactness)


def _fits(rule: DispatchRule, place: IssuePlace) -> bool:
    """Tell whether an issue lies where a rule holds."""
    return (
        place.holds(PlaceKind.BUILDING, rule.building_id)
        and place.holds(PlaceKind.ESTATE, rule.estate_id)
        and place.holds(PlaceKind.CELL, rule.cell_id)
    )


def _exactness(rule: DispatchRule) -> tuple[bool, ...]:
    """Give an order in which the most exact rule comes first."""
    places = (rule.building_id, rule.estate_id, rule.cell_id)
    return (rule.category_id is None, *(place_id is None for place_id in places))
