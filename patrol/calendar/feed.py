"""Shifts as an iCalendar that phones and computers subscribe to (RFC 5545)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

PRODUCT = "-//Wangge//Patrol shifts//ZH"
REFRESH = dt.timedelta(hours=1)
"""How often a calendar may ask again."""


@dataclass(frozen=True)
class Entry:
    """One shift in somebody's calendar.

    Attributes
    ----------
    uid : str
        Stays the same as long as the shift is the same, whatever changes about it.
    summary, description, place : str
        Plain text, in the reader's language.
    starts_at, ends_at : datetime.datetime
        Aware.
    changed_at : datetime.datetime
        When it last changed, aware.
    sequence : int
        Grows with every change.
    cancelled : bool
        Called off: it is sent all the same, so that calendars strike it out.
    """

    uid: str
    summary: str
    description: str
    place: str
    starts_at: dt.datetime
    ends_at: dt.datetime
    changed_at: dt.datetime
    sequence: int = 0
    cancelled: bool = False


def render_calendar(name: str, entries: Iterable[Entry], zone: ZoneInfo) -> bytes:
    """Write a calendar.

    Parameters
    ----------
    name : str
        As the subscriber's list of calendars shows it.
    entries : iterable of Entry
    zone : ZoneInfo
        In which times are told; its rules are part of the calendar.

    Returns
    -------
    bytes
        UTF-8, lines folded at 75 octets and ended by CRLF.
    """
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("name", name)
    calendar.add("x-wr-timezone", zone.key)
    calendar.add("refresh-interval", REFRESH, parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    for entry in entries:
        calendar.add_component(_event(entry, zone))
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _event(entry: Entry, zone: ZoneInfo) -> Event:
    """Write one shift."""
    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", entry.changed_at.astimezone(dt.UTC))
    event.add("last-modified", entry.changed_at.astimezone(dt.UTC))
    event.add("sequence", entry.sequence)
    event.add("dtstart", entry.starts_at.astimezone(zone))
    event.add("dtend", entry.ends_at.astimezone(zone))
    event.add("summary", entry.summary)
    event.add("description", entry.description)
    event.add("location", entry.place)
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if entry.cancelled else "OPAQUE")
    return event
