"""What somebody wants to know of hotspots."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from geodata.errors import N_, InputRefused, Question

LONGEST_DAYS = 3_660
MOST_SLICES = 120


class By(StrEnum):
    """Into what the ground is cut."""

    CELL = "cell"
    HEX = "hex"
    BLOCK = "block"  # Between streets.
    BUILDING = "building"


class Method(StrEnum):
    """How hot is told from usual."""

    GI = "gi"  # Each piece with its neighbours: the map.
    SCAN = "scan"  # The circle that stands out most: the alarm.
    EMERGING = "emerging"  # Gi* by slices of time, and their trend.


class Exposure(StrEnum):
    """Against what issues are counted."""

    HOUSEHOLDS = "households"
    VISITS = "visits"  # What patrols find depends on where they go.
    BOTH = "both"  # Half by households, half by visits.


@dataclass(frozen=True)
class Wish:
    """What is asked, about which days.

    Attributes
    ----------
    since, until : datetime.date
        First and last day, as they are where the community is.
    by : By
    method : Method or None
        None takes Gi*, or the scan where there are too few pieces for it.
    exposure : Exposure
    category_id : int or None
        None for all.
    size_m : float
        Of hexagons.
    slices : int
        For :attr:`Method.EMERGING`.
    replications, seed : int
        Of the scan.

    Raises
    ------
    InputRefused
        If days are in the wrong order or too many, or a number is out of bounds.
    """

    since: dt.date
    until: dt.date
    by: By = By.CELL
    method: Method | None = None
    exposure: Exposure = Exposure.HOUSEHOLDS
    category_id: int | None = None
    size_m: float = 150.0
    slices: int = 12
    replications: int = 999
    seed: int = 0

    def __post_init__(self) -> None:
        if not 0 <= (self.until - self.since).days < LONGEST_DAYS:
            raise InputRefused(
                N_("The first day comes before the last, and at most ten years lie between them."),
                question=Question("since"),
            )
        if not 20 <= self.size_m <= 2_000:
            raise InputRefused(
                N_("Hexagons are 20 to 2,000 m wide."), question=Question("size_m")
            )  # fmt: skip
        if not 10 <= self.slices <= MOST_SLICES:
            raise InputRefused(
                N_("A period is cut into 10 to %(most)s slices."),
                most=MOST_SLICES,
                question=Question("slices"),
            )
        if not 19 <= self.replications <= 9_999:
            raise InputRefused(
                N_("A scan compares with 19 to 9,999 maps of chance."),
                question=Question("replications"),
            )

    @property
    def days(self) -> int:
        """How many days, the last one included."""
        return (self.until - self.since).days + 1
