"""Planning a cell anew that is walked lane by lane, with the lanes that somebody chose."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from sqlalchemy.orm import Session

from app.models import Community
from app.progress import tell_nobody
from app.queries.patrol_problem import division_cells
from app.queries.plans import CellPlan
from app.queries.scope import Viewer
from app.services.patrols.edit.versions import new_version, wish_of
from app.services.patrols.edit.walks import as_frame
from app.services.patrols.gates import wished_ground
from app.services.patrols.keep import joined, keep_routes, name_lanes
from app.services.patrols.lanes import LaneChoices, lane_task, own_lanes
from app.services.patrols.need import lanes_weighed
from app.services.patrols.plan import holding_division
from app.services.patrols.tasks import street_tasks
from app.settings import Settings
from geodata.errors import N_, InputRefused

WAIT_S = 2.0
"""Seconds for the search: whoever chose lanes waits for the answer."""


def replan_lanes(
    session: Session,
    viewer: Viewer,
    community: Community,
    plan: CellPlan,
    choices: LaneChoices,
    *,
    settings: Settings,
    at: dt.datetime,
) -> None:
    """Plan the walks of a cell anew with other lanes, and keep what came of it.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    community : Community
        Locked by the caller.
    plan : CellPlan
        The version before, along every lane.
    choices : LaneChoices
        All that is chosen by hand from now on.
    settings : Settings
    at : datetime.datetime
        Now.

    Raises
    ------
    InputRefused
        If no lane is left to walk.
    """
    wish = replace(wish_of(plan), time_limit_s=WAIT_S)
    ground = wished_ground(session, community, wish)
    every = division_cells(session, holding_division(session, community))
    own = own_lanes(ground.network, every)[plan.cell.id]
    lanes = lane_task(ground.network, own, choices)
    if not lanes.required.any():
        raise InputRefused(N_("At least one lane has to be walked."))
    needs = lanes_weighed(session, viewer, community, ground, wish, settings=settings, at=at)
    (task,) = street_tasks([(plan.cell, lanes.required)], community, settings, wish, need=needs)
    result = task.plan(ground.network, **task.options, tell=tell_nobody)
    keep_routes(
        session,
        new_version(session, viewer, community, plan, at=at, step="lanes", undo={},
                    choices=choices),
        plan.cell,
        result.routes,
        as_frame([]),
        ground.paths,
        left_out=name_lanes(joined([result.left_out, lanes.left]), ground.paths),
        gap=result.gap,
    )  # fmt: skip
