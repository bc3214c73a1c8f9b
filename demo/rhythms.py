"""Rhythms of patrols: on which days and hours the pairs of a generated community walk."""

from __future__ import annotations

from dataclasses import dataclass

from demo.community import DemoCommunity

PAIRS_A_DAY = 6
"""Twelve people in six pairs walk every day; the other cells have their own day."""


@dataclass(frozen=True)
class DemoRhythm:
    """A rhythm of patrols.

    Attributes
    ----------
    name : str
    rule : str
        Of RFC 5545.
    times : tuple of (str, str)
        Hours of its shifts, local time.
    beats : tuple of (str, str or None)
        Code of a cell and key of the team that walks it; None where nobody does yet.
    """

    name: str
    rule: str
    times: tuple[tuple[str, str], ...]
    beats: tuple[tuple[str, str | None], ...]


def rhythms(community: DemoCommunity) -> tuple[DemoRhythm, ...]:
    """Give the rhythms of a community: those whose published rhythm we know, and whose cells.

    Parameters
    ----------
    community : DemoCommunity

    Returns
    -------
    tuple of DemoRhythm
        Empty where there are no cells yet.
    """
    pairs = community.patrols.sort_values("cell_code").drop_duplicates("cell_code")
    walked = tuple(zip(pairs.cell_code, pairs.team_key, strict=True))
    if not walked:
        return ()
    # The cell in the middle was left alone for weeks, and nobody has taken it on yet.
    middle = len(walked) // 2
    beats = (*walked[:middle], (walked[middle][0], None), *walked[middle + 1 :])
    match community.key:
        case "kangle":
            return _kangle(beats)
        case "sanyuan":
            party_day = "FREQ=MONTHLY;BYMONTHDAY=15"
            return (DemoRhythm("主题党日巡查", party_day, (("09:00", "11:00"),), beats),)
        case _:
            return (DemoRhythm("晚间巡逻", "FREQ=DAILY", (("18:30", "19:30"),), beats),)


def _kangle(beats: tuple[tuple[str, str | None], ...]) -> tuple[DemoRhythm, ...]:
    """Walk six cells in two shifts a day, and the others on the Wednesday of volunteers."""
    daily = [beat for beat in beats if beat[1] is not None][:PAIRS_A_DAY]
    hours = (("07:30", "11:00"), ("13:30", "16:00"))
    wednesday = tuple(beat for beat in beats if beat not in daily)
    return (
        DemoRhythm("日常巡查", "FREQ=DAILY", hours, tuple(daily)),
        DemoRhythm("周三志愿服务日", "FREQ=WEEKLY;BYDAY=WE", (("09:00", "11:00"),), wednesday),
    )
