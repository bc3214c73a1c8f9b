"""What an import takes and what it gives."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from geodata.errors import N_, InputRefused, Question
from geodata.findings import Finding


class Subject(StrEnum):
    """What a file is about."""

    OSM = "osm"
    BOUNDARY = "boundary"
    ESTATES = "estates"
    AREAS = "areas"
    BUILDINGS = "buildings"
    ENTRANCES = "entrances"
    PATHS = "paths"
    BARRIERS = "barriers"
    CELLS = "cells"
    LEDGER = "ledger"
    MEMBERS = "members"
    ISSUES = "issues"


class Extent(StrEnum):
    """Whether a file shows all that its source has (docs/decisions: what vanishes)."""

    COMPLETE = "complete"  # What is not in the file any more has vanished.
    PARTIAL = "partial"  # What is not in the file stays as it is.


_SOURCE = re.compile(r"[a-z][a-z0-9_-]{0,19}")


@dataclass(frozen=True)
class ImportOptions:
    """The answers of the user to what a file leaves open.

    Attributes
    ----------
    layer, crs, encoding : str or None
        As :class:`geodata.read.ReadOptions`.
    mapping : Mapping[str, str]
        Field to column.
    bbox : tuple of float or None
        West, south, east, north in degrees: only what lies in it is taken from OpenStreetMap.
    boundary : Path or None
        File with the outline of the community, instead of a bbox; never from the browser.
    source : str
        Who surveyed: rows of one source never make those of another vanish. Empty is the
        community's own survey.
    extent : Extent or None
        None is complete, and asks when much would vanish.
    timezone : str
        Zone of times in the file that carry none.

    Raises
    ------
    InputRefused
        If source or bbox have a wrong form.
    """

    layer: str | None = None
    crs: str | None = None
    encoding: str | None = None
    mapping: Mapping[str, str] = field(default_factory=dict)
    bbox: tuple[float, float, float, float] | None = None
    boundary: Path | None = None
    source: str = ""
    extent: Extent | None = None
    timezone: str = "Asia/Shanghai"

    def __post_init__(self) -> None:
        if self.source and not _SOURCE.fullmatch(self.source):
            raise InputRefused(
                N_(
                    "%(source)s is not a name for a source: up to 20 small letters, digits, - "
                    "and _, a letter first (--source)."
                ),
                source=self.source[:40],
                question=Question("source"),
            )
        if self.bbox is not None and not _is_box(self.bbox):
            raise InputRefused(
                N_(
                    "%(bbox)s is no box of longitudes and latitudes: give west, south, east, "
                    "north in degrees (--bbox)."
                ),
                bbox=",".join(f"{side:g}" for side in self.bbox),
                question=Question("bbox"),
            )

    def kept(self) -> dict[str, Any]:
        """Give what was chosen, as it is kept with the import."""
        chosen = {name: value for name, value in asdict(self).items() if value}
        if self.boundary:
            chosen["boundary"] = self.boundary.name
        return chosen


def _is_box(bbox: tuple[float, ...]) -> bool:
    west, south, east, north = bbox
    return -180 <= west < east <= 180 and -90 <= south < north <= 90


@dataclass
class Counts:
    """How many rows of one subject an import added, changed, left.

    Attributes
    ----------
    added, changed, same : int
        Rows of the file by what they did to the store.
    vanished : int
        Stored rows that the file no longer has; they are kept and marked.
    left_out : int
        Rows of the file that could not be taken; a finding says why for each.
    """

    added: int = 0
    changed: int = 0
    same: int = 0
    vanished: int = 0
    left_out: int = 0

    def __add__(self, other: Counts) -> Counts:
        mine, theirs = asdict(self), asdict(other)
        return Counts(**{name: mine[name] + theirs[name] for name in mine})

    @property
    def nothing_new(self) -> bool:
        """Whether the store was left as it was."""
        return not (self.added or self.changed or self.vanished)


@dataclass(frozen=True)
class ImportResult:
    """What an import did, or would do.

    Attributes
    ----------
    import_id : int or None
        None for a dry run.
    by_subject : dict of str to Counts
        An OpenStreetMap extract has several subjects, any other file one.
    findings : list of Finding
    bad_rows : frozenset of int
        One-based rows of a list that were left out: they can be mended and sent again.
    """

    import_id: int | None
    by_subject: dict[str, Counts]
    findings: list[Finding]
    bad_rows: frozenset[int] = frozenset()

    @property
    def counts(self) -> Counts:
        """All subjects together."""
        return sum(self.by_subject.values(), Counts())
