"""Writing frames as rows: many at once, each key remembered with the id it was given."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd
from sqlalchemy import insert
from sqlalchemy.orm import Session

from app.models import Base

Ids = dict[str, int]
"""Ids by the key that a generated community uses."""


def records(frame: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """Give the rows of a frame as dictionaries whose missing values are None.

    Parameters
    ----------
    frame : DataFrame
        Any columns; geometry stays a Shapely object, times become Python's.
    """
    for row in frame.to_dict("records"):
        yield {str(name): _plain(value) for name, value in row.items()}


def _plain(value: Any) -> Any:
    """Turn pandas' missing values and times into Python's."""
    if isinstance(value, list):
        return value
    if pd.isna(value):
        return None
    return value.to_pydatetime() if isinstance(value, pd.Timestamp) else value


def write(session: Session, model: type[Base], rows: list[dict[str, Any]]) -> list[int]:
    """Insert rows in one statement and give their ids in the same order.

    Parameters
    ----------
    session : Session
    model : type
        A table with a column ``id``.
    rows : list of dict
        All with the same columns.
    """
    if not rows:
        return []
    identity = model.__table__.c.id
    # Rows whose gaps differ would each become a statement of their own without "render_nulls".
    given = session.scalars(
        insert(model).returning(identity, sort_by_parameter_order=True),
        rows,
        execution_options={"render_nulls": True},
    )
    return list(given)


def pick(row: dict[str, Any], *names: str) -> dict[str, Any]:
    """Take some columns of a row as they are."""
    return {name: row[name] for name in names}


def texts(row: dict[str, Any], *names: str) -> dict[str, Any]:
    """Take some text columns of a row, missing ones as the empty text that tables want."""
    return {name: row[name] or "" for name in names}


def keyed(rows: list[dict[str, Any]], ids: list[int]) -> Ids:
    """Pair the keys of rows with the ids that they were given."""
    return dict(zip((row["key"] for row in rows), ids, strict=True))
