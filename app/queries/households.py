"""Households of buildings inside the store: counted, or estimated as geodata.estimate does."""

from __future__ import annotations

import math

from sqlalchemy import BigInteger, ColumnElement, Float, and_, case, cast, func

from app.models import Building, BuildingKind
from geodata.estimate import DEFAULT_M2_PER_HOUSEHOLD

_EARTH_M = 6_371_008.8  # Mean radius; areas within the country are right to 0.5 %.
_DEFAULT_LEVELS = 6


def estimated_households() -> ColumnElement[int | None]:
    """Give the estimate for a building that lacks a count and where people live, else NULL.

    The rule of :func:`geodata.estimate.estimate_households` (a test compares them); the ground of
    a footprint is measured on the sphere, which costs nothing beside a change of coordinates.
    """
    m2_per_square_degree = (_EARTH_M * math.pi / 180) ** 2
    footprint_m2 = (
        func.ST_Area(Building.footprint, type_=Float)
        * m2_per_square_degree
        * func.cos(func.radians(func.ST_YMin(Building.footprint)))
    )
    floors_m2 = footprint_m2 * func.coalesce(Building.levels, _DEFAULT_LEVELS)
    guess = func.greatest(1, func.round(floors_m2 / DEFAULT_M2_PER_HOUSEHOLD))
    lacks = and_(Building.households.is_(None), func.ST_Dimension(Building.footprint) == 2)
    return cast(
        case(
            (and_(lacks, Building.kind.in_([BuildingKind.BUNGALOW, BuildingKind.VILLA])), 1),
            (and_(lacks, Building.kind == BuildingKind.APARTMENT), guess),
        ),
        BigInteger,
    )


def living_there() -> ColumnElement[int | None]:
    """Give the households of a building: counted, else estimated, else NULL."""
    return func.coalesce(Building.households, estimated_households())
