"""From a file to clean frames, one a subject: what the pure packages do for an import."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

from shapely import box
from shapely.geometry.base import BaseGeometry

from app.models import Community
from app.services.imports.options import ImportOptions, Subject
from app.services.imports.target import TARGETS
from geodata.clean import CleanOptions, clean
from geodata.findings import Finding
from geodata.osm import read_osm
from geodata.read import ReadOptions, read_table
from geodata.schema import places_of

Frame: TypeAlias = Any
"""A GeoDataFrame, or a DataFrame where rows have no place; geopandas brings no types."""


@dataclass(frozen=True)
class Reading:
    """What was read.

    Attributes
    ----------
    frames : dict of Subject to frame
        As docs/frames.md describes them.
    findings : list of Finding
    left_out : dict of Subject to int
        Rows that could not be taken.
    within : BaseGeometry or None
        The ground that was asked for; None where the file alone decides.
    bad_rows : frozenset of int
        One-based rows of a list that were left out: they can be mended and sent again.
    """

    frames: dict[Subject, Frame]
    findings: list[Finding] = field(default_factory=list)
    left_out: dict[Subject, int] = field(default_factory=dict)
    within: BaseGeometry | None = None
    bad_rows: frozenset[int] = frozenset()


def read_file(
    path: Path,
    subject: Subject,
    community: Community,
    options: ImportOptions,
    *,
    at: dt.datetime | None = None,
) -> Reading:
    """Read and clean a file.

    Parameters
    ----------
    path : Path
    subject : Subject
    community : Community
        Its boundary and code are what rows are checked against.
    options : ImportOptions
    at : datetime.datetime, optional
        Now, aware: with it times in the future are found.

    Returns
    -------
    Reading

    Raises
    ------
    InputRefused
        If it cannot be read; with a question when an answer would make it readable.
    """
    if subject is Subject.OSM:
        return _read_osm(path, community, options)
    raw = read_table(
        path,
        ReadOptions(
            layer=options.layer,
            crs=options.crs,
            encoding=options.encoding,
            mapping=options.mapping,
            places=places_of(subject.value),
        ),
    )
    choices = CleanOptions(
        mapping=options.mapping,
        timezone=options.timezone,
        community_code=community.code if community.code.isdigit() else None,
        at=at,
    )
    boundary = None if subject is Subject.BOUNDARY else community.boundary
    cleaned = clean(subject.value, raw, options=choices, boundary=boundary)
    left_out = max(0, len(raw.frame) - len(cleaned.frame)) if subject is not Subject.BOUNDARY else 0
    return Reading(
        {subject: cleaned.frame},
        cleaned.findings,
        {subject: left_out},
        bad_rows=cleaned.left_out,
    )


def _read_osm(path: Path, community: Community, options: ImportOptions) -> Reading:
    """Read an OpenStreetMap extract: several subjects at once, and the outline to cut it with."""
    frames: dict[Subject, Frame] = {}
    findings: list[Finding] = []
    boundary: BaseGeometry | None = community.boundary
    if options.boundary is not None:
        outline = read_file(options.boundary, Subject.BOUNDARY, community, ImportOptions())
        frames, findings = dict(outline.frames), list(outline.findings)
        boundary = outline.frames[Subject.BOUNDARY].geometry.iloc[0]
    bbox = None if options.boundary is not None else options.bbox
    extract = read_osm(path, bbox=bbox, boundary=None if bbox else boundary)
    frames |= {subject: getattr(extract, subject.value) for subject in TARGETS}
    return Reading(frames, findings + extract.findings, within=box(*bbox) if bbox else boundary)
