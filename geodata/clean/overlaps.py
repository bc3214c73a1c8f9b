"""Rows that are there twice, and outlines that lie on each other."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import shapely

from geodata.clean.shapes import drop_rows
from geodata.clean.work import ROW, Work
from geodata.crs import to_metric
from geodata.errors import N_
from geodata.findings import Severity

_MIN_OVERLAP_M2 = 1.0
_MIN_OVERLAP_SHARE = 0.05
_CHUNK, _PAIRS_EACH = 64, 6


def drop_duplicates(work: Work, by: tuple[str, ...]) -> None:
    """Leave out rows that repeat an earlier one: the same shape and the same name.

    Parameters
    ----------
    work : Work
        Its frame is changed.
    by : tuple of str
        Fields that must agree as well.
    """
    if work.frame.empty:
        return
    rounded = shapely.transform(work.frame.geometry.to_numpy(), lambda at: np.round(at, 8))
    shapes = shapely.normalize(rounded)
    same = pd.DataFrame({name: work.frame[name] for name in by})
    same["wkb"] = shapely.to_wkb(shapes)
    drop_rows(
        work,
        same.duplicated(),
        "duplicate",
        N_("Row %(row)s repeats an earlier row; it was left out."),
    )


def overlapping_pairs(frame: Any) -> tuple[Any, Any, Any, Any]:
    """Find pairs of areas that lie on each other by more than drawing noise.

    Parameters
    ----------
    frame : GeoDataFrame
        In EPSG:4326.

    Returns
    -------
    first, second : ndarray of int
        Places in the frame.
    area_m2 : ndarray of float
        What both share: over 1 m2 and over 5 % of the smaller one.
    shares : ndarray of shapely geometries
        The shared ground, in the frame's metric CRS.
    """
    shapes = to_metric(frame).geometry.to_numpy()
    first, second = _touching(shapes)
    with np.errstate(invalid="ignore"):
        shares = shapely.intersection(shapes[first], shapes[second])
    area_m2 = shapely.area(shares)
    smaller_m2 = np.minimum(shapely.area(shapes[first]), shapely.area(shapes[second]))
    keep = (area_m2 > _MIN_OVERLAP_M2) & (area_m2 > _MIN_OVERLAP_SHARE * smaller_m2)
    return first[keep], second[keep], area_m2[keep], shares[keep]


def _touching(shapes: Any) -> tuple[Any, Any]:
    """Find pairs that touch, up to a number that only a hostile pile of shapes reaches."""
    tree = shapely.STRtree(shapes)
    firsts, seconds, count = [], [], 0
    limit = _PAIRS_EACH * len(shapes)
    for start in range(0, len(shapes), _CHUNK):
        first, second = tree.query(shapes[start : start + _CHUNK], predicate="intersects")
        first = first + start
        firsts.append(first[first < second])
        seconds.append(second[first < second])
        count += len(firsts[-1])
        if count > limit:
            break
    return np.concatenate(firsts)[:limit], np.concatenate(seconds)[:limit]


def report_overlaps(work: Work) -> None:
    """Find outlines that lie on each other.

    Parameters
    ----------
    work : Work
    """
    frame = work.frame
    if frame.empty:
        return
    for first, second, area_m2, _ in zip(*overlapping_pairs(frame), strict=True):
        if work.found.is_full("overlap"):
            work.found.count("overlap")
            continue
        work.found.add(
            "overlap",
            Severity.WARNING,
            N_("Row %(row)s overlaps row %(other)s by %(area_m2)s m²."),
            row=int(frame[ROW].iloc[second]),
            place=shapely.intersection(frame.geometry.iloc[first], frame.geometry.iloc[second]),
            other=int(frame[ROW].iloc[first]),
            area_m2=round(float(area_m2), 1),
        )
