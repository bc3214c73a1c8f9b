"""Which frame goes into which table: the whole difference between the subjects on the ground."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from sqlalchemy import Table

from app.models import Barrier, Base, Building, BuildingKind, Entrance, Estate, GroundArea, Path
from app.services.imports.options import Subject


@dataclass(frozen=True)
class Target:
    """The table of one subject, and which of its columns a file fills.

    Attributes
    ----------
    model : type
        With ``community_id``, ``key`` and ``vanished_on``.
    columns : tuple of str
        Columns of the table and of the frame, without key and geometry.
    geometry : str
        The column of the table that holds the shape.
    defaults : dict
        What a new row has where the file says nothing. On a known row, nothing changes nothing.
    multi : bool
        Whether the column wants polygons of several parts.
    """

    model: type[Base]
    columns: tuple[str, ...]
    geometry: str
    defaults: dict[str, str]
    multi: bool = False

    @property
    def table(self) -> Table:
        """The table of the model."""
        return cast(Table, self.model.__table__)


_NAMED = {"name": ""}

TARGETS = {
    Subject.ESTATES: Target(Estate, ("name",), "shape", _NAMED, multi=True),
    Subject.AREAS: Target(GroundArea, ("name", "kind"), "shape", _NAMED, multi=True),
    Subject.BUILDINGS: Target(
        Building,
        (
            "number",
            "name",
            "address",
            "kind",
            "levels",
            "entrance_count",
            "households",
            "population",
        ),
        "footprint",
        {"number": "", "name": "", "address": "", "kind": BuildingKind.UNKNOWN.value},
    ),
    Subject.ENTRANCES: Target(Entrance, ("building_id", "name", "households"), "point", _NAMED),
    Subject.PATHS: Target(
        Path, ("name", "kind", "barrier", "hours", "layer"), "line", {"name": "", "kind": "path"}
    ),
    Subject.BARRIERS: Target(Barrier, ("name", "kind"), "line", _NAMED),
}
"""Subjects whose rows have a key and a shape; all go through one loader."""
