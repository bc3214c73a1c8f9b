"""Which cell goes on from which: the ground keeps its story when a new division is published."""

from __future__ import annotations

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base


class CellAncestor(Base):
    """That a cell goes on from an earlier one 网格沿革, directly or through others between.

    Written once, when a division is published (docs/decisions/0007), with everything that came
    before, so that "when was this ground last patrolled" is one join and no recursion.
    """

    __tablename__ = "cell_ancestor"
    cell_id: Mapped[int] = mapped_column(
        ForeignKey("cell.id", ondelete="CASCADE"), primary_key=True
    )
    ancestor_id: Mapped[int] = mapped_column(
        ForeignKey("cell.id", ondelete="CASCADE"), primary_key=True, index=True
    )
