"""Handling units and dispatch rules, for whoever oversees a whole community."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import ColumnElement, SQLColumnExpression, func, select
from sqlalchemy.orm import Session, selectinload

from app.models import (
    OPEN_STATES,
    Building,
    Cell,
    Community,
    DispatchRule,
    Division,
    DivisionState,
    Estate,
    HandlingUnit,
    Issue,
    Role,
    User,
)
from app.models.places import building_name
from app.queries.scope import NotAllowed, NotFound, Viewer
from geodata.errors import N_

Thing = TypeVar("Thing", HandlingUnit, DispatchRule)

MOST_UNITS = 400
MOST_RULES = 600


@dataclass(frozen=True)
class UnitLine:
    """A handling unit as lists show it: who logs in for it, and what it has to do."""

    unit: HandlingUnit
    accounts: int
    rules: int
    open_issues: int


@dataclass(frozen=True)
class RuleLine:
    """A dispatch rule as lists show it; ``place`` is empty for the whole community.

    ``is_idle`` says that it fits nothing: its cell is of a division that ended.
    """

    rule: DispatchRule
    place: str
    is_idle: bool


def oversee(viewer: Viewer) -> None:
    """Refuse viewers who do not see a whole community.

    Raises
    ------
    NotAllowed
    """
    if not viewer.sees_whole_community:
        raise NotAllowed(N_("Only those who look after the whole community see this page."))


def list_units(session: Session, viewer: Viewer, community: Community) -> tuple[UnitLine, ...]:
    """List the handling units of a community, closed ones last.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    community : Community

    Raises
    ------
    NotAllowed
        If the viewer does not see the whole community.
    """
    oversee(viewer)
    accounts = _count(User.id, (User.unit_id == HandlingUnit.id) & User.active)
    rules = _count(DispatchRule.id, DispatchRule.unit_id == HandlingUnit.id)
    open_issues = _count(
        Issue.id, (Issue.unit_id == HandlingUnit.id) & Issue.state.in_(OPEN_STATES)
    )
    rows = session.execute(
        select(HandlingUnit, accounts, rules, open_issues)
        .where(HandlingUnit.community_id == community.id)
        .order_by(HandlingUnit.closed_on.is_not(None), HandlingUnit.name)
        .limit(MOST_UNITS)
    )
    return tuple(UnitLine(*row) for row in rows)


def find_unit(session: Session, viewer: Viewer, community: Community, unit_id: int) -> HandlingUnit:
    """Find a handling unit.

    Raises
    ------
    NotAllowed, NotFound
    """
    oversee(viewer)
    found = session.get(HandlingUnit, unit_id)
    return _of_community(found, community, N_("There is no such handling unit."))


def handler_accounts(session: Session, viewer: Viewer, community: Community) -> Sequence[User]:
    """List the accounts that can act for a handling unit of a community.

    Raises
    ------
    NotAllowed
        If the viewer does not see the whole community.
    """
    oversee(viewer)
    return session.scalars(
        select(User)
        .where(User.community_id == community.id, User.role == Role.HANDLER, User.active)
        .order_by(User.display_name, User.username)
        .limit(MOST_UNITS)
    ).all()


def list_rules(session: Session, viewer: Viewer, community: Community) -> tuple[RuleLine, ...]:
    """List the dispatch rules of a community, in the order in which they are tried.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    community : Community

    Raises
    ------
    NotAllowed
        If the viewer does not see the whole community.
    """
    oversee(viewer)
    rows = session.execute(
        select(DispatchRule, Cell.name, Estate.name, Building.number, Building.name, Division.state)
        .outerjoin(Cell, Cell.id == DispatchRule.cell_id)
        .outerjoin(Division, Division.id == Cell.division_id)
        .outerjoin(Estate, Estate.id == DispatchRule.estate_id)
        .outerjoin(Building, Building.id == DispatchRule.building_id)
        .where(DispatchRule.community_id == community.id)
        .options(selectinload(DispatchRule.category), selectinload(DispatchRule.unit))
        .order_by(
            DispatchRule.category_id.is_(None),
            DispatchRule.category_id,
            DispatchRule.building_id.is_(None),
            DispatchRule.estate_id.is_(None),
            DispatchRule.cell_id.is_(None),
            DispatchRule.id,
        )
        .limit(MOST_RULES)
    )
    return tuple(
        RuleLine(
            rule,
            cell or estate or building_name(number or "", name or ""),
            state not in (None, DivisionState.PUBLISHED),
        )
        for rule, cell, estate, number, name, state in rows
    )


def find_rule(session: Session, viewer: Viewer, community: Community, rule_id: int) -> DispatchRule:
    """Find a dispatch rule.

    Raises
    ------
    NotAllowed, NotFound
    """
    oversee(viewer)
    found = session.get(DispatchRule, rule_id)
    return _of_community(found, community, N_("There is no such rule."))


def _of_community(found: Thing | None, community: Community, problem: str) -> Thing:
    """Give what was found if it belongs to a community, else say that there is none."""
    if found is None or found.community_id != community.id:
        raise NotFound(problem)
    return found


def _count(key: SQLColumnExpression[int], where: ColumnElement[bool]) -> ColumnElement[int]:
    """Count what belongs to a handling unit."""
    return select(func.count(key)).where(where).correlate(HandlingUnit).scalar_subquery()
