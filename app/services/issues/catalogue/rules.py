"""Dispatch rules: who gets issues of a category at a place."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.orm import Session

from app.models import (
    Community,
    DispatchRule,
    DutyRole,
    HandlingUnit,
    IssueCategory,
    PlaceKind,
)
from app.queries.duties import find_place
from app.queries.scope import Action, NotFound, Viewer, require
from app.services.audit import record
from app.services.issues.dispatching.rules import MOST_RULES
from geodata.errors import N_, InputRefused

RULE_PLACES = (PlaceKind.CELL, PlaceKind.ESTATE, PlaceKind.BUILDING)
"""For what a rule can hold, besides the whole community."""


@dataclass(frozen=True)
class RuleEntry:
    """A dispatch rule as somebody wishes it: either a role or a unit gets the issues.

    Attributes
    ----------
    category_id : int or None
        None is every category.
    place : (PlaceKind, int) or None
        None is the whole community.
    role : DutyRole or None
    unit_id : int or None
    """

    category_id: int | None = None
    place: tuple[PlaceKind, int] | None = None
    role: DutyRole | None = None
    unit_id: int | None = None


def add_rule(
    session: Session, viewer: Viewer, community: Community, entry: RuleEntry, *, at: dt.datetime
) -> DispatchRule:
    """Add a dispatch rule.

    Parameters
    ----------
    session : Session
    viewer : Viewer
        Must be allowed to configure.
    community : Community
    entry : RuleEntry
    at : datetime.datetime
        Now.

    Raises
    ------
    NotAllowed
    NotFound
        If there is no such category, place or unit.
    InputRefused
        If it leads to nobody or to two, or there is one for the same already.
    """
    require(viewer, Action.CONFIGURE)
    if (entry.role is None) == (entry.unit_id is None):
        raise InputRefused(N_("Choose who gets these issues: a role, or a handling unit."))
    places = _place_columns(session, viewer, community, entry)
    _check_category(session, community, entry.category_id)
    _check_unit(session, community, entry.unit_id)
    _refuse_same(session, community, entry, places)
    rule = DispatchRule(
        community_id=community.id,
        category_id=entry.category_id,
        role=entry.role,
        unit_id=entry.unit_id,
        **places,
    )
    session.add(rule)
    session.flush()
    _tell(session, viewer, rule, "add", at)
    return rule


def remove_rule(session: Session, viewer: Viewer, rule: DispatchRule, *, at: dt.datetime) -> None:
    """Remove a dispatch rule; what it dispatched stays where it is.

    Raises
    ------
    NotAllowed
    """
    require(viewer, Action.CONFIGURE)
    _tell(session, viewer, rule, "remove", at)
    session.delete(rule)
    session.flush()


def hand_on_rules(session: Session, successors: Mapping[int, int]) -> None:
    """Let rules for cells follow the ground to the cells of a new division.

    Parameters
    ----------
    session : Session
    successors : Mapping of int to int
        Old cell to the one that goes on from it. Rules of a cell that ends stay with it, and
        fit nothing more.
    """
    for old, new in successors.items():
        session.execute(update(DispatchRule).where(DispatchRule.cell_id == old).values(cell_id=new))


def _place_columns(
    session: Session, viewer: Viewer, community: Community, entry: RuleEntry
) -> dict[str, int]:
    """Give the column that names the rule's place, if it has one."""
    if entry.place is None:
        return {}
    kind, place_id = entry.place
    if kind not in RULE_PLACES:
        raise InputRefused(N_("A rule holds for a cell, an estate or a building."))
    return {f"{kind.value}_id": find_place(session, viewer, community, kind, place_id).id}


def _check_category(session: Session, community: Community, category_id: int | None) -> None:
    """Refuse a category that the community has not."""
    here = IssueCategory.community_id == community.id, IssueCategory.id == category_id
    if category_id is not None and session.scalar(select(IssueCategory.id).where(*here)) is None:
        raise NotFound(N_("There is no such category."))


def _check_unit(session: Session, community: Community, unit_id: int | None) -> None:
    """Refuse a handling unit that the community has not, or no longer."""
    if unit_id is None:
        return
    here = HandlingUnit.community_id == community.id, HandlingUnit.id == unit_id
    unit = session.scalar(select(HandlingUnit).where(*here))
    if unit is None:
        raise NotFound(N_("There is no such handling unit."))
    if unit.closed_on is not None:
        raise InputRefused(N_("%(name)s is closed."), name=unit.name)


def _refuse_same(
    session: Session, community: Community, entry: RuleEntry, places: Mapping[str, int]
) -> None:
    """Refuse a rule of which there is one already, and more than anybody can oversee."""
    wished = {"category_id": entry.category_id, "role": entry.role, "unit_id": entry.unit_id}
    wished |= {f"{kind.value}_id": places.get(f"{kind.value}_id") for kind in RULE_PLACES}
    same: list[ColumnElement[bool]] = [
        getattr(DispatchRule, name).is_not_distinct_from(value) for name, value in wished.items()
    ]
    here = DispatchRule.community_id == community.id
    if session.scalar(select(DispatchRule.id).where(here, *same).limit(1)) is not None:
        raise InputRefused(N_("There is this very rule already."))
    if (session.scalar(select(func.count(DispatchRule.id)).where(here)) or 0) >= MOST_RULES:
        raise InputRefused(N_("There are %(most)s rules already."), most=MOST_RULES)


def _tell(
    session: Session, viewer: Viewer, rule: DispatchRule, action: str, at: dt.datetime
) -> None:
    """Tell the audit log."""
    record(
        session,
        at=at,
        by=viewer.user_id,
        action=action,
        thing_kind="dispatch_rule",
        thing_id=rule.id,
        community_id=rule.community_id,
    )
