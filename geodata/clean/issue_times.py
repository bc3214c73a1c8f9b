"""When issues were reported and closed: in one zone, in order, and not ahead of the clock."""

from __future__ import annotations

from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pandas as pd

from geodata.clean.shapes import drop_rows, report
from geodata.clean.work import Work
from geodata.errors import N_, InputRefused
from geodata.findings import Severity

_SLACK = pd.Timedelta(minutes=10)
"""Clocks of other systems go a little wrong."""


def date_issues(work: Work, said: pd.Series) -> None:
    """Read the times of issues, and find those that cannot be.

    An issue whose time of report is none, or lies ahead, is left out: taken with the time of the
    import it would be counted in the wrong month. A closing time that cannot be is left empty.

    Parameters
    ----------
    work : Work
        Its frame is changed; moments are aware UTC.
    said : Series of bool
        Which rows have anything where the time of the report stands.

    Raises
    ------
    InputRefused
        If the declared time zone does not exist.
    """
    zone = _zone(work.options.timezone)
    frame = work.frame
    unread = frame["reported_at"].isna() & said
    for field in ("reported_at", "closed_at"):
        _report_naive(work, field)
        frame[field] = _aware(frame[field], zone)
    silent = frame["reported_at"].isna() & ~unread
    report(work, silent, "missing_time", Severity.WARNING, _SILENT)
    drop_rows(work, unread, "unread_time", _UNREAD)
    _find_future(work)
    _find_backwards(work)


_SILENT = N_("Row %(row)s does not say when it was reported; it counts as reported now.")
_UNREAD = N_("Row %(row)s: when it was reported cannot be read; it was left out.")
_AHEAD = N_("Row %(row)s was reported in the future; it was left out.")
_AHEAD_CLOSED = N_("Row %(row)s was closed in the future; the closing time was left out.")
_BACKWARDS = N_("Row %(row)s was closed before it was reported; the closing time was left out.")


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise InputRefused(
            N_("There is no time zone %(timezone)s. Give one such as Asia/Shanghai."),
            timezone=name[:50],
        ) from error


def _report_naive(work: Work, field: str) -> None:
    """Tell how many times carry no zone, for a wrong one shifts them all."""
    count = sum(not pd.isna(at) and at.tzinfo is None for at in work.frame[field])
    if count:
        work.found.add(
            "time_without_zone",
            Severity.NOTE,
            N_("%(count)s times in column %(column)s name no zone; they were read as %(zone)s."),
            count=count,
            column=work.columns[field],
            zone=work.options.timezone,
        )


def _aware(times: pd.Series, zone: ZoneInfo) -> pd.Series:
    moments = []
    for at in times:
        if pd.isna(at):
            moments.append(pd.NaT)
        elif at.tzinfo is None:
            moments.append(at.tz_localize(zone, ambiguous=True, nonexistent="shift_forward"))
        else:
            moments.append(at)
    return pd.to_datetime(pd.Series(moments, index=times.index, dtype=object), utc=True)


def _find_future(work: Work) -> None:
    if work.options.at is None:
        return
    latest = pd.Timestamp(work.options.at) + _SLACK
    drop_rows(work, work.frame["reported_at"] > latest, "future_time", _AHEAD)
    ahead = work.frame["closed_at"] > latest
    report(work, ahead, "closed_in_future", Severity.WARNING, _AHEAD_CLOSED)
    _forget_closing(work, ahead)


def _find_backwards(work: Work) -> None:
    backwards = work.frame["closed_at"] < work.frame["reported_at"]
    report(work, backwards, "closed_before_reported", Severity.WARNING, _BACKWARDS)
    _forget_closing(work, backwards)


def _forget_closing(work: Work, which: pd.Series) -> None:
    """Leave a closing time out; that the issue is closed stays said."""
    frame = work.frame
    frame["status"] = frame["status"].where(~which | frame["status"].notna(), "closed")
    frame["closed_at"] = frame["closed_at"].mask(which)
