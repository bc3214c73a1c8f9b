"""GeoJSON built inside PostGIS: no geometry passes through Python on its way to the map."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, ColumnElement, Text, cast, func, select
from sqlalchemy.orm import Session

from app.queries.types import Rows

FEATURE_LIMIT = 5_000
"""Most features in one answer; beyond it the answer says ``"truncated": true``."""

_DIGITS = 7  # About a centimetre on the ground.


def properties(**columns: Any) -> ColumnElement[Any]:
    """Give the JSON object of a feature's properties.

    Parameters
    ----------
    **columns : Any
        Property name to column or plain value.

    Returns
    -------
    ColumnElement
    """
    # Without a cast PostgreSQL cannot tell of which type a bound name is.
    pairs = [part for name, column in columns.items() for part in (cast(name, Text), column)]
    return func.json_build_object(*pairs, type_=JSON)


def feature_collection(session: Session, rows: Rows, *, limit: int = FEATURE_LIMIT) -> bytes:
    """Run a selection and give its rows as a GeoJSON FeatureCollection.

    Parameters
    ----------
    session : Session
    rows : Select
        With two columns, ``properties`` (see :func:`properties`) and ``shape`` (geometry).
    limit : int
        Most features; the flag ``truncated`` tells whether there were more.

    Returns
    -------
    bytes
        JSON in UTF-8, coordinates with 7 digits.
    """
    found = rows.limit(limit + 1).cte("found")
    some = select(found).limit(limit).subquery("some")
    feature = properties(
        type="Feature",
        geometry=cast(func.ST_AsGeoJSON(some.c.shape, _DIGITS), JSON),
        properties=some.c.properties,
    )
    found_features = func.coalesce(func.json_agg(feature), func.json_build_array())
    features = select(found_features).scalar_subquery()
    truncated = select(func.count() > limit).select_from(found).scalar_subquery()
    whole = properties(type="FeatureCollection", truncated=truncated, features=features)
    answer: str = session.scalars(select(cast(whole, Text))).one()
    return answer.encode()
