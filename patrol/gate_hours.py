"""When a gate is open: windows of the day, on some days of the week."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass

EVERY_DAY = frozenset(range(7))

_DAYS = ("mo", "tu", "we", "th", "fr", "sa", "su")
_RULE = re.compile(r"(?:(?P<days>[a-z,\- ]+?)\s+)?(?P<spans>\d[\d:,\- ]*)")
_SPAN = re.compile(r"(\d{1,2}):(\d{2})\s*-\s*(\d{1,2}):(\d{2})")


@dataclass(frozen=True)
class GateWindow:
    """A part of the day during which a gate is open.

    Attributes
    ----------
    key : str
        Key of the path that is marked as the gate.
    opens, closes : datetime.time
        On the clock of the place. A window that closes at or before it opens lasts into the next
        day; one from midnight to midnight lasts all day.
    weekdays : frozenset of int
        Days on which it opens, Monday being 0.
    """

    key: str
    opens: dt.time
    closes: dt.time
    weekdays: frozenset[int] = EVERY_DAY


def read_windows(key: str, hours: str) -> list[GateWindow] | None:
    """Read opening hours as OpenStreetMap writes them.

    Parameters
    ----------
    key : str
        Key of the path that is marked as the gate.
    hours : str
        Such as ``06:00-23:00``, ``Mo-Fr 07:00-09:00,16:00-18:30; Sa,Su 08:00-20:00`` or ``24/7``.

    Returns
    -------
    list of GateWindow or None
        None where the text says something else: what cannot be read closes nothing.

    Examples
    --------
    >>> [window.opens.hour for window in read_windows("p1", "Mo-Fr 7:00-9:00,16:00-18:30")]
    [7, 16]
    """
    text = hours.strip().lower()
    if text == "24/7":
        return [GateWindow(key, dt.time(0), dt.time(0))]
    windows: list[GateWindow] = []
    for rule in filter(None, map(str.strip, text.split(";"))):
        found = _RULE.fullmatch(rule)
        days = _days(found["days"]) if found else None
        spans = _spans(found["spans"]) if found else None
        if not days or not spans:
            return None
        windows += [GateWindow(key, *span, days) for span in spans]
    return windows or None


def is_open(windows: Iterable[GateWindow], since: dt.datetime, until: dt.datetime) -> bool:
    """Tell whether a gate is open the whole time.

    Parameters
    ----------
    windows : iterable of GateWindow
        Of one gate.
    since, until : datetime.datetime
        On the clock of the place, without a time zone.

    Returns
    -------
    bool
    """
    spans = sorted(span for window in windows for span in _occurrences(window, since, until))
    reached = since
    for start, end in spans:
        if start > reached:
            break
        reached = max(reached, end)
    return reached >= until and any(start <= since < end for start, end in spans)


def _occurrences(
    window: GateWindow, since: dt.datetime, until: dt.datetime
) -> Iterable[tuple[dt.datetime, dt.datetime]]:
    """List when a window is open, from the day before."""
    lasts = dt.timedelta(days=1 if window.closes <= window.opens else 0)
    for ahead in range(-1, (until.date() - since.date()).days + 1):
        day = since.date() + dt.timedelta(days=ahead)
        if day.weekday() in window.weekdays:
            start = dt.datetime.combine(day, window.opens)
            yield start, dt.datetime.combine(day, window.closes) + lasts


def _days(text: str | None) -> frozenset[int] | None:
    """Read ``mo-fr,su``; no text is every day."""
    if text is None:
        return EVERY_DAY
    days: set[int] = set()
    for part in text.replace(" ", "").split(","):
        ends = part.split("-")
        if len(ends) > 2 or not set(ends) <= set(_DAYS):
            return None
        first, last = _DAYS.index(ends[0]), _DAYS.index(ends[-1])
        days |= {(first + k) % 7 for k in range((last - first) % 7 + 1)}
    return frozenset(days)


def _spans(text: str) -> list[tuple[dt.time, dt.time]] | None:
    """Read ``07:00-09:00,16:00-18:30``."""
    spans = []
    for part in text.split(","):
        found = _SPAN.fullmatch(part.strip())
        if found is None:
            return None
        hours = [int(number) for number in found.groups()]
        if hours[0] > 24 or hours[2] > 24 or hours[1] > 59 or hours[3] > 59:
            return None
        spans.append((dt.time(hours[0] % 24, hours[1]), dt.time(hours[2] % 24, hours[3])))
    return spans
