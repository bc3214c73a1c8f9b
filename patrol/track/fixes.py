"""A track as a phone recorded it: places in degrees, and moments where it knew them."""

from __future__ import annotations

from dataclasses import dataclass, replace

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from geodata.crs import STORAGE_SRID
from geodata.errors import N_
from geodata.findings import Finding, Severity

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

FUTURE_SLACK_S = 300.0
"""A phone's clock may run this far ahead before its times count as wrong."""


@dataclass(frozen=True, eq=False)
class Fixes:
    """Places that a phone recorded, in the order of recording.

    Attributes
    ----------
    lonlat : (n, 2) array
        Degrees, EPSG:4326 unless the phone's application shifted them.
    at_s : (n,) array
        Seconds since 1970, UTC; NaN where the file has no time.
    segment : (n,) int array
        Number of the recording that the fix belongs to: a pause begins a new one.
    findings : tuple of Finding
        What was left out or is doubtful.
    """

    lonlat: Floats
    at_s: Floats
    segment: Ints
    findings: tuple[Finding, ...] = ()

    def __len__(self) -> int:
        return len(self.lonlat)

    @property
    def has_times(self) -> bool:
        """Whether every fix has a moment."""
        return bool(np.isfinite(self.at_s).all())

    def xy(self, srid: int) -> Floats:
        """Give the places in metres.

        Parameters
        ----------
        srid : int
            EPSG code of a metric CRS.

        Returns
        -------
        (n, 2) array
        """
        points = gpd.GeoSeries(shapely.points(self.lonlat), crs=STORAGE_SRID).to_crs(srid)
        return np.asarray(shapely.get_coordinates(points.to_numpy()))

    def take(self, rows: Ints | NDArray[np.bool_]) -> Fixes:
        """Take some of the fixes.

        Parameters
        ----------
        rows : int or bool array

        Returns
        -------
        Fixes
        """
        return replace(
            self, lonlat=self.lonlat[rows], at_s=self.at_s[rows], segment=self.segment[rows]
        )

    def noting(self, *findings: Finding) -> Fixes:
        """Add findings.

        Parameters
        ----------
        *findings : Finding

        Returns
        -------
        Fixes
        """
        return replace(self, findings=(*self.findings, *findings))


def in_the_past(fixes: Fixes, now_s: float) -> Fixes:
    """Mend times that have not come yet: the phone's clock was wrong, the walk is real.

    Parameters
    ----------
    fixes : Fixes
    now_s : float
        Seconds since 1970, UTC.

    Returns
    -------
    Fixes
        Moved as a whole so that the last one is now, with a finding, where any lies ahead.
    """
    last_s = float(np.nanmax(fixes.at_s, initial=-np.inf))
    if last_s <= now_s + FUTURE_SLACK_S:
        return fixes
    ahead_s = last_s - now_s
    template = N_(
        "The clock of the phone was %(minutes)s minutes ahead: the walk is taken to have ended now."
    )
    params = {"minutes": round(ahead_s / 60)}
    note = Finding("track_in_future", Severity.WARNING, template, params, layer="track")
    return replace(fixes, at_s=fixes.at_s - ahead_s).noting(note)
