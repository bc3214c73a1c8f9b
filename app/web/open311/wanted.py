"""What a program says of the requests that it wants: ids, services, days, state, page."""

from __future__ import annotations

import datetime as dt

from app.queries.open311 import PART_MOST, Wanted, parse_number
from app.web.open311.calling import sent
from geodata.errors import N_, InputRefused

LONGEST = dt.timedelta(days=90)
PAGES_MOST = 1000
_YEARS = range(1970, 2200)


def read_wanted(at: dt.datetime) -> Wanted:
    """Read which requests are asked for.

    Parameters
    ----------
    at : datetime.datetime
        Now, aware.

    Raises
    ------
    InputRefused
        If a parameter makes no sense.
    NotFound
        If an id can be none of ours.
    """
    ids = tuple(parse_number(text) for text in _listed("service_request_id"))
    if len(ids) > PART_MOST:
        raise InputRefused(N_("At most 1000 service_request_id go into one call."))
    since, until = _period(at)
    return Wanted(
        ids=ids,
        codes=tuple(_listed("service_code")),
        is_open=_status(),
        since=since,
        until=until,
        page=_number("page", 1, PAGES_MOST),
        page_size=_number("page_size", PART_MOST, PART_MOST),
    )


def _listed(name: str) -> list[str]:
    """Read a parameter that may have several values with commas between."""
    return [text.strip() for text in sent(name).split(",") if text.strip()]


def _period(at: dt.datetime) -> tuple[dt.datetime, dt.datetime]:
    """Read the days: the last 90 where none are named, 90 from or to the one that is."""
    since, until = _moment("start_date"), _moment("end_date")
    if since is None:
        until = until or at
        since = until - LONGEST
    elif until is None:
        until = since + LONGEST
    if since > until:
        raise InputRefused(N_("start_date is after end_date."))
    if until - since > LONGEST:
        raise InputRefused(N_("From start_date to end_date there are more than 90 days."))
    return since, until


def _moment(name: str) -> dt.datetime | None:
    """Read a time with its zone."""
    text = sent(name)
    if not text:
        return None
    try:
        at = dt.datetime.fromisoformat(text)
    except ValueError:
        at = None
    if at is None or at.tzinfo is None or at.year not in _YEARS:
        raise InputRefused(
            N_("%(name)s is no time with a zone, such as 2026-11-22T02:00:00Z."), name=name
        )
    return at


def _status() -> bool | None:
    """Read which states are asked for: True for open ones, None for all."""
    states = set(_listed("status"))
    if states - {"open", "closed"}:
        raise InputRefused(N_("The status is open or closed."))
    return states == {"open"} if len(states) == 1 else None


def _number(name: str, usual: int, most: int) -> int:
    """Read a whole number from one to the most."""
    text = sent(name) or str(usual)
    if not (text.isascii() and text.isdigit() and len(text) < 6 and 1 <= int(text) <= most):
        raise InputRefused(N_("%(name)s is a number from 1 to %(most)s."), name=name, most=most)
    return int(text)
