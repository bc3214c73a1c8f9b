"""Planning a route for each cell of a community."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from shapely.geometry.base import BaseGeometry
from sqlalchemy.orm import Session

from app.models import Cell, Community, Division, PatrolPlan, Route
from app.progress import Tell, tell_nobody
from app.queries.patrol_problem import PatrolProblem, patrol_problem
from app.queries.scope import Action, NotFound, Viewer, published_division, require
from app.services.areas import take_turn
from app.services.audit import record
from app.services.patrols.keep import keep_route
from app.settings import Settings
from geodata.errors import N_, InputRefused
from geodata.findings import Finding, Severity
from patrol.network import WalkingNetwork, build_network
from patrol.plan import RoutePlan, plan_route

_NO_STOPS = N_("Cell %(cell)s has no building: it got no route.")


@dataclass(frozen=True)
class Planned:
    """What a planning run made.

    Attributes
    ----------
    routes : list of Route
        One for each cell that has a building; its line is empty where no stop can be reached.
    findings : list of Finding
        Faults in the paths, and cells without a route.
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
    cell_code: str | None = None,
    seed: int = 0,
    tell: Tell = tell_nobody,
) -> Planned:
    """Plan a first route for the cells of a community, along its paths, and keep them.

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
    cell_code : str, optional
        Only this cell.
    seed : int
        For the solver.
    tell : callable
        Told the share done and the cell being planned.

    Raises
    ------
    InputRefused
        If the community has no cells or no paths.
    NotFound
        If there is no such cell in scope.
    """
    require(viewer, Action.PLAN)
    take_turn(session, community)
    division = _division(session, community)
    problem = _problem(session, viewer, community, division, cell_code)
    network = _network(community, problem)
    plan = PatrolPlan(community_id=community.id, division_id=division.id, made_at=at, seed=seed)
    session.add(plan)
    session.flush()
    routes: list[Route] = []
    findings = list(network.findings)
    for number, cell in enumerate(problem.cells):
        tell(number / len(problem.cells), cell.name)
        solved = _solve(network, problem, cell, community.meeting_point, settings, seed)
        if solved is None:
            findings.append(_no_route(cell))
            continue
        findings += solved.findings
        routes.append(keep_route(session, plan, cell, solved, problem.stops))
    record(
        session,
        at=at,
        by=viewer.user_id,
        action="plan",
        thing_kind="patrol_plan",
        thing_id=plan.id,
        community_id=community.id,
        cells=[cell.code for cell in problem.cells],
    )
    return Planned(routes, findings)


def _problem(
    session: Session,
    viewer: Viewer,
    community: Community,
    division: Division,
    cell_code: str | None,
) -> PatrolProblem:
    """Read the problem, or say that there is no such cell."""
    problem = patrol_problem(session, viewer, community, division, cell_code)
    if not problem.cells:
        raise NotFound(N_("There is no cell with the code %(code)s."), code=cell_code or "*")
    return problem


def _no_route(cell: Cell) -> Finding:
    """Tell of a cell in which there is nothing to visit."""
    facts = {"cell": cell.name}
    return Finding("no_route", Severity.WARNING, _NO_STOPS, facts, place=cell.shape.centroid)


def _division(session: Session, community: Community) -> Division:
    """Give the division that holds, or say what to do first."""
    division = published_division(session, community)
    if division is None:
        raise InputRefused(
            N_("%(name)s has no cells yet: there is nothing to patrol. Import cells first."),
            name=community.name,
        )
    return division


def _network(community: Community, problem: PatrolProblem) -> WalkingNetwork:
    """Build the walking network of a community."""
    if problem.paths.empty or community.metric_srid is None:
        raise InputRefused(
            N_("%(name)s has no paths: a route needs some. Import paths first."),
            name=community.name,
        )
    return build_network(problem.paths, srid=community.metric_srid)


def _solve(
    network: WalkingNetwork,
    problem: PatrolProblem,
    cell: Cell,
    start: BaseGeometry | None,
    settings: Settings,
    seed: int,
) -> RoutePlan | None:
    """Plan one cell; None when it has no building."""
    stops = problem.stops[problem.stops["cell_id"] == cell.id].reset_index(drop=True)
    if stops.empty:
        return None
    return plan_route(
        network,
        stops,
        start=_start_near(start, cell),
        pace_m_s=settings.wangge_pace_m_s,
        reach_m=settings.wangge_reach_m,
        obstacles=problem.footprints.geometry,
        seed=seed,
    )


def _start_near(start: BaseGeometry | None, cell: Cell) -> tuple[float, float] | None:
    """Start at the meeting point where it lies in the cell; else let the plan choose."""
    if start is None or not cell.shape.intersects(start):
        return None
    return start.centroid.x, start.centroid.y
