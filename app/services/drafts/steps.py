"""What can be asked of a draft: the steps, checked as they come in."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from app.models import CellKind

MOST_CORNERS = 2_000
MOST_BUILDINGS = 1_000
MOST_CELLS = 200

Key = Annotated[int, Field(ge=1, lt=2**63)]
Degrees = Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)]
Place = tuple[Degrees, Degrees]
Line = Annotated[list[Place], Field(min_length=2, max_length=MOST_CORNERS)]


class Turn(BaseModel):
    """A change of a draft of which the asker has seen a certain revision."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)
    revision: Annotated[int, Field(ge=0, lt=2**63)]


class Split(Turn):
    """Split a cell along a line."""

    kind: Literal["split"]
    cell: Key
    line: Line


class Merge(Turn):
    """Make one cell of several; the first stays."""

    kind: Literal["merge"]
    cells: Annotated[list[Key], Field(min_length=2, max_length=MOST_CELLS)]


class Move(Turn):
    """Move buildings, with their ground, to another cell."""

    kind: Literal["move"]
    buildings: Annotated[list[Key], Field(min_length=1, max_length=MOST_BUILDINGS)]
    to: Key


class CornerMove(BaseModel):
    """Where a corner was, and where it goes."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    start: Place = Field(alias="from")
    to: Place


class Drag(Turn):
    """Move corners, or bend the edge between ``after`` and ``before`` at a new one."""

    kind: Literal["drag"]
    moves: Annotated[list[CornerMove], Field(max_length=MOST_CORNERS)] = []
    after: Place | None = None
    before: Place | None = None
    to: Place | None = None

    @model_validator(mode="after")
    def _either(self) -> Self:
        """Take either moves, or all three places of a bend."""
        bend = [self.after, self.before, self.to]
        if bool(self.moves) == any(bend) or (any(bend) and not all(bend)):
            raise ValueError("give either moves, or after, before and to")
        return self


class Draw(Turn):
    """Draw a new cell."""

    kind: Literal["draw"]
    ring: Annotated[list[Place], Field(min_length=3, max_length=MOST_CORNERS)]


class Describe(Turn):
    """Give a cell another name, code or kind."""

    kind: Literal["describe"]
    cell: Key
    name: Annotated[str, Field(max_length=100)] | None = None
    code: Annotated[str, Field(max_length=32)] | None = None
    cell_kind: CellKind | None = None


class Renumber(Turn):
    """Propose the codes of all cells anew, by the norm."""

    kind: Literal["renumber"]


Step = Annotated[
    Split | Merge | Move | Drag | Draw | Describe | Renumber, Field(discriminator="kind")
]
"""Any step."""
