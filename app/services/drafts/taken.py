"""What a change of a draft did, as its page must know it."""

from __future__ import annotations

from dataclasses import dataclass

from app.models import Division


@dataclass(frozen=True)
class Taken:
    """What changed.

    Attributes
    ----------
    revision : int
        The draft's, after the change.
    changed, removed : frozenset of int
        Cells that are new or otherwise than before, and cells that are no more.
    """

    revision: int
    changed: frozenset[int]
    removed: frozenset[int]

    @classmethod
    def of(cls, division: Division, before: set[int], after: set[int]) -> Taken:
        """Tell what changed from the cells that there were, and those that there are."""
        return cls(division.revision, frozenset(after), frozenset(before - after))
