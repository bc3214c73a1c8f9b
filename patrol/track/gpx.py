"""GPX as phones and watches write it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import gpxpy
import gpxpy.gpx
import numpy as np

from geodata.errors import N_, InputRefused
from geodata.findings import Finding, Severity
from patrol.track.fixes import Fixes, in_the_past

MOST_FIXES = 200_000
"""A day and a night at one fix a second, twice over."""


def read_gpx(data: bytes, *, file: str, at: dt.datetime) -> Fixes:
    """Read the tracks of a GPX file.

    Parameters
    ----------
    data : bytes
        The file.
    file : str
        Its name, for messages.
    at : datetime.datetime
        Now, aware: fixes cannot lie after it.

    Returns
    -------
    Fixes
        In the order of time within each segment, each moment once.

    Raises
    ------
    InputRefused
        If it is no GPX file, damaged, or holds no track.
    """
    tracks = _parse(data, file)
    segments = [segment.points for track in tracks for segment in track.segments if segment.points]
    count = sum(map(len, segments))
    if count > MOST_FIXES:
        raise InputRefused(
            N_("%(file)s holds %(count)s places; a track may hold %(most)s. Send one walk a file."),
            file=file,
            count=count,
            most=MOST_FIXES,
        )
    fixes = Fixes(
        np.array([(fix.longitude, fix.latitude) for part in segments for fix in part], dtype=float),
        np.array([_seconds(fix.time) for part in segments for fix in part]),
        np.repeat(np.arange(len(segments)), [len(part) for part in segments]),
    )
    return in_the_past(_in_order(_on_globe(fixes, file)), at.timestamp())


def _parse(data: bytes, file: str) -> list[Any]:
    """Parse the file; give its tracks."""
    text = data.decode("utf-8-sig", errors="replace").lstrip()
    if not text:
        raise InputRefused(N_("%(file)s is empty."), file=file)
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        # A document type could make a small file grow without end.
        raise InputRefused(N_("%(file)s has a document type, which no GPX file needs."), file=file)
    try:
        gpx = gpxpy.parse(text)
    except (gpxpy.gpx.GPXException, ValueError) as error:
        raise InputRefused(
            N_("%(file)s is no GPX file, or it was cut off: send it again from the phone."),
            file=file,
        ) from error
    if not any(segment.points for track in gpx.tracks for segment in track.segments):
        raise _without_track(gpx, file)
    tracks: list[Any] = gpx.tracks
    return tracks


def _without_track(gpx: gpxpy.gpx.GPX, file: str) -> InputRefused:
    if any(route.points for route in gpx.routes):
        told = N_("%(file)s holds a planned route, and no track of a walk.")
    else:
        told = N_("%(file)s holds no track: nothing was recorded.")
    return InputRefused(told, file=file)


def _seconds(moment: dt.datetime | None) -> float:
    """Give a moment in seconds since 1970; GPX without a zone is UTC."""
    if moment is None:
        return float("nan")
    return (moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)).timestamp()


def _on_globe(fixes: Fixes, file: str) -> Fixes:
    """Leave out what is no place: off the globe, or the zero of a phone without signal."""
    lon, lat = fixes.lonlat.T
    good = (np.abs(lon) <= 180) & (np.abs(lat) <= 90) & ((lon != 0) | (lat != 0))
    if good.all():
        return fixes
    if not good.any():
        raise InputRefused(N_("%(file)s holds no track: nothing was recorded."), file=file)
    template = N_("%(count)s places of the track lie nowhere on the globe: left out.")
    params = {"count": int((~good).sum())}
    return fixes.take(good).noting(
        Finding("fix_without_place", Severity.ERROR, template, params, layer="track")
    )


def _in_order(fixes: Fixes) -> Fixes:
    """Sort each segment by time, each moment once; a track without all times stays as it is."""
    if not fixes.has_times:
        template = N_("The track has no times: what was walked is known, when is not.")
        note = Finding("track_without_times", Severity.WARNING, template, layer="track")
        return Fixes(
            fixes.lonlat, np.full(len(fixes), np.nan), fixes.segment, (*fixes.findings, note)
        )
    order = np.lexsort((fixes.at_s, fixes.segment))
    at_s, segment = fixes.at_s[order], fixes.segment[order]
    fresh = np.append(True, (np.diff(at_s) > 0) | (np.diff(segment) > 0))
    return fixes.take(order[fresh])
