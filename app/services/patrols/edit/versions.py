"""Versions of the plan of a cell: each step makes one, and an undo goes back by one."""

from __future__ import annotations

import datetime as dt
from typing import Any

from shapely import Point
from sqlalchemy.orm import Session

from app.models import Community, MustVisit, PatrolMode, PatrolPlan
from app.queries.plans import CellPlan, planned_before
from app.queries.scope import Viewer
from app.services.patrols.lanes import LaneChoices, choices_of, stored_choices
from app.services.patrols.plan import new_plan
from app.services.patrols.wish import PlanWish
from geodata.errors import N_, InputRefused


def wish_of(plan: CellPlan) -> PlanWish:
    """Give the wish by which a plan was made, so that it can be met again.

    Parameters
    ----------
    plan : CellPlan
        With routes.
    """
    made, kept = _made(plan), _made(plan).settings
    start = None if made.start is None else (made.start.centroid.x, made.start.centroid.y)
    set_out = kept.get("set_out")
    return PlanWish(
        mode=PatrolMode(made.mode),
        volunteers=max(made.volunteers, len(plan.routes)),
        max_minutes=made.max_minutes,
        closed=plan.routes[0].closed,
        start=start,
        random_share=kept.get("random_share", 0.0),
        sides=kept.get("sides", 1),
        seed=made.seed,
        set_out=dt.datetime.fromisoformat(set_out) if set_out else None,
        pace_m_s=kept.get("pace_m_s"),
    )


def new_version(
    session: Session,
    viewer: Viewer,
    community: Community,
    plan: CellPlan,
    *,
    at: dt.datetime,
    step: str,
    undo: dict[str, Any],
    choices: LaneChoices | None = None,
) -> PatrolPlan:
    """Open the next version of the plan of one cell.

    Parameters
    ----------
    session : Session
    viewer : Viewer
        Who takes the step.
    community : Community
    plan : CellPlan
        The version before.
    at : datetime.datetime
        Now.
    step : str
        Kind of the step.
    undo : dict
        What an undo mends beside the routes.
    choices : LaneChoices, optional
        Lanes chosen by hand; by default those of the version before.
    """
    before = _made(plan)
    kept = choices_of(before, plan.cell.id) if choices is None else choices
    return new_plan(
        session,
        community,
        before.division_id,
        wish_of(plan),
        at=at,
        by=viewer.user_id,
        replaces=before.id,
        step=step,
        undo=undo,
        **stored_choices({plan.cell.id: kept}),
    )


def undo_version(session: Session, plan: CellPlan) -> None:
    """Make the version before the current one again.

    Parameters
    ----------
    session : Session
    plan : CellPlan

    Raises
    ------
    InputRefused
        If the plan comes from the planner, with nothing before it to go back to.
    """
    before = planned_before(session, plan)
    if not before:
        raise InputRefused(N_("There is nothing to undo."))
    for route in plan.routes:
        route.is_current = False
    for route in before:
        route.is_current = True
    _mend(session, _made(plan).settings.get("undo") or {})
    session.flush()


def _mend(session: Session, undo: dict[str, Any]) -> None:
    """Bring a must-visit point back to how it was."""
    point = session.get(MustVisit, undo["must_visit"]) if "must_visit" in undo else None
    if point is None:
        return
    if "active" in undo:
        point.active = undo["active"]
    if "point" in undo:
        point.point = Point(undo["point"])


def _made(plan: CellPlan) -> PatrolPlan:
    if plan.plan is None:
        raise InputRefused(N_("This cell has no route yet: plan it first."))
    return plan.plan
