"""From fixes to a clean line of places: no leaps, no jitter of a phone that stood still."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geodata.errors import N_
from geodata.findings import Finding, Severity
from patrol.network import WalkingNetwork
from patrol.track.fixes import Fixes, Floats, Ints
from patrol.track.stays import stays

FASTEST_M_S = 7.0
"""Faster than a patrol on bicycles: a place reached faster than this is an error of the phone."""

_SLACK_M = 30.0
_LEAP_M = 100.0
_LEAST_RUN = 5
BIN_S = 10.0
"""Fixes of so many seconds become one place: its error is smaller than that of each."""

_NEAR_M = 5.0
_PACE_M_S = 1.1
_MEDIAN_TO_ERROR = 1.4826  # Of a normal law.
_ERRORS_M = (3.5, 12.0)


@dataclass(frozen=True, eq=False)
class CleanTrack:
    """Places in the order of walking, some five metres apart or more.

    Attributes
    ----------
    xy : (n, 2) array
        Metres.
    at_s : (n,) array
        Seconds since 1970, UTC; without times of the phone, seconds at a usual pace.
    until_s : (n,) array
        When the place was left: later than `at_s` where somebody stood still.
    timed : bool
        Whether the seconds are the phone's.
    findings : tuple of Finding
        What was left out.
    """

    xy: Floats
    at_s: Floats
    until_s: Floats
    timed: bool
    findings: tuple[Finding, ...]

    def __len__(self) -> int:
        return len(self.xy)


def clean_track(fixes: Fixes, network: WalkingNetwork) -> CleanTrack:
    """Drop leaps, average the noise, and make one place of each standing still.

    Parameters
    ----------
    fixes : Fixes
        WGS 84, in the order of time.
    network : WalkingNetwork
        Where one can walk: how far the fixes lie off its paths tells how much the phone erred.

    Returns
    -------
    CleanTrack
    """
    xy = fixes.xy(network.srid)
    timed = fixes.has_times
    at_s = fixes.at_s if timed else _usual_times(xy)
    keep = _without_leaps(xy, at_s if timed else None)
    place_xy, place_at_s = _averaged(xy[keep], at_s[keep])
    place_xy, since_s, until_s = stays(place_xy, place_at_s, standard_error_m(network, xy[keep]))
    apart = _apart(place_xy, until_s > since_s)
    left_out = int((~keep).sum())
    findings = (*fixes.findings, _leapt(left_out)) if left_out else fixes.findings
    return CleanTrack(place_xy[apart], since_s[apart], until_s[apart], timed, findings)


def standard_error_m(network: WalkingNetwork, xy: Floats) -> float:
    """Estimate the standard error of a phone by the median distance of its fixes to a path.

    Parameters
    ----------
    network : WalkingNetwork
    xy : (n, 2) array
        Metres.

    Returns
    -------
    float
        Metres, from 3.5 to 12: beyond that it was not the phone that left the paths.
    """
    points = np.asarray(shapely.points(xy), dtype=np.object_)
    _, off_m = network.segment_tree.query_nearest(points, all_matches=False, return_distance=True)
    return float(np.clip(_MEDIAN_TO_ERROR * np.median(off_m), *_ERRORS_M))


def _usual_times(xy: Floats) -> Floats:
    """Guess seconds for a track without times: as if walked at a usual pace."""
    step_m = np.hypot(*np.diff(xy, axis=0).T)
    interval_s = np.clip(np.median(step_m) / _PACE_M_S if len(step_m) else 1.0, 1.0, 60.0)
    return np.asarray(np.arange(len(xy)) * interval_s)


def _leapt(count: int) -> Finding:
    template = N_("%(count)s places of the track cannot have been reached so fast: left out.")
    return Finding("fix_leapt", Severity.NOTE, template, {"count": count}, layer="track")


def _without_leaps(xy: Floats, at_s: Floats | None) -> NDArray[np.bool_]:
    """Mark the fixes to keep: short runs between two leaps go, until none is left."""
    keep = np.ones(len(xy), dtype=bool)
    while True:
        rows = np.flatnonzero(keep)
        run = _runs(xy[rows], None if at_s is None else at_s[rows])
        size = np.bincount(run)
        # Where all runs are short, the longest is as good as any.
        short = (size < _LEAST_RUN) & (np.arange(len(size)) != size.argmax())
        if not short.any():
            return keep
        # The shortest goes first: without it its neighbours may be one run.
        worst = np.flatnonzero(short)[size[short].argmin()]
        keep[rows[run == worst]] = False


def _runs(xy: Floats, at_s: Floats | None) -> Ints:
    """Tell the runs of fixes without a leap apart by numbers."""
    step_m = np.hypot(*np.diff(xy, axis=0).T)
    if at_s is None:
        most_m = max(_LEAP_M, 10 * float(np.median(step_m))) if len(step_m) else _LEAP_M
        leap = step_m > most_m
    else:
        leap = step_m > _SLACK_M + FASTEST_M_S * np.diff(at_s)
    return np.append(0, np.cumsum(leap)).astype(np.int64)


def _averaged(xy: Floats, at_s: Floats) -> tuple[Floats, Floats]:
    """Take the median of all fixes of each span of `BIN_S`."""
    span = np.floor((at_s - at_s[0]) / BIN_S)
    frame = pd.DataFrame({"x": xy[:, 0], "y": xy[:, 1], "at_s": at_s})
    middle = frame.groupby(span).median().to_numpy(dtype=float)
    order = middle[:, 2].argsort(kind="stable")
    return middle[order, :2], middle[order, 2]


def _apart(xy: Floats, stayed: NDArray[np.bool_]) -> Ints:
    """Choose places far enough from the one chosen before; a stay is surer than walking past."""
    chosen = [0]
    for row in range(1, len(xy)):
        if row == len(xy) - 1 or np.hypot(*(xy[row] - xy[chosen[-1]])) >= _NEAR_M:
            chosen.append(row)
        elif chosen[-1] and stayed[row] and not stayed[chosen[-1]]:
            chosen[-1] = row
    return np.array(chosen, dtype=np.int64)
