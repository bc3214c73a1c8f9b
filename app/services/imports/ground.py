"""Subjects that lie on the ground: boundary, compounds, greens, buildings, entrances, paths."""

from __future__ import annotations

from dataclasses import replace

import geopandas as gpd
import shapely
from shapely import box
from sqlalchemy import ColumnElement, func, literal

from app.services.areas import as_multi, set_boundary
from app.services.imports.context import Context
from app.services.imports.load import Load
from app.services.imports.options import Counts, Extent, Subject
from app.services.imports.sources import OSM, of_sources, sources_of, with_source
from app.services.imports.target import TARGETS
from geodata.crs import metric_srid
from geodata.errors import N_, InputRefused, Question
from geodata.findings import Finding, Severity

OSM_CREDIT = "© OpenStreetMap contributors"

ASK_SHARE, ASK_FROM = 0.5, 10
"""If more than this share of at least so many rows would vanish, that is asked first."""


def store_boundary(context: Context, frame: gpd.GeoDataFrame) -> Counts:
    """Give the community the outline that a file has.

    Parameters
    ----------
    context : Context
    frame : GeoDataFrame
        One row.

    Returns
    -------
    Counts
    """
    community, shape = context.community, frame.geometry.iloc[0]
    before = community.boundary
    if before is not None and as_multi(shape).equals_exact(before, tolerance=0):
        return Counts(same=1)
    set_boundary(community, shape)
    context.session.flush()
    return Counts(added=1) if before is None else Counts(changed=1)


def store_ground(context: Context, subject: Subject, frame: gpd.GeoDataFrame) -> Counts:
    """Store the rows of a subject, and mark what its source no longer has.

    Parameters
    ----------
    context : Context
    subject : Subject
        One of :data:`TARGETS`.
    frame : GeoDataFrame
        As docs/frames.md; entrances with ``building_id``.

    Returns
    -------
    Counts

    Raises
    ------
    InputRefused
        If much would vanish and nobody said that the file is complete.
    """
    target = TARGETS[subject]
    lines = target.multi & (shapely.get_dimensions(frame.geometry.to_numpy()) < 2)
    frame = frame[~lines]
    if frame.empty:
        return Counts(left_out=int(lines.sum()))
    frame = frame.assign(key=with_source(frame["key"], context.options.source))
    _place_community(context, frame)
    with Load(context.session, target, frame, context.community.id) as load:
        counts, told = load.store()
        if not context.is_partial:
            scope = _scope(context, load, frame)
            counts.vanished, left, gone = load.mark_vanished(scope, context.on)
            _ask_if_much(context, subject, counts.vanished, left)
            told += gone
    context.findings += told
    return replace(counts, left_out=int(lines.sum()))


def _place_community(context: Context, frame: gpd.GeoDataFrame) -> None:
    """Choose the community's metric CRS when its first geometry arrives, and credit OSM."""
    community = context.community
    if community.metric_srid is None:
        west, south, east, north = frame.total_bounds
        community.metric_srid = metric_srid((west + east) / 2, (south + north) / 2)
    if OSM in sources_of(frame["key"]) and not community.attribution:
        community.attribution = OSM_CREDIT  # Its licence wants it wherever the data show.
    context.session.flush()


def _scope(context: Context, load: Load, frame: gpd.GeoDataFrame) -> ColumnElement[bool]:
    """Say which stored rows the file would have if they were still there.

    On the edge of the ground that was asked for, files differ in what they take: so only what
    lies wholly inside can vanish.
    """
    sources = sources_of(frame["key"])
    scope = of_sources(load.table.c.key, sources)
    within = context.within
    if within is None and OSM in sources:  # An extract ends somewhere, whatever is beyond.
        within = box(*frame.total_bounds)
    if within is None:
        return scope
    area = func.ST_GeomFromWKB(literal(shapely.to_wkb(within)), 4326)
    return scope & func.ST_Covers(area, load.table.c[load.target.geometry])


def _ask_if_much(context: Context, subject: Subject, vanished: int, left: int) -> None:
    """Refuse to let much vanish unless the user said that the file is complete."""
    before = vanished + left
    if context.options.extent is Extent.COMPLETE or vanished < ASK_FROM:
        return
    if vanished > ASK_SHARE * before:
        raise InputRefused(
            N_(
                "%(count)s stored %(subject)s are not in this file. If it shows all that there "
                "is, they have vanished: say complete. If it shows only a part, say partial "
                "(--extent)."
            ),
            count=vanished,
            subject=subject.value,
            question=Question("extent", (Extent.PARTIAL.value, Extent.COMPLETE.value)),
        )


def bound_community(context: Context, frames: list[gpd.GeoDataFrame]) -> Counts:
    """Give a community without outline the ground of an import, and say so.

    Parameters
    ----------
    context : Context
    frames : list of GeoDataFrame
        What was imported.

    Returns
    -------
    Counts
    """
    if context.community.boundary is not None:
        return Counts()
    full = [frame.total_bounds for frame in frames if not frame.empty]
    if context.within is None and not full:
        return Counts()
    shape = context.within
    if shape is None:
        west, south, east, north = zip(*full, strict=True)
        shape = box(min(west), min(south), max(east), max(north))
    set_boundary(context.community, shape)
    context.session.flush()
    context.findings.append(
        Finding(
            "boundary_assumed",
            Severity.NOTE,
            N_(
                "The community had no boundary; the ground of this import was taken. Import its "
                "own as soon as you have it (import boundary)."
            ),
            place=shape,
        )
    )
    return Counts(added=1)
