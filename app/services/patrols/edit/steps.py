"""What one may do to a plan by hand, as the page sends it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

LONGEST_NAME = 60
MOST_LANES = 200

Lon = Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)]
Lat = Annotated[float, Field(gt=-90, lt=90, allow_inf_nan=False)]


class _Step(BaseModel):
    """A step upon the version of the plan that its sender has seen."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    version: int


class MoveStop(_Step):
    """Walk a stop before another one, or last (``before`` is null), in this or another route."""

    kind: Literal["move"]
    stop: int
    route: int
    before: int | None


class DropStop(_Step):
    """Let a stop fall on the map: into the nearest leg; a must-visit point moves there itself."""

    kind: Literal["drop"]
    stop: int
    lon: Lon
    lat: Lat


class LockLeg(_Step):
    """Keep the leg that leads to a stop, or no longer, when the rest is planned anew."""

    kind: Literal["lock"]
    stop: int
    locked: bool


class AddPoint(_Step):
    """Visit a place always."""

    kind: Literal["add"]
    lon: Lon
    lat: Lat
    name: str = Field(min_length=1, max_length=LONGEST_NAME)
    dwell_minutes: float = Field(default=1.0, ge=0, le=240, allow_inf_nan=False)


class RemovePoint(_Step):
    """Visit a must-visit point no longer."""

    kind: Literal["remove"]
    stop: int


class Replan(_Step):
    """Plan the cell anew around the locked legs."""

    kind: Literal["replan"]


class ChooseLanes(_Step):
    """Walk these lanes and not those, and plan anew: all that is chosen, by middles of lanes."""

    kind: Literal["lanes"]
    out: list[tuple[Lon, Lat]] = Field(max_length=MOST_LANES)
    added: list[tuple[Lon, Lat]] = Field(max_length=MOST_LANES)


class Undo(_Step):
    """Bring the version before back."""

    kind: Literal["undo"]


Step = Annotated[
    MoveStop | DropStop | LockLeg | AddPoint | RemovePoint | Replan | ChooseLanes | Undo,
    Field(discriminator="kind"),
]
