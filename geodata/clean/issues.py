"""Issues of other systems: dated, placed where they have a place."""

from __future__ import annotations

from dataclasses import replace
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geodata.clean.choices import read_choices
from geodata.clean.fields import read_values
from geodata.clean.shapes import report, report_outside
from geodata.clean.values import house_number
from geodata.clean.work import ROW, Work
from geodata.errors import N_, InputRefused
from geodata.findings import Severity

_NEAR_ZERO_DEG = 0.01
_CROWD, _CROWD_SHARE = 50, 0.05


def clean_issues(work: Work) -> None:
    """Clean issues; a doubtful place is taken away, never the issue.

    Parameters
    ----------
    work : Work
        Its frame becomes that of docs/frames.md.

    Raises
    ------
    InputRefused
        If the declared time zone does not exist.
    """
    zone = _zone(work.options.timezone)
    read_values(work)
    _take_places_away(work)
    frame = work.frame
    for field in ("reported_at", "closed_at"):
        frame[field] = _aware(work, field, zone)
    read_choices(work, "status", default=None, unknown=None)
    guess = frame["closed_at"].notna().map({True: "closed", False: "open"})
    frame["status"] = frame["status"].where(frame["status"].notna(), guess)
    frame["building_number"] = frame["building_number"].map(house_number)
    _report_times(work)
    _drop_repeated(work)
    _report_crowds(work)
    placed = ~shapely.is_missing(work.frame.geometry.to_numpy())
    report_outside(replace(work, frame=work.frame[placed]))


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise InputRefused(
            N_("There is no time zone %(timezone)s. Give one such as Asia/Shanghai."),
            timezone=name[:50],
        ) from error


def _aware(work: Work, field: str, zone: ZoneInfo) -> pd.Series:
    moments = []
    for at in work.frame[field]:
        if pd.isna(at):
            moments.append(pd.NaT)
        elif at.tzinfo is None:
            moments.append(at.tz_localize(zone, ambiguous=True, nonexistent="shift_forward"))
        else:
            moments.append(at)
    return pd.to_datetime(pd.Series(moments, index=work.frame.index, dtype=object), utc=True)


def _take_places_away(work: Work) -> None:
    shapes = work.frame.geometry.to_numpy().copy()
    there = ~(shapely.is_missing(shapes) | shapely.is_empty(shapes))
    shapes[there] = shapely.centroid(shapes[there])
    at = np.column_stack([shapely.get_x(shapes), shapely.get_y(shapes)])
    nowhere = there & (np.abs(at) < _NEAR_ZERO_DEG).all(axis=1)
    off = there & ~((np.abs(at[:, 0]) <= 180) & (np.abs(at[:, 1]) <= 90))
    report(work, ~there, "missing_place", Severity.WARNING, _MISSING)
    report(work, nowhere, "null_island", Severity.WARNING, _NOWHERE)
    report(work, off, "off_globe", Severity.WARNING, _OFF)
    shapes[~there | nowhere | off] = None
    work.frame = work.frame.set_geometry(gpd.GeoSeries(shapes, crs=4326))


_MISSING = N_("Row %(row)s has no place; it was taken without one.")
_NOWHERE = N_("Row %(row)s lies at longitude 0, latitude 0; it was taken without a place.")
_OFF = N_("Row %(row)s has coordinates beyond the globe; it was taken without a place.")
_BACKWARDS = N_("Row %(row)s was closed before it was reported; the closing time was left out.")


def _report_times(work: Work) -> None:
    frame = work.frame
    backwards = frame["closed_at"] < frame["reported_at"]
    report(work, backwards, "closed_before_reported", Severity.WARNING, _BACKWARDS)
    frame["closed_at"] = frame["closed_at"].mask(backwards)
    report(
        work,
        frame["reported_at"].isna(),
        "missing_time",
        Severity.WARNING,
        N_("Row %(row)s does not say when it was reported."),
    )


def _drop_repeated(work: Work) -> None:
    again = work.frame["source_ref"].notna() & work.frame.duplicated("source_ref")
    for row, ref in work.frame.loc[again, [ROW, "source_ref"]].itertuples(index=False):
        work.found.add(
            "duplicate",
            Severity.ERROR,
            N_("Row %(row)s has the reference %(ref)s of an earlier row; it was left out."),
            row=int(row),
            ref=ref,
        )
    work.frame = work.frame[~again].reset_index(drop=True)


def _report_crowds(work: Work) -> None:
    """Find points that are no place but a default, such as a city hall."""
    shapes = work.frame.geometry.to_numpy()
    wkb = pd.Series(shapely.to_wkb(shapes[~shapely.is_missing(shapes)]))
    for same, count in wkb.value_counts().items():
        if count < max(_CROWD, _CROWD_SHARE * len(wkb)):
            break
        work.found.add(
            "crowded_point",
            Severity.WARNING,
            N_("%(count)s issues lie on one and the same point: it may be a default, no place."),
            count=int(count),
            place=shapely.from_wkb(same),
        )
