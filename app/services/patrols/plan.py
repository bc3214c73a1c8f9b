"""Planning the routes of each cell of a community."""

from __future__ import annotations

import datetime as dt
import os
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
from shapely import Point
from sqlalchemy.orm import Session

from app.models import Cell, Community, Division, PatrolMode, PatrolPlan, Route
from app.progress import Tell, tell_nobody
from app.queries.patrol_problem import PatrolProblem, division_cells, patrol_problem
from app.queries.scope import Action, NotFound, Viewer, published_division, require
from app.services.areas import take_turn
from app.services.audit import record
from app.services.patrols.gates import wished_ground
from app.services.patrols.ground import PatrolGround
from app.services.patrols.keep import joined, keep_routes, name_lanes
from app.services.patrols.lanes import (
    LaneChoices,
    LaneTask,
    current_choices,
    lane_task,
    own_lanes,
    stored_choices,
)
from app.services.patrols.need import lanes_weighed, weighed
from app.services.patrols.tasks import stops_task, street_tasks, with_dwell
from app.services.patrols.wish import PlanWish
from app.settings import Settings
from geodata.errors import N_, InputRefused
from geodata.findings import Finding, Severity
from patrol.crew import CellAnswer, CellTask, plan_all
from patrol.noding import Floats

_NO_STOPS = N_("Cell %(cell)s has no building: it got no route.")
_NOT_PLANNED = N_("Cell %(cell)s got no route: %(why)s")


@dataclass(frozen=True)
class Planned:
    """What a planning run made.

    Attributes
    ----------
    routes : list of Route
        Of each cell that has something to visit, one a volunteer; a line is empty where no stop
        can be reached.
    findings : list of Finding
        Faults in the paths, stops left out, and cells without a route.
    """

    routes: list[Route]
    findings: list[Finding]


def plan_cells(
    session: Session,
    viewer: Viewer,
    community: Community,
    *,
    settings: Settings,
    at: dt.datetime,
    wish: PlanWish | None = None,
    cell_code: str | None = None,
    cell_id: int | None = None,
    tell: Tell = tell_nobody,
) -> Planned:
    """Plan routes for the cells of a community, along its paths, and keep them.

    The community is locked only while the routes are stored, not while they are computed.

    Parameters
    ----------
    session : Session
    viewer : Viewer
        Must be allowed to plan; only cells in scope are planned.
    community : Community
    settings : Settings
        Pace, and how far from a path a stop may lie.
    at : datetime.datetime
        Now.
    wish : PlanWish, optional
        How many volunteers, how long, past what.
    cell_code, cell_id : str, int, optional
        Only this cell.
    tell : callable
        Told the share done and the cell being planned.

    Raises
    ------
    InputRefused
        If the community has no cells or no paths, or its cells changed meanwhile.
    NotFound
        If there is no such cell in scope.
    """
    require(viewer, Action.PLAN)
    wish = wish or PlanWish()
    division = holding_division(session, community)
    asker = (session, viewer, community)
    problem = patrol_problem(*asker, division, cell_code, cell_id=cell_id)
    if not problem.cells:
        raise NotFound(N_("There is no cell with the code %(code)s."), code=cell_code or "*")
    ground = wished_ground(session, community, wish)
    problem = weighed(*asker, problem, wish, settings=settings, at=at)
    needs = lanes_weighed(*asker, ground, wish, settings=settings, at=at)
    choices = current_choices(session, problem.cells)
    lanes = _lane_tasks(session, division, problem, ground, wish, choices)
    tasks = _tasks(community, problem, settings, wish, needs, lanes)
    answers = plan_all(ground.network, ground.footprints, tasks, tell=tell)
    solved = {answer.key: answer for answer in answers}
    take_turn(session, community)
    if holding_division(session, community).id != division.id:
        raise InputRefused(N_("The cells changed while routes were planned: plan again."))
    plan = new_plan(
        session, community, division.id, wish, at=at, by=viewer.user_id, **stored_choices(choices)
    )
    findings = list(ground.network.findings)
    routes: list[Route] = []
    for cell in problem.cells:
        answer, own = solved.get(cell.id), lanes.get(cell.id)
        routes += _keep(session, plan, cell, answer, problem.stops, ground, findings, own)
    _note(session, viewer, plan, at, problem.cells)
    return Planned(routes, findings)


def new_plan(
    session: Session,
    community: Community,
    division_id: int,
    wish: PlanWish,
    *,
    at: dt.datetime,
    by: int | None,
    **settings: Any,
) -> PatrolPlan:
    """Open a plan to which routes can be added.

    Parameters
    ----------
    session : Session
    community : Community
    division_id : int
    wish : PlanWish
    at, by : datetime, int or None
        When, and which account.
    **settings
        What the plan keeps beside the wish.
    """
    plan = PatrolPlan(
        community_id=community.id,
        division_id=division_id,
        mode=wish.mode,
        volunteers=wish.volunteers,
        max_minutes=None if wish.max_minutes is None else round(wish.max_minutes),
        start=None if wish.start is None else Point(*wish.start),
        settings={**wish.as_stored(), **settings},
        seed=wish.seed,
        made_at=at,
        made_by=by,
    )
    session.add(plan)
    session.flush()
    return plan


def holding_division(session: Session, community: Community) -> Division:
    """Give the division that holds, or say what to do first.

    Parameters
    ----------
    session : Session
    community : Community

    Raises
    ------
    InputRefused
        If there is none.
    """
    division = published_division(session, community)
    if division is None:
        raise InputRefused(
            N_("%(name)s has no cells yet: there is nothing to patrol. Import cells first."),
            name=community.name,
        )
    return division


def _lane_tasks(
    session: Session,
    division: Division,
    problem: PatrolProblem,
    ground: PatrolGround,
    wish: PlanWish,
    choices: dict[int, LaneChoices],
) -> dict[int, LaneTask]:
    """Say what is to be walked of each cell, where lanes are walked and not stops."""
    if wish.mode is not PatrolMode.STREETS:
        return {}
    own, none = own_lanes(ground.network, division_cells(session, division)), LaneChoices()
    return {
        cell.id: lane_task(ground.network, own[cell.id], choices.get(cell.id, none))
        for cell in problem.cells
    }


def _tasks(
    community: Community,
    problem: PatrolProblem,
    settings: Settings,
    wish: PlanWish,
    needs: Floats | None,
    lanes: dict[int, LaneTask],
) -> list[CellTask]:
    """Say what is to be planned; cells in which there is nothing to visit are left out."""
    if lanes:
        required = [(cell, lanes[cell.id].required) for cell in problem.cells]
        return street_tasks(required, community, settings, wish, need=needs)
    asked = (stops_task(cell, problem.stops, community, settings, wish) for cell in problem.cells)
    tasks = [task for task in asked if task is not None]
    if len(tasks) == 1 and wish.time_limit_s is not None:
        tasks[0].options["cores"] = os.cpu_count() or 1
    return tasks


def _keep(
    session: Session,
    plan: PatrolPlan,
    cell: Cell,
    answer: CellAnswer | None,
    stops: gpd.GeoDataFrame,
    ground: PatrolGround,
    findings: list[Finding],
    lanes: LaneTask | None,
) -> list[Route]:
    """Store what was found for one cell, or tell why nothing was."""
    place = cell.shape.centroid
    if answer is None:
        told = Finding("no_route", Severity.WARNING, _NO_STOPS, {"cell": cell.name}, place=place)
        findings.append(told)
        return []
    if answer.result is None:
        facts = {"cell": cell.name, "why": str(answer.refusal)}
        findings.append(Finding("no_route", Severity.WARNING, _NOT_PLANNED, facts, place=place))
        return []
    result = answer.result
    findings += result.findings
    own = stops[stops["cell_id"] == cell.id]
    by_hand = None if lanes is None else lanes.left
    left_out = name_lanes(joined([result.left_out, by_hand]), ground.paths)
    return keep_routes(
        session, plan, cell, result.routes, with_dwell(own), ground.paths,
        left_out=left_out, gap=result.gap,
    )  # fmt: skip


def _note(
    session: Session, viewer: Viewer, plan: PatrolPlan, at: dt.datetime, cells: list[Cell]
) -> None:
    """Write a line of the audit log."""
    record(
        session,
        at=at,
        by=viewer.user_id,
        action="plan",
        thing_kind="patrol_plan",
        thing_id=plan.id,
        community_id=plan.community_id,
        mode=PatrolMode(plan.mode).value,
        volunteers=plan.volunteers,
        cells=[cell.code for cell in cells],
    )
