"""Findings: faults in data, collected and shown with their place, never thrown."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from shapely.geometry.base import BaseGeometry


class Severity(StrEnum):
    """How bad a finding is."""

    ERROR = "error"  # The row was left out.
    WARNING = "warning"  # The row was taken; somebody should look.
    REPAIRED = "repaired"  # The row was mended, and this says how.
    NOTE = "note"  # Worth knowing.


@dataclass(frozen=True)
class Finding:
    """One fault found in imported or stored data.

    Attributes
    ----------
    code : str
        Stable, lower-case, underscores: ``invalid_geometry``, ``outside_community``.
    severity : Severity
        What was done about it.
    template : str
        English sentence marked with ``N_``, with ``%(name)s`` places.
    params : dict
        Values for the places; JSON-serialisable.
    row : int or None
        One-based row of the data in its layer or sheet (a sheet's header is not counted).
    layer, column, key : str
        Where it is known.
    place : BaseGeometry or None
        Where on the ground, in the storage CRS (EPSG:4326), to draw it.
    """

    code: str
    severity: Severity
    template: str
    params: dict[str, Any] = field(default_factory=dict)
    row: int | None = None
    layer: str = ""
    column: str = ""
    key: str = ""
    place: BaseGeometry | None = None

    def __str__(self) -> str:
        return self.template % self.params if self.params else self.template
