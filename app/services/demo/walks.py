"""What the patrols of a generated community walked: their routes, stop by stop, lane by lane."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Double,
    cast,
    column,
    extract,
    func,
    insert,
    literal,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.dialects.postgresql import insert as insert_unless
from sqlalchemy.orm import Session

from app.models import (
    Community,
    LaneVisit,
    Path,
    Patrol,
    PatrolState,
    Route,
    Stop,
    Visit,
    VisitHow,
)
from app.queries.moments import local_date
from app.queries.types import Rows
from app.services.demo.lanes import Part, lane_parts

COVERED_SHARE = 0.9
SKIPPED_EVERY = 9
"""One stop and one lane in so many is passed by, another one every day."""

LEFT_EVERY, LEFT_SINCE = 17, dt.timedelta(days=45)
"""One stop in so many was not visited for so long: a list of what was forgotten needs some."""

NEVER_EVERY = 41


def write_walks(session: Session, community: Community, *, at: dt.datetime) -> None:
    """Let the patrols that are done have walked the routes of their cells.

    It is written in four statements, however many patrols there are.

    Parameters
    ----------
    session : Session
    community : Community
        With its patrols, and the routes of its cells.
    at : datetime.datetime
        Now, aware, in the zone of the place.
    """
    if community.metric_srid is None:
        return
    session.flush()
    _give_routes(session, community)
    visit = ("patrol_id", "stop_id", "building_id", "at", "how")
    session.execute(insert(Visit).from_select(visit, _visits(community, at)))
    routes = session.execute(
        select(Route.id, Route.line)
        .where(Route.id.in_(select(Patrol.route_id).where(*_done(community))))
        .order_by(Route.id)
    ).all()
    paths = session.execute(
        select(Path.id, Path.line)
        .where(Path.community_id == community.id, Path.vanished_on.is_(None))
        .order_by(Path.id)
    ).all()
    parts = lane_parts(
        [(r[0], r[1]) for r in routes], [(p[0], p[1]) for p in paths], community.metric_srid
    )
    if parts:
        lane = ("community_id", "path_id", "walked_on", "from_m", "to_m")
        rows = insert_unless(LaneVisit).from_select(lane, _lanes(community, parts, at))
        session.execute(rows.on_conflict_do_nothing())


def _done(community: Community) -> tuple[Any, ...]:
    return Patrol.community_id == community.id, Patrol.state == PatrolState.DONE


def _give_routes(session: Session, community: Community) -> None:
    """Say by which route each patrol went, and how much of it was walked."""
    first = (Route.cell_id == Patrol.cell_id, Route.is_current, Route.walker == 1)
    without = Patrol.route_id.is_(None)
    given = update(Patrol).where(*_done(community), without, *first).values(route_id=Route.id)
    walked = (
        update(Patrol)
        .where(*_done(community), Patrol.route_id == Route.id)
        .values(planned_m=Route.length_m, covered_m=Route.length_m * COVERED_SHARE)
    )
    for statement in (given, walked):
        session.execute(statement, execution_options={"synchronize_session": False})
    session.expire_all()


def _visits(community: Community, at: dt.datetime) -> Rows:
    """Select the stops that were visited: most of them, every time others not."""
    moment = Patrol.started_at + func.make_interval(0, 0, 0, 0, 0, 0, Stop.arrival_s)
    day = extract("doy", Patrol.started_at)
    return (
        select(
            Patrol.id, Stop.id, Stop.building_id, moment, literal(VisitHow.TICKED, Visit.how.type)
        )
        .join(Stop, Stop.route_id == Patrol.route_id)
        .where(
            *_done(community),
            moment <= at,
            Stop.building_id.is_not(None),
            (Stop.sequence * 7 + day) % SKIPPED_EVERY != 0,
            Stop.sequence % NEVER_EVERY != NEVER_EVERY // 2,
            or_(
                Stop.sequence % LEFT_EVERY != LEFT_EVERY // 2,
                Patrol.started_at < at - LEFT_SINCE,
            ),
        )
    )


def _lanes(community: Community, parts: list[Part], at: dt.datetime) -> Rows:
    """Select the parts of lanes that were walked on each day."""
    types = {
        "route_id": BigInteger, "path_id": BigInteger, "from_m": Double, "to_m": Double,
        "number": BigInteger,
    }  # fmt: skip
    # Numbers of their own: keys of rows differ from store to store.
    keys = sorted({path_id for _, path_id, *_ in parts})
    numbers = {path_id: number for number, path_id in enumerate(keys)}
    rows = [(*one, numbers[one[1]]) for one in parts]
    columns = zip(types.values(), zip(*rows, strict=True), strict=True)
    arrays: list[ColumnElement[Any]] = [
        cast(literal(list(values), ARRAY(kind)), ARRAY(kind)) for kind, values in columns
    ]
    part = (
        func.unnest(*arrays)
        .table_valued(*(column(name, kind) for name, kind in types.items()), name="part")
        .render_derived()
    )
    day = local_date(Patrol.started_at.expression, at)
    skips = (part.c.number * 7 + extract("doy", Patrol.started_at)) % SKIPPED_EVERY
    return (
        select(literal(community.id), part.c.path_id, day, part.c.from_m, part.c.to_m)
        .join(part, part.c.route_id == Patrol.route_id)
        .where(*_done(community), skips != 0)
        .distinct()
    )
