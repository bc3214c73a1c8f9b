"""The layers of the map that show by age when lanes and buildings were visited last."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Float, cast, func, literal, select, union_all

from app.models import Building, LaneVisit, Patrol, Visit
from app.queries.coverage.ages import AGES, NEVER, age_of
from app.queries.coverage.parts import all_of, drawn, lanes_of, less, nothing, united, unnested
from app.queries.features import properties
from app.queries.layers.ask import Ask
from app.queries.moments import local_date
from app.queries.scope import visible_buildings
from app.queries.types import Rows

_LEAST_M = 1.0


def walked_lanes(ask: Ask) -> Rows:
    """Select the parts of lanes by when they were walked last: ``name, age, last_on``.

    A lane of which parts were walked on different days is given in as many pieces.
    """
    lane = lanes_of(ask.viewer, ask.community)
    on = ask.viewer.on
    walked = (
        select(
            LaneVisit.path_id,
            func.max(LaneVisit.walked_on).label("last_on"),
            *(
                united(LaneVisit.walked_on > on - dt.timedelta(days=age.days or 36_500)).label(
                    age.key
                )
                for age in AGES
            ),
        )
        .where(LaneVisit.community_id == ask.community.id, LaneVisit.walked_on <= on)
        .group_by(LaneVisit.path_id)
        .cte("walked")
    )
    known = [func.coalesce(walked.c[age.key], nothing()) for age in AGES]
    rest = [known[0], *(less(known[k], known[k - 1]) for k in range(1, len(known)))]
    rest.append(less(all_of(lane.c.length_m), known[-1]))
    steps = [
        select(
            lane.c.id, lane.c.name, lane.c.line, lane.c.length_m, walked.c.last_on,
            literal(key).label("age"), unnested(parts).label("part"),
        ).outerjoin_from(lane, walked, walked.c.path_id == lane.c.id)
        for key, parts in zip([*(age.key for age in AGES), NEVER], rest, strict=True)
    ]  # fmt: skip
    part = union_all(*steps).subquery("part")
    long = func.upper(part.c.part) - func.lower(part.c.part) >= _LEAST_M
    facts = properties(name=part.c.name, age=part.c.age, last_on=part.c.last_on)
    shape = drawn(part.c.line, cast(part.c.length_m, Float), part.c.part)
    rows = select(facts.label("properties"), shape.label("shape")).where(long)
    return ask.within(rows.order_by(part.c.id), part.c.line)


def visited_buildings(ask: Ask) -> Rows:
    """Select the buildings in scope by when they were visited last: ``id, age, last_on``."""
    last = (
        select(Visit.building_id, local_date(func.max(Visit.at), ask.at).label("last_on"))
        .join(Patrol, Patrol.id == Visit.patrol_id)
        .where(Patrol.community_id == ask.community.id, Visit.at <= ask.at)
        .group_by(Visit.building_id)
        .subquery("last")
    )
    facts = properties(
        id=Building.id,
        name=func.coalesce(func.nullif(Building.name, ""), Building.number),
        age=age_of(last.c.last_on, ask.viewer.on),
        last_on=last.c.last_on,
    )
    rows = (
        select(facts.label("properties"), Building.footprint.label("shape"))
        .outerjoin(last, last.c.building_id == Building.id)
        .where(
            Building.community_id == ask.community.id,
            Building.vanished_on.is_(None),
            Building.id.in_(visible_buildings(ask.viewer)),
        )
        .order_by(Building.id)
    )
    return ask.within(rows, Building.footprint)
