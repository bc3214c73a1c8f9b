"""Deliberations as the page of an issue shows them: steps, votes, and who has paid."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session, aliased

from app.models import (
    Building,
    CostShare,
    Deliberation,
    DeliberationState,
    DeliberationStep,
    Entrance,
    Household,
    Issue,
)
from app.queries.scope import Viewer, visible_buildings

MOST_DELIBERATIONS = 10
MOST_STEPS = 100
MOST_LINES = 3_000


@dataclass(frozen=True)
class StepLine:
    """One step as it was written down; ``votes`` is (in favour, against, abstained) or None."""

    verb: str
    held_on: dt.date
    participants: tuple[tuple[str, str], ...]
    minutes: str
    votes: tuple[int, int, int] | None


@dataclass(frozen=True)
class CostSum:
    """What a cost comes to: amounts in fen, payers counted."""

    due_fen: int
    paid_fen: int
    payers: int
    settled: int


@dataclass(frozen=True)
class Deliberated:
    """A deliberation with all its steps; ``cost`` is None where none is shared."""

    id: int
    state: DeliberationState
    version: int
    question: str
    made_at: dt.datetime
    steps: tuple[StepLine, ...]
    cost: CostSum | None


@dataclass(frozen=True)
class ShareLine:
    """What one stairwell or door is to pay and has paid, in fen."""

    id: int
    building: str
    entrance: str
    door: str
    due_fen: int
    paid_fen: int
    paid_on: dt.date | None


@dataclass(frozen=True)
class PayingPlace:
    """A stairwell, or a building without any, that can share a cost.

    Attributes
    ----------
    entrance_id : int or None
    building_id : int
    building, name : str
        ``name`` is empty for a building without stairwells.
    households : int or None
    doors : int
        How many of its doors are entered.
    harmed : bool
        Whether it lies where the issue does harm, not where its cause is.
    """

    entrance_id: int | None
    building_id: int
    building: str
    name: str
    households: int | None
    doors: int
    harmed: bool


def read_deliberations(session: Session, issue: Issue) -> tuple[Deliberated, ...]:
    """Read the deliberations of an issue, the latest first.

    Parameters
    ----------
    session : Session
    issue : Issue
        In the viewer's scope.
    """
    rows = session.scalars(
        select(Deliberation)
        .where(Deliberation.issue_id == issue.id)
        .order_by(Deliberation.id.desc())
        .limit(MOST_DELIBERATIONS)
    )
    return tuple(
        Deliberated(
            row.id, row.state, row.version, row.question, row.made_at,
            _steps(session, row.id), _cost(session, row.id),
        )
        for row in rows
    )  # fmt: skip


def read_shares(session: Session, viewer: Viewer, deliberation_id: int) -> tuple[ShareLine, ...]:
    """List who is to pay what, and has paid, at buildings that a viewer may see.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    deliberation_id : int
        Of an issue in the viewer's scope.
    """
    stair = aliased(Entrance)
    building_id = func.coalesce(Entrance.building_id, Household.building_id)
    rows = session.execute(
        select(
            CostShare.id, _called(),
            func.coalesce(Entrance.name, stair.name, ""), func.coalesce(Household.number, ""),
            CostShare.due_fen, CostShare.paid_fen, CostShare.paid_on,
        )
        .outerjoin(Entrance, Entrance.id == CostShare.entrance_id)
        .outerjoin(Household, Household.id == CostShare.household_id)
        .outerjoin(stair, stair.id == Household.entrance_id)
        .join(Building, Building.id == building_id)
        .where(
            CostShare.deliberation_id == deliberation_id,
            Building.id.in_(visible_buildings(viewer)),
        )
        .order_by(CostShare.id)
        .limit(MOST_LINES)
    )  # fmt: skip
    return tuple(ShareLine(*row) for row in rows)


def read_payers(
    session: Session, viewer: Viewer, issue: Issue, building_ids: list[int]
) -> tuple[PayingPlace, ...]:
    """List the places that could share a cost, those of the cause first.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    issue : Issue
        In the viewer's scope.
    building_ids : list of int
        Those that the issue is about.
    """
    own_doors = or_(
        Household.entrance_id == Entrance.id,
        Entrance.id.is_(None) & (Household.building_id == Building.id),
    )
    doors = select(func.count(Household.id)).where(own_doors, Household.vanished_on.is_(None))
    harmed = Building.id.is_distinct_from(issue.building_id)
    rows = session.execute(
        select(
            Entrance.id, Building.id, _called(), func.coalesce(Entrance.name, ""),
            func.coalesce(Entrance.households, Building.households),
            doors.correlate(Entrance, Building).scalar_subquery(), harmed,
        )
        .select_from(Building)
        .outerjoin(
            Entrance, (Entrance.building_id == Building.id) & Entrance.vanished_on.is_(None)
        )
        .where(Building.id.in_(building_ids), Building.id.in_(visible_buildings(viewer)))
        .order_by(harmed, Building.id, Entrance.id)
        .limit(MOST_LINES)
    )  # fmt: skip
    return tuple(PayingPlace(*row) for row in rows)


def _called() -> ColumnElement[str]:
    """Give what people call a building: its name, or else its number."""
    return func.coalesce(func.nullif(Building.name, ""), Building.number)


def _steps(session: Session, deliberation_id: int) -> tuple[StepLine, ...]:
    """Read the steps of a deliberation, oldest first."""
    rows = session.scalars(
        select(DeliberationStep)
        .where(DeliberationStep.deliberation_id == deliberation_id)
        .order_by(DeliberationStep.id)
        .limit(MOST_STEPS)
    )
    return tuple(
        StepLine(row.verb, row.held_on, _participants(row), row.minutes, _votes(row))
        for row in rows
    )


def _participants(step: DeliberationStep) -> tuple[tuple[str, str], ...]:
    """Give the parties with the names of those who spoke for each."""
    names: dict[str, list[str]] = {}
    for one in step.participants:
        names.setdefault(one["party"], []).append(one["name"])
    return tuple((party, "、".join(said)) for party, said in names.items())


def _votes(step: DeliberationStep) -> tuple[int, int, int] | None:
    """Give the votes of a step, None where nobody voted."""
    if step.votes_for is None:
        return None
    return step.votes_for, step.votes_against or 0, step.votes_abstained or 0


def _cost(session: Session, deliberation_id: int) -> CostSum | None:
    """Add up what is due and what is paid."""
    due, paid, payers, settled = session.execute(
        select(
            func.coalesce(func.sum(CostShare.due_fen), 0),
            func.coalesce(func.sum(CostShare.paid_fen), 0),
            func.count(CostShare.id),
            func.count(CostShare.id).filter(CostShare.paid_fen >= CostShare.due_fen),
        ).where(CostShare.deliberation_id == deliberation_id)
    ).one()
    return CostSum(int(due), int(paid), payers, settled) if payers else None
