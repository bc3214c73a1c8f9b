"""Reading what a step sees of the ground: the cells around it, and the buildings that matter."""

from __future__ import annotations

from collections.abc import Collection, Iterable

import shapely
from shapely.geometry.base import BaseGeometry
from sqlalchemy import ColumnElement, func, literal, select
from sqlalchemy.orm import Session

from app.models import Building, Cell, Division, Path
from app.models.base import Shape
from geodata.blocks import MAIN_KINDS
from geodata.edit import Window
from geodata.errors import N_, InputRefused

_MARGIN_DEG = 1e-6


def see_cells(
    session: Session,
    division: Division,
    cell_ids: Collection[int] = (),
    shape: BaseGeometry | None = None,
    buildings_at: BaseGeometry | None = None,
) -> Window:
    """Read the part of a draft around some cells and a shape.

    Parameters
    ----------
    session : Session
    division : Division
    cell_ids : collection of int
    shape : BaseGeometry, optional
        EPSG:4326; the cells that it meets are seen as well.
    buildings_at : BaseGeometry, optional
        Only buildings that meet it are read; by default all in the window.

    Returns
    -------
    Window
        Those cells and all whose boxes touch theirs.
    """
    here = Cell.division_id == division.id
    chosen: ColumnElement[bool] = Cell.id.in_(cell_ids)
    if shape is not None:
        chosen = chosen | _meets(Cell.shape, shape)
    met = session.scalars(select(Cell.shape).where(here, chosen)).all()
    if not met and shape is None:
        raise InputRefused(N_("This draft has no such cell any more. Load the page again."))
    reach = shapely.box(*shapely.total_bounds([*met, *([shape] if shape is not None else [])]))
    around = _near(Cell.shape, reach.buffer(_MARGIN_DEG, join_style="mitre"))
    rows = session.execute(select(Cell.id, Cell.name, Cell.shape).where(here, around)).all()
    houses = read_buildings(session, division, buildings_at if buildings_at is not None else reach)
    return Window(
        {row.id: simple(row.shape) for row in rows},
        {key: footprint for key, _, footprint in houses},
        division.community.boundary,
        {row.id: row.name for row in rows},
        {key: label for key, label, _ in houses},
    )


def read_buildings(
    session: Session, division: Division, at: BaseGeometry
) -> list[tuple[int, str, BaseGeometry]]:
    """Read the buildings that meet a shape: key, what messages call it, footprint."""
    label = func.coalesce(
        func.nullif(Building.number, ""), func.nullif(Building.name, ""), Building.key
    )
    rows = session.execute(
        select(Building.id, label, Building.footprint)
        .where(
            Building.community_id == division.community_id,
            Building.vanished_on.is_(None),
            _meets(Building.footprint, at),
        )
        .order_by(Building.id)
    )
    return [(key, text, footprint) for key, text, footprint in rows]


def middles(session: Session, division: Division, keys: Collection[int]) -> BaseGeometry:
    """Give a point inside each of some buildings.

    Raises
    ------
    InputRefused
        If the community has one of them no more.
    """
    found = session.scalars(
        select(func.ST_PointOnSurface(Building.footprint, type_=Shape("POINT"))).where(
            Building.id.in_(keys),
            Building.community_id == division.community_id,
            Building.vanished_on.is_(None),
        )
    ).all()
    if len(found) < len(set(keys)):
        raise InputRefused(N_("One of these buildings is not there any more. Load the page again."))
    return shapely.union_all(list(found))


def read_streets(session: Session, division: Division, near: BaseGeometry) -> list[BaseGeometry]:
    """Read the streets that bound blocks, as far as they come near a shape."""
    rows = session.scalars(
        select(Path.line).where(
            Path.community_id == division.community_id,
            Path.vanished_on.is_(None),
            Path.kind.in_(MAIN_KINDS),
            _near(Path.line, near),
        )
    )
    return list(rows)


def simple(shape: BaseGeometry) -> BaseGeometry:
    """Give a multipolygon of one part as that part."""
    found = shapely.get_parts(shape)
    return found[0] if len(found) == 1 else shape


def points(places: Iterable[tuple[float, float]]) -> BaseGeometry:
    """Make a shape of places."""
    return shapely.MultiPoint(list(places))


def _meets(column: object, shape: BaseGeometry) -> ColumnElement[bool]:
    """Give the condition that a stored shape meets another."""
    found: ColumnElement[bool] = func.ST_Intersects(column, _value(shape))
    return found


def _near(column: object, shape: BaseGeometry) -> ColumnElement[bool]:
    """Give the condition that a stored shape's box meets that of another."""
    return column.op("&&", is_comparison=True)(_value(shape))  # type: ignore[attr-defined,no-any-return]


def _value(shape: BaseGeometry) -> ColumnElement[BaseGeometry]:
    """Give a shape to a statement."""
    return literal(shape, Shape())
