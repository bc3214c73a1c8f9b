"""Households of buildings inside the store: counted, or estimated as geodata.estimate does."""

from __future__ import annotations

from sqlalchemy import BigInteger, ColumnElement, Float, and_, case, cast, func

from app.models import Building, BuildingKind
from geodata.estimate import (
    DEFAULT_M2_PER_HOUSEHOLD,
    DWELLINGS,
    M2_PER_SQUARE_DEGREE,
    Dwelling,
)


def estimated_households() -> ColumnElement[int | None]:
    """Give the estimate for a building that lacks a count and where people may live, else NULL.

    :func:`geodata.estimate.estimate_households` in SQL, made of the same table of rules; a test
    compares them building by building.
    """
    footprint_m2 = (
        func.ST_Area(Building.footprint, type_=Float)
        * M2_PER_SQUARE_DEGREE
        * func.cos(func.radians(func.ST_YMin(Building.footprint)))
    )
    lacks = and_(Building.households.is_(None), func.ST_Dimension(Building.footprint) == 2)
    estimates = [
        (
            and_(lacks, Building.kind == BuildingKind(kind), footprint_m2 >= rule.least_m2),
            _households(rule, footprint_m2),
        )
        for kind, rule in DWELLINGS.items()
    ]
    return cast(case(*estimates), BigInteger)


def _households(rule: Dwelling, footprint_m2: ColumnElement[float]) -> ColumnElement[float] | int:
    """Give the households of one kind of building."""
    if rule.is_single:
        return 1
    floors_m2 = footprint_m2 * func.coalesce(Building.levels, rule.levels)
    return func.greatest(1, func.round(floors_m2 / DEFAULT_M2_PER_HOUSEHOLD))


def living_there() -> ColumnElement[int | None]:
    """Give the households of a building: counted, else estimated, else NULL."""
    return func.coalesce(Building.households, estimated_households())
