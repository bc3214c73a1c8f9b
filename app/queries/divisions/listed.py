"""Lists with an end: at most so many rows, and how many there are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

LIST_LIMIT = 500

Line = TypeVar("Line")


@dataclass(frozen=True)
class Listed(Generic[Line]):
    """The first rows of a list, and how long it is."""

    total: int
    rows: tuple[Line, ...]

    @classmethod
    def of(cls, rows: Sequence[Line], limit: int = LIST_LIMIT) -> Listed[Line]:
        """Take the first rows of a list.

        Parameters
        ----------
        rows : sequence
        limit : int
            Most rows to keep.
        """
        return cls(len(rows), tuple(rows[:limit]))
