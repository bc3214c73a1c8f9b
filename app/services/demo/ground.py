"""The ground of a generated community: outline, compounds, paths, greens, buildings."""

from __future__ import annotations

from shapely import Point
from sqlalchemy.orm import Session

from app.models import Building, Community, Entrance, Estate, GroundArea, Path
from app.services.areas import as_multi, set_boundary
from app.services.demo.rows import Ids, keyed, pick, records, texts, write
from demo import DemoCommunity

_COUNTS = ("levels", "entrance_count", "households", "population")


def write_ground(session: Session, community: Community, demo: DemoCommunity) -> dict[str, Ids]:
    """Store everything that lies on the ground.

    Parameters
    ----------
    session : Session
    community : Community
    demo : DemoCommunity

    Returns
    -------
    dict of str to dict
        Ids by key of the ``estate``, ``building`` and ``entrance`` rows.
    """
    set_boundary(community, demo.boundary.geometry.iloc[0])
    community.meeting_point = Point(demo.meeting_point)
    session.flush()
    own = {"community_id": community.id}
    estates = [
        own | pick(row, "key") | texts(row, "name") | {"shape": as_multi(row["geometry"])}
        for row in records(demo.estates)
    ]
    areas = [
        own | pick(row, "key", "kind") | texts(row, "name") | {"shape": as_multi(row["geometry"])}
        for row in records(demo.areas)
    ]
    paths = [
        own | pick(row, "key", "kind", "barrier") | texts(row, "name") | {"line": row["geometry"]}
        for row in records(demo.paths)
    ]
    write(session, GroundArea, areas)
    write(session, Path, paths)
    buildings = _write_buildings(session, own, demo)
    return {
        "estate": keyed(estates, write(session, Estate, estates)),
        "building": buildings,
        "entrance": _write_entrances(session, own, demo, buildings),
    }


def _write_buildings(session: Session, own: dict[str, int], demo: DemoCommunity) -> Ids:
    rows = [
        own
        | pick(row, "key", "kind", *_COUNTS)
        | texts(row, "number", "name", "address")
        | {"footprint": row["geometry"]}
        for row in records(demo.buildings)
    ]
    return keyed(rows, write(session, Building, rows))


def _write_entrances(
    session: Session, own: dict[str, int], demo: DemoCommunity, buildings: Ids
) -> Ids:
    rows = [
        own
        | pick(row, "key", "households")
        | texts(row, "name")
        | {"building_id": buildings[row["building_key"]], "point": row["geometry"]}
        for row in records(demo.entrances)
    ]
    return keyed(rows, write(session, Entrance, rows))
