"""Taking one step upon the plan of a cell."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pandas as pd
from shapely import Point
from sqlalchemy.orm import Session

from app.models import Community, MustVisit, PatrolMode, StopKind
from app.queries.plans import CellPlan, cell_plan
from app.queries.scope import Action, Viewer, require
from app.services.areas import take_turn
from app.services.audit import record
from app.services.patrols.edit.replan import replan_rest
from app.services.patrols.edit.replan_lanes import replan_lanes
from app.services.patrols.edit.steps import (
    AddPoint,
    ChooseLanes,
    DropStop,
    LockLeg,
    MoveStop,
    RemovePoint,
    Replan,
    Undo,
)
from app.services.patrols.edit.versions import new_version, undo_version, wish_of
from app.services.patrols.edit.walks import Place, Walks, as_frame, left_behind
from app.services.patrols.gates import wished_ground
from app.services.patrols.ground import patrol_ground
from app.services.patrols.keep import keep_routes
from app.services.patrols.lanes import LaneChoices, choices_of
from app.services.patrols.tasks import start_of
from app.settings import Settings
from geodata.errors import N_, InputRefused, WanggeError
from patrol.given import walk_given


class Overtaken(WanggeError):
    """Somebody else changed the plan since the page was loaded."""


@dataclass
class Editing:
    """One step at work.

    Attributes
    ----------
    session, viewer, community, settings, at
        As everywhere.
    plan : CellPlan
        The version that is changed.
    walks : Walks
        The order as it becomes.
    undo : dict
        What an undo must mend beside the routes.
    """

    session: Session
    viewer: Viewer
    community: Community
    settings: Settings
    at: dt.datetime
    plan: CellPlan
    walks: Walks
    undo: dict[str, Any]


def change_plan(
    session: Session,
    viewer: Viewer,
    community: Community,
    cell_id: int,
    step: Any,
    *,
    settings: Settings,
    at: dt.datetime,
) -> None:
    """Take one step upon the plan of a cell.

    Parameters
    ----------
    session : Session
    viewer : Viewer
        Must be allowed to plan.
    community : Community
    cell_id : int
    step : one of :data:`app.services.patrols.edit.steps.Step`
    settings : Settings
        Pace and reach.
    at : datetime.datetime
        Now.

    Raises
    ------
    Overtaken
        If another version is current than the one that the step is upon.
    InputRefused
        If the step cannot be taken; the sentence says why.
    """
    require(viewer, Action.PLAN)
    take_turn(session, community)
    plan = cell_plan(session, viewer, community, cell_id)
    _check_version(plan, step.version)
    editing = Editing(session, viewer, community, settings, at, plan, Walks.of(plan), {})
    if isinstance(step, Undo):
        undo_version(session, plan)
    elif isinstance(step, ChooseLanes) or _walks_lanes(plan):
        _replan_lanes(editing, step)
    elif isinstance(step, Replan):
        replan_rest(session, viewer, community, plan, editing.walks, settings=settings, at=at)
    else:
        _HANDS[type(step)](editing, step)
        _keep(editing, step.kind)
    record(
        session,
        at=at,
        by=viewer.user_id,
        action="change_plan",
        thing_kind="cell",
        thing_id=cell_id,
        community_id=community.id,
        step=step.kind,
    )


def _check_version(plan: CellPlan, version: int) -> None:
    if plan.plan is None:
        raise InputRefused(N_("This cell has no route yet: plan it first."))
    if plan.plan.id != version:
        raise Overtaken(N_("Somebody else changed this plan. You see the newest now."))


def _walks_lanes(plan: CellPlan) -> bool:
    return plan.plan is not None and plan.plan.mode is PatrolMode.STREETS


def _replan_lanes(editing: Editing, step: Any) -> None:
    """Plan a cell anew that is walked lane by lane: with other lanes, or with the same."""
    if not _walks_lanes(editing.plan):
        raise InputRefused(N_("This plan goes past stops: its lanes cannot be chosen."))
    if isinstance(step, ChooseLanes):
        choices = LaneChoices(tuple(step.out), tuple(step.added))
    elif isinstance(step, Replan):
        choices = choices_of(editing.plan.plan, editing.plan.cell.id)
    else:
        raise InputRefused(N_("This plan walks every lane and has no stops to change."))
    replan_lanes(
        editing.session, editing.viewer, editing.community, editing.plan, choices,
        settings=editing.settings, at=editing.at,
    )  # fmt: skip


def _move(editing: Editing, step: MoveStop) -> None:
    walk = editing.walks.route_at(step.route)
    position = len(editing.walks.order[walk])
    if step.before is not None:
        walk, position = editing.walks.find(step.before)
    editing.walks.move(step.stop, walk, position)


def _drop(editing: Editing, step: DropStop) -> None:
    point, walks = Point(step.lon, step.lat), editing.walks
    walk, position = walks.find(step.stop)
    place = walks.order[walk][position]
    if place.kind in (StopKind.POINT, StopKind.PICKET):
        _inside(editing, point)
        walks.place_at(step.stop, point)
        if place.must_visit_id is not None:
            editing.undo = {"must_visit": place.must_visit_id, "point": list(place.point.coords[0])}
            editing.session.get_one(MustVisit, place.must_visit_id).point = point
    else:
        walks.move(step.stop, *walks.nearest(point, _srid(editing)))


def _lock(editing: Editing, step: LockLeg) -> None:
    editing.walks.lock(step.stop, locked=step.locked)


def _add(editing: Editing, step: AddPoint) -> None:
    point, walks = Point(step.lon, step.lat), editing.walks
    _inside(editing, point)
    added = MustVisit(
        community_id=editing.community.id,
        name=step.name,
        point=point,
        dwell_s=step.dwell_minutes * 60,
        added_by=editing.viewer.user_id,
        added_at=editing.at,
    )
    editing.session.add(added)
    editing.session.flush()
    editing.undo = {"must_visit": added.id, "active": False}
    key = f"must-visit:{added.id}"
    place = Place(
        key, step.name, point, StopKind.POINT, None, None, added.id, True, 1.0, added.dwell_s
    )
    walks.insert(place, *walks.nearest(point, _srid(editing)))


def _remove(editing: Editing, step: RemovePoint) -> None:
    walk, position = editing.walks.find(step.stop)
    must_visit_id = editing.walks.order[walk][position].must_visit_id
    if must_visit_id is None:
        raise InputRefused(N_("A building cannot be taken off a route: only must-visit points."))
    editing.walks.remove(step.stop)
    editing.session.get_one(MustVisit, must_visit_id).active = False
    editing.undo = {"must_visit": must_visit_id, "active": True}


_HANDS: dict[type, Callable[[Editing, Any], None]] = {
    MoveStop: _move,
    DropStop: _drop,
    LockLeg: _lock,
    AddPoint: _add,
    RemovePoint: _remove,
}


def _inside(editing: Editing, point: Point) -> None:
    """Refuse a place outside the cell: it would belong to the plan of another one."""
    if not editing.plan.cell.shape.intersects(point):
        raise InputRefused(N_("This place lies outside the cell. Choose one inside it."))


def _srid(editing: Editing) -> int:
    return patrol_ground(editing.session, editing.community).network.srid


def _keep(editing: Editing, kind: str) -> None:
    """Measure the walks in their new order, and store them as a new version."""
    session, community, plan = editing.session, editing.community, editing.plan
    wish = wish_of(plan)
    ground = wished_ground(session, community, wish)
    walked = as_frame([place for walk in editing.walks.order for place in walk])
    solved = walk_given(
        ground.network,
        walked,
        [[place.key for place in walk] for walk in editing.walks.order],
        start=start_of(wish, community, plan.cell),
        closed=wish.closed,
        pace_m_s=wish.pace_m_s or editing.settings.wangge_pace_m_s,
        reach_m=editing.settings.wangge_reach_m,
        obstacles=ground.footprints,
    )
    kept, behind = left_behind(plan.unreachable)
    parts = [part for part in (kept, solved.left_out) if len(part)]
    keep_routes(
        session,
        new_version(session, editing.viewer, community, plan, at=editing.at,
                    step=kind, undo=editing.undo),
        plan.cell,
        solved.routes,
        pd.concat([walked, as_frame(behind)], ignore_index=True),
        ground.paths,
        left_out=pd.concat(parts, ignore_index=True) if parts else kept,
        locked=editing.walks.pairs,
    )  # fmt: skip
