"""What may be asked of a plan, checked before anything is computed."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass
from typing import Any

from app.models import PatrolMode
from geodata.errors import N_, InputRefused

MOST_VOLUNTEERS = 50
MOST_MINUTES = 24 * 60
MOST_SECONDS = 600
PACES_M_S = (0.2, 3.0)


@dataclass(frozen=True)
class PlanWish:
    """What is asked of the plan of each cell.

    Attributes
    ----------
    mode : PatrolMode
        Past the buildings and must-visit points, or along every lane.
    volunteers : int
        Volunteers, or pairs who walk together, in each cell.
    max_minutes : float, optional
        Longest round of one of them, minutes, the time at stops included.
    closed : bool
        Whether all come back to where they set out.
    start : (lon, lat), optional
        Degrees; without it the community's meeting point where it lies in the cell, else a gate.
    random_share : float
        How much longer than the best a round may be for the sake of an order that nobody can
        foresee, 0 to 1.
    sides : int
        1 or 2: whether a lane is walked once, or once on each side. Of streets only.
    seed : int
        For the solvers.
    time_limit_s : float, optional
        Seconds for each cell; without it what its size needs.
    set_out : datetime.datetime, optional
        When the walks begin, on the clock of the place and without a time zone: they avoid the
        gates that are closed until they are over. Without it all gates count as open.
    pace_m_s : float, optional
        Pace on level ground, metres per second; without it the one of the settings.

    Raises
    ------
    InputRefused
        If a value makes no sense; the sentence says which.
    """

    mode: PatrolMode = PatrolMode.STOPS
    volunteers: int = 1
    max_minutes: float | None = None
    closed: bool = True
    start: tuple[float, float] | None = None
    random_share: float = 0.0
    sides: int = 1
    seed: int = 0
    time_limit_s: float | None = None
    set_out: dt.datetime | None = None
    pace_m_s: float | None = None

    def __post_init__(self) -> None:
        if not 1 <= self.volunteers <= MOST_VOLUNTEERS:
            raise InputRefused(
                N_("Give the number of volunteers, 1 to %(most)s."), most=MOST_VOLUNTEERS
            )
        if self.max_minutes is not None and not 1 <= self.max_minutes <= MOST_MINUTES:
            raise InputRefused(N_("Give the most minutes, 1 to %(most)s."), most=MOST_MINUTES)
        if self.time_limit_s is not None and not 0 < self.time_limit_s <= MOST_SECONDS:
            raise InputRefused(
                N_("Give the seconds to compute, up to %(most)s."), most=MOST_SECONDS
            )
        if self.pace_m_s is not None and not PACES_M_S[0] <= self.pace_m_s <= PACES_M_S[1]:
            raise InputRefused(N_("Nobody walks at that pace: give 0.2 to 3 metres a second."))
        if self.start is not None and not _on_earth(*self.start):
            raise InputRefused(N_("The start is no place: give longitude,latitude in degrees."))

    @classmethod
    def read(cls, params: dict[str, Any]) -> PlanWish:
        """Read a wish from what a job was asked with.

        Parameters
        ----------
        params : dict
            Names and plain values of the attributes.

        Raises
        ------
        InputRefused
            If a value makes no sense.
        """
        start = params.get("start")
        return cls(
            **{
                **params,
                "mode": PatrolMode(params.get("mode", PatrolMode.STOPS)),
                "start": tuple(start) if start else None,
                "set_out": _moment(params.get("set_out")),
            }
        )

    @property
    def max_s(self) -> float | None:
        """Longest round in seconds."""
        return None if self.max_minutes is None else self.max_minutes * 60

    def as_stored(self) -> dict[str, Any]:
        """Give what a plan keeps beside its own columns."""
        return {
            "closed": self.closed,
            "random_share": self.random_share,
            "sides": self.sides,
            "time_limit_s": self.time_limit_s,
            "start": list(self.start) if self.start else None,
            "set_out": self.set_out.isoformat() if self.set_out else None,
            "pace_m_s": self.pace_m_s,
        }


def _moment(text: str | None) -> dt.datetime | None:
    """Read a time as a browser gives it."""
    if not text:
        return None
    try:
        return dt.datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        raise InputRefused(N_("Give the day and time when walks set out.")) from None


def _on_earth(lon: float, lat: float) -> bool:
    return math.isfinite(lon) and math.isfinite(lat) and abs(lon) <= 180 and abs(lat) < 90
