"""A trial of the clock: when something is due that is filed at some moment."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from flask import request

from app.models import TimeUnit
from app.services.issues.catalogue.entry import MOST_AMOUNT
from app.services.issues.clock import WorkingTime
from app.services.issues.clock.reading import started
from geodata.errors import InputRefused


@dataclass(frozen=True)
class Trial:
    """What is tried, and what comes of it; no deadline where it makes no sense."""

    start: str
    amount: str
    unit: TimeUnit
    warn_at: dt.datetime | None = None
    due_at: dt.datetime | None = None


def asked_trial(time: WorkingTime, at: dt.datetime) -> Trial:
    """Try what the address asks for; by default three working days from now.

    Parameters
    ----------
    time : WorkingTime
    at : datetime.datetime
        Now, in the zone of the place.
    """
    start = request.args.get("start", f"{at:%Y-%m-%dT%H:%M}")[:16]
    amount = request.args.get("amount", "3")[:8]
    units = {unit.value: unit for unit in TimeUnit}
    unit = units.get(request.args.get("unit", ""), TimeUnit.WORKING_DAYS)
    tried = Trial(start, amount, unit)
    try:
        begins = dt.datetime.fromisoformat(start).replace(tzinfo=time.zone)
        reading = started(time, begins, _sane(float(amount), unit), unit)
    except (ValueError, OverflowError, InputRefused):
        return tried
    return Trial(start, amount, unit, reading.warn_at, reading.due_at)


def _sane(amount: float, unit: TimeUnit) -> float:
    """Refuse what no category could have."""
    if not 0 < amount <= MOST_AMOUNT[unit]:
        raise ValueError
    return amount
