"""Long lists in parts: by key, which costs the same wherever it lies, or by numbered pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import InstrumentedAttribute, Session

from app.queries.types import AnyRow, Rows


@dataclass(frozen=True)
class Part:
    """Part of a list.

    Attributes
    ----------
    rows : Sequence of Row
    next : int or None
        Key after which the next part begins; None at the end.
    """

    rows: Sequence[AnyRow]
    next: int | None


def read_part(
    session: Session, rows: Rows, key: InstrumentedAttribute[int], *, after: int, limit: int
) -> Part:
    """Read part of a list, in the order of its keys.

    Parameters
    ----------
    session : Session
    rows : Select
        The whole list, with the column ``id``.
    key : InstrumentedAttribute
        That column; unique and never negative.
    after : int
        The ``next`` of the part before; 0 to begin.
    limit : int
        Most rows.
    """
    part = rows.where(key > after).order_by(None).order_by(key).limit(limit + 1)
    found = session.execute(part).all()
    more = len(found) > limit
    return Part(found[:limit], found[limit - 1].id if more else None)


@dataclass(frozen=True)
class NumberedPage:
    """Where a numbered page lies; ``page`` and ``pages`` count from 1."""

    page: int
    pages: int
    size: int

    @property
    def offset(self) -> int:
        """Rows before it."""
        return (self.page - 1) * self.size


def numbered(total: int, page: int, size: int) -> NumberedPage:
    """Find a page of a list; before the first it is the first, beyond the last the last.

    Parameters
    ----------
    total : int
        Rows of the whole list.
    page : int
        The wished one.
    size : int
        Rows of a page.
    """
    size = max(1, size)
    pages = max(1, -(-total // size))
    return NumberedPage(max(1, min(page, pages)), pages, size)
