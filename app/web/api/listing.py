"""Lists in parts, as the API answers them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy.orm import InstrumentedAttribute

from app.queries.pages import read_part
from app.queries.types import AnyRow, Rows
from app.web.api.schema import PageQuery
from app.web.asking import Asked


def _as_it_is(row: AnyRow) -> Any:
    """Give a row whose columns have the names of the answer."""
    return row


def page(
    asked: Asked,
    rows: Rows,
    key: InstrumentedAttribute[int],
    query: PageQuery,
    make: Callable[[AnyRow], Any] = _as_it_is,
) -> dict[str, Any]:
    """Answer part of a list.

    Parameters
    ----------
    asked : Asked
    rows : Select
        The whole list within the viewer's scope.
    key : InstrumentedAttribute
        See :func:`app.queries.pages.read_part`.
    query : PageQuery
    make : callable
        Row to item.
    """
    part = read_part(asked.session, rows, key, after=query.cursor, limit=query.limit)
    return {"items": [make(row) for row in part.rows], "next": part.next}
