"""Handing ground on: duties, routes, patrols, rules, placements by hand follow it."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import insert, literal, select, update
from sqlalchemy.orm import Session, selectinload

from app.models import (
    BuildingCell,
    Cell,
    CellAncestor,
    Division,
    Duty,
    PatrolPlan,
    Route,
    Stop,
    UnreachableStop,
)
from app.queries.divisions import Change, RouteFate
from app.queries.divisions.fates import cell_duties, last_day, route_lots
from app.queries.scope import Viewer
from app.services.areas.patrols_on import hand_on_patrols
from app.services.issues.catalogue.rules import hand_on_rules

_REASON = "网格重新划分：{name}"


def hand_on(
    session: Session,
    before: Division,
    change: Change,
    on: dt.date,
    *,
    at: dt.datetime,
    by: int | None,
) -> None:
    """Let everything that belongs to the old cells follow the ground to the new ones.

    What it does is what :func:`app.queries.divisions.effects` told: both read the same rows.

    Parameters
    ----------
    session : Session
    before : Division
        The one that ends.
    change : Change
        From it to the new one.
    on : datetime.date
        First day of the new division.
    at, by : datetime, int or None
        When, and which account.
    """
    # What is done is done for everybody, whatever the publisher is shown of it.
    everything = Viewer(on=on)
    _keep_placements(session, before, change)
    _hand_on_duties(session, everything, change, on)
    routes = _hand_on_routes(session, everything, change)
    hand_on_patrols(session, everything, change, routes, at=at, by=by)
    hand_on_rules(session, change.successors)
    _hand_on_regions(session, change)
    _remember(session, change)
    session.flush()


def _keep_placements(session: Session, before: Division, change: Change) -> None:
    """Keep decisions by hand where their ground goes on."""
    kept = change.buildings[change.buildings["kept"]]
    for building_id, cell_id in zip(kept.index, kept["after"], strict=True):
        was = session.get_one(BuildingCell, (before.id, int(building_id)))
        session.merge(
            BuildingCell(
                division_id=change.after.id,
                building_id=int(building_id),
                cell_id=int(cell_id),
                by_hand=True,
                reason=was.reason,
            )
        )


def _hand_on_duties(session: Session, viewer: Viewer, change: Change, on: dt.date) -> None:
    """Let duties go on in the cells that go on from theirs; the others end with theirs."""
    ids = [row.id for row in cell_duties(session, viewer, change, on)]
    held = {_key(duty) for duty in _duties(session, Duty.cell_id.in_(list(change.new)))}
    for duty in _duties(session, Duty.id.in_(ids)):
        target = change.successors.get(duty.cell_id or 0)
        following = _following(duty, target, on)
        if following is None or _key(following) in held:
            duty.until = last_day(duty.since, on)
            duty.end_reason = duty.end_reason or _REASON.format(name=change.after.name)
            continue
        held.add(_key(following))
        if duty.since >= on:  # It has not begun: it simply begins in the new cell.
            duty.cell_id = target
            continue
        session.add(following)
        duty.until = last_day(duty.since, on)
        duty.end_reason = _REASON.format(name=change.after.name)


def _duties(session: Session, which: object) -> list[Duty]:
    """Read duties in the order in which they were given."""
    return list(session.scalars(select(Duty).where(which).order_by(Duty.since, Duty.id)))  # type: ignore[arg-type]


def _key(duty: Duty) -> tuple[object, ...]:
    """Tell duties apart: nobody holds the same one twice from the same day."""
    holder = (duty.person_id, duty.team_id, duty.organisation_id)
    return (*holder, duty.role, duty.cell_id, duty.since)


def _following(duty: Duty, cell_id: int | None, on: dt.date) -> Duty | None:
    """Make the duty that goes on in a new cell, if there is one."""
    if cell_id is None:
        return None
    return Duty(
        community_id=duty.community_id,
        cell_id=cell_id,
        role=duty.role,
        since=max(duty.since, on),
        until=duty.until,
        person_id=duty.person_id,
        team_id=duty.team_id,
        organisation_id=duty.organisation_id,
    )


def _hand_on_routes(session: Session, viewer: Viewer, change: Change) -> dict[int, int]:
    """Copy the routes that go on into the new division; give old and new ids."""
    going_on = [
        lot.id for lot in route_lots(session, viewer, change) if lot.fate is not RouteFate.PLAN_ANEW
    ]
    routes = session.scalars(
        select(Route)
        .where(Route.id.in_(going_on))
        .options(
            selectinload(Route.plan), selectinload(Route.stops), selectinload(Route.unreachable)
        )
        .order_by(Route.id)
    ).all()
    plans = {
        plan.id: PatrolPlan(
            community_id=plan.community_id, division_id=change.after.id,
            mode=plan.mode, volunteers=plan.volunteers, max_minutes=plan.max_minutes,
            start=plan.start, settings=plan.settings, seed=plan.seed,
            made_at=plan.made_at, made_by=plan.made_by, job_id=plan.job_id,
        )
        for plan in (route.plan for route in routes)
    }  # fmt: skip
    copies = {
        route.id: _copy(route, plans[route.plan_id], change.successors[route.cell_id])
        for route in routes
    }
    session.add_all(copies.values())
    session.flush()
    return {old: route.id for old, route in copies.items()}


def _copy(route: Route, plan: PatrolPlan, cell_id: int) -> Route:
    """Copy a route with all that it visits; the one of the old cell stays readable."""
    return Route(
        plan=plan,
        cell_id=cell_id,
        walker=route.walker,
        name=route.name,
        closed=route.closed,
        length_m=route.length_m,
        walk_s=route.walk_s,
        duration_s=route.duration_s,
        gap=route.gap,
        turns=route.turns,
        line=route.line,
        stops=[
            Stop(
                sequence=stop.sequence, key=stop.key, kind=stop.kind,
                building_id=stop.building_id, entrance_id=stop.entrance_id,
                must_visit_id=stop.must_visit_id, name=stop.name, lane=stop.lane,
                required=stop.required, priority=stop.priority, dwell_s=stop.dwell_s,
                locked=stop.locked, leg_m=stop.leg_m, arrival_s=stop.arrival_s, point=stop.point,
            )
            for stop in route.stops
        ],
        unreachable=[
            UnreachableStop(
                building_id=stop.building_id, name=stop.name, reason=stop.reason,
                distance_m=stop.distance_m, point=stop.point,
            )
            for stop in route.unreachable
        ],
    )  # fmt: skip


def _hand_on_regions(session: Session, change: Change) -> None:
    """Let cells that go on be looked after as closely as before: deadlines depend on it."""
    for old, new in change.successors.items():
        before = select(Cell.region).where(Cell.id == old).scalar_subquery()
        session.execute(update(Cell).where(Cell.id == new).values(region=before))


def _remember(session: Session, change: Change) -> None:
    """Write down which cell goes on from which, with all that came before."""
    for old, new in change.successors.items():
        session.merge(CellAncestor(cell_id=new, ancestor_id=old))
    session.flush()
    for old, new in change.successors.items():
        known = select(CellAncestor.ancestor_id).where(CellAncestor.cell_id == new)
        earlier = select(literal(new), CellAncestor.ancestor_id).where(
            CellAncestor.cell_id == old, CellAncestor.ancestor_id.not_in(known)
        )
        columns = ["cell_id", "ancestor_id"]
        session.execute(insert(CellAncestor).from_select(columns, earlier))
