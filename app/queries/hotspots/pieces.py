"""The pieces of ground that are judged, with who lives there and how often patrols came."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Transformer
from shapely.geometry.base import BaseGeometry
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models import Building, Cell, Community, Path, Patrol, Stop, Visit
from app.queries.cells.chosen import seen_cells
from app.queries.hotspots.wish import By, Exposure, Wish
from app.queries.households import living_there
from app.queries.moments import local_date
from app.queries.scope import Viewer, visible_buildings
from geodata.crs import STORAGE_SRID
from geodata.errors import N_, InputRefused, Question
from mapping.hotspots import blocks, hexagons

Floats = NDArray[np.float64]
Shapes = NDArray[np.object_]

MOST_BUILDINGS = 200_000
MOST_CELLS = 5_000
MOST_PATHS = 200_000
_STREETS = (
    "motorway", "trunk", "primary", "secondary", "tertiary", "unclassified", "residential",
    "living_street", "pedestrian",
)  # fmt: skip


@dataclass(frozen=True)
class Pieces:
    """Pieces of ground in the metric CRS of a community, all of shape (n,).

    Attributes
    ----------
    keys, names : list of str
        What programs and people call them.
    ids : list of int or None
        Of the cell or building; None for a mesh.
    shapes : ndarray of Polygon
    exposure : ndarray of float
    households : ndarray of float
    """

    keys: list[str]
    names: list[str]
    ids: list[int | None]
    shapes: Shapes
    exposure: Floats
    households: Floats


@dataclass(frozen=True)
class _Homes:
    """Buildings: id, number, shape in metres, households, visits of patrols."""

    ids: list[int]
    numbers: list[str]
    shapes: Shapes
    households: Floats
    visits: Floats


def read_pieces(
    session: Session, viewer: Viewer, community: Community, wish: Wish, at: dt.datetime
) -> Pieces:
    """Cut the ground that a viewer may see into pieces, and count who is exposed in each.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    community : Community
        With ground.
    wish : Wish
    at : datetime.datetime
        Now, in the zone of the place.

    Raises
    ------
    InputRefused
        If the community has no ground of the kind asked for.
    """
    homes = _read_homes(session, viewer, community, wish, at)
    keys, names, ids, shapes = _cut(session, viewer, community, wish, homes)
    if not len(shapes):
        raise InputRefused(
            N_("There is no ground to look at: import buildings, or divide the community first."),
            question=Question("by"),
        )
    holds = _places_of(shapes, shapely.point_on_surface(homes.shapes))
    households, visits = (
        np.bincount(holds[holds >= 0], counted[holds >= 0], minlength=len(shapes)).astype(
            np.float64
        )
        for counted in (homes.households, homes.visits)
    )
    return Pieces(keys, names, ids, shapes, _exposed(households, visits, wish), households)


def _places_of(shapes: Shapes, points: Shapes) -> NDArray[np.intp]:
    """Give the piece in which each point lies, the first of several; -1 for none."""
    found = np.full(len(points), -1, dtype=np.intp)
    point, piece = shapely.STRtree(shapes).query(points, predicate="intersects")
    # The first piece comes last, so that it stays.
    order = np.lexsort((-piece, point))
    found[point[order]] = piece[order]
    return found


def places_of(pieces: Pieces, xy: Floats) -> NDArray[np.intp]:
    """Give the piece in which each place lies; -1 for none.

    Parameters
    ----------
    pieces : Pieces
    xy : ndarray of float, shape (m, 2)
        Metres.
    """
    return _places_of(pieces.shapes, np.asarray(shapely.points(xy)))


def _exposed(households: Floats, visits: Floats, wish: Wish) -> Floats:
    """Weigh households and visits as wished."""
    if wish.exposure is Exposure.HOUSEHOLDS:
        return households
    if not visits.sum():
        raise InputRefused(
            N_("No patrol visited anything in this period: count by households."),
            question=Question("exposure"),
        )
    if wish.exposure is Exposure.VISITS:
        return visits
    return np.asarray(households / max(households.sum(), 1) + visits / visits.sum())


def _read_homes(
    session: Session, viewer: Viewer, community: Community, wish: Wish, at: dt.datetime
) -> _Homes:
    """Read buildings with their households and visits."""
    building = func.coalesce(Visit.building_id, Stop.building_id)
    day = local_date(Visit.at.expression, at)
    visited = (
        select(building.label("id"), func.count().label("visits"))
        .join(Patrol, Patrol.id == Visit.patrol_id)
        .outerjoin(Stop, Stop.id == Visit.stop_id)
        .where(Patrol.community_id == community.id, day.between(wish.since, wish.until))
        .group_by(building)
        .subquery()
    )
    rows = session.execute(
        select(Building.id, Building.number, Building.footprint, living_there(), visited.c.visits)
        .outerjoin(visited, visited.c.id == Building.id)
        .where(
            Building.community_id == community.id,
            Building.vanished_on.is_(None),
            Building.id.in_(visible_buildings(viewer)),
        )
        .order_by(Building.id)
        .limit(MOST_BUILDINGS)
    ).all()
    return _Homes(
        ids=[row[0] for row in rows],
        numbers=[row[1] or "" for row in rows],
        shapes=_in_metres([row[2] for row in rows], community),
        households=np.array([row[3] or 0 for row in rows], dtype=float),
        visits=np.array([row[4] or 0 for row in rows], dtype=float),
    )


def _cut(
    session: Session, viewer: Viewer, community: Community, wish: Wish, homes: _Homes
) -> tuple[list[str], list[str], list[int | None], Shapes]:
    """Cut the ground: keys, names, ids, shapes."""
    if wish.by is By.BUILDING:
        kept = [number for number, count in enumerate(homes.households) if count > 0]
        names = [homes.numbers[number] for number in kept]
        ids: list[int | None] = [homes.ids[number] for number in kept]
        return [str(key) for key in ids], names, ids, homes.shapes[kept]
    cells = _read_cells(session, viewer, community)
    if wish.by is By.CELL:
        shapes = np.array([shape for *_, shape in cells], dtype=object)
        return [c[1] for c in cells], [c[2] for c in cells], [c[0] for c in cells], shapes
    ground = shapely.union_all([*(shape for *_, shape in cells), *homes.shapes])
    if ground.is_empty:
        return [], [], [], np.array([], dtype=object)
    if wish.by is By.HEX:
        shapes = hexagons(ground, wish.size_m)
    else:
        outline = shapely.union_all([shape for *_, shape in cells]) if cells else ground.envelope
        shapes = blocks(outline, _read_streets(session, community))
    keys = [f"{round(x)},{round(y)}" for x, y in shapely.get_coordinates(shapely.centroid(shapes))]
    return keys, [""] * len(keys), [None] * len(keys), shapes


def _read_cells(
    session: Session, viewer: Viewer, community: Community
) -> list[tuple[int, str, str, BaseGeometry]]:
    """Read the cells in scope: id, code, name, shape in metres."""
    rows = session.execute(
        select(
            Cell.id,
            Cell.code,
            Cell.name,
            Cell.shape,
        )
        .where(Cell.id.in_(seen_cells(viewer, community)))
        .order_by(Cell.code, Cell.id)
        .limit(MOST_CELLS)
    ).all()
    shapes = _in_metres([row[3] for row in rows], community)
    return [(*row[:3], shape) for row, shape in zip(rows, shapes, strict=True)]


def _read_streets(session: Session, community: Community) -> list[BaseGeometry]:
    """Read the streets between which blocks lie."""
    rows = session.scalars(
        select(Path.line)
        .where(
            Path.community_id == community.id,
            Path.vanished_on.is_(None),
            Path.kind.in_(_STREETS),
        )
        .limit(MOST_PATHS)
    )
    return list(_in_metres(list(rows), community))


def _in_metres(shapes: Sequence[BaseGeometry], community: Community) -> Shapes:
    """Bring shapes from degrees to the metric CRS of a community."""
    to_metres = Transformer.from_crs(STORAGE_SRID, community.metric_srid, always_xy=True)
    array = np.empty(len(shapes), dtype=object)
    array[:] = shapes
    return np.asarray(
        shapely.transform(array, lambda xy: np.column_stack(to_metres.transform(*xy.T)))
    )
