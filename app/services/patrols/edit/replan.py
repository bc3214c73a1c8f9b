"""Planning the rest of a cell anew around the legs that somebody locked."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from sqlalchemy.orm import Session

from app.models import Community
from app.progress import tell_nobody
from app.queries.patrol_problem import patrol_problem
from app.queries.plans import CellPlan
from app.queries.scope import Viewer
from app.services.patrols.edit.versions import new_version, wish_of
from app.services.patrols.edit.walks import Walks
from app.services.patrols.gates import wished_ground
from app.services.patrols.keep import keep_routes, name_lanes
from app.services.patrols.need import weighed
from app.services.patrols.plan import holding_division
from app.services.patrols.tasks import stops_task, with_dwell
from app.settings import Settings
from geodata.errors import N_, InputRefused

QUICK_S = 0.4
"""Seconds for the search: whoever dragged a stop waits for the answer."""


def replan_rest(
    session: Session,
    viewer: Viewer,
    community: Community,
    plan: CellPlan,
    walks: Walks,
    *,
    settings: Settings,
    at: dt.datetime,
) -> None:
    """Plan a cell anew, with all that is to be visited now, and keep what came of it.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    community : Community
        Locked by the caller.
    plan : CellPlan
        The version before.
    walks : Walks
        Its locked legs stay.
    settings : Settings
    at : datetime.datetime
        Now.

    Raises
    ------
    InputRefused
        If nothing is to be visited any more.
    """
    division = holding_division(session, community)
    problem = patrol_problem(session, viewer, community, division, cell_id=plan.cell.id)
    wish = replace(wish_of(plan), time_limit_s=QUICK_S)
    problem = weighed(session, viewer, community, problem, wish, settings=settings, at=at)
    ground = wished_ground(session, community, wish)
    task = stops_task(
        plan.cell, problem.stops, community, settings, wish, locked=sorted(walks.pairs)
    )
    if task is None:
        raise InputRefused(N_("There are no stops to patrol: add buildings or entrances first."))
    result = task.plan(
        ground.network, **task.options, obstacles=ground.footprints, tell=tell_nobody
    )
    keep_routes(
        session,
        new_version(session, viewer, community, plan, at=at, step="replan", undo={}),
        plan.cell,
        result.routes,
        with_dwell(problem.stops),
        ground.paths,
        left_out=name_lanes(result.left_out, ground.paths),
        gap=result.gap,
        locked=walks.pairs,
    )
