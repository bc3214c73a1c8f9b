"""Starting, stopping and extending the clock of a stored issue."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.orm import Session

from app.models import Issue, TimeUnit
from app.services.issues.clock.calendar import working_time
from app.services.issues.clock.limits import find_limit
from app.services.issues.clock.reading import Reading, extended, resumed, started, stopped
from geodata.errors import N_, InputRefused


def start_clock(session: Session, issue: Issue, at: dt.datetime) -> None:
    """Start the clock of an issue anew, by the limit of its category, condition and region.

    Parameters
    ----------
    session : Session
    issue : Issue
        Filed, or filed again. Without a limit that fits it gets no deadline.
    at : datetime.datetime
        From when it runs, aware.
    """
    limit = find_limit(session, issue)
    if limit is None:
        _write(issue, None)
        return
    time = working_time(session, issue.community_id)
    _write(issue, started(time, at, limit.amount, limit.unit))


def stop_clock(session: Session, issue: Issue, at: dt.datetime) -> None:
    """Stop the clock of an issue that is suspended: ``left_s`` keeps what was left.

    Parameters
    ----------
    session : Session
    issue : Issue
    at : datetime.datetime
        Aware.
    """
    reading = _read(issue)
    if reading is not None:
        _write(issue, stopped(working_time(session, issue.community_id), reading, at))


def resume_clock(session: Session, issue: Issue, at: dt.datetime) -> None:
    """Let the clock of an issue go on: after it was suspended, or sent back as not done.

    While somebody had to verify it, the clock did not run against the handler: what was left
    when it was resolved is left again.

    Parameters
    ----------
    session : Session
    issue : Issue
        ``resolved_at`` still set where it comes back from verification.
    at : datetime.datetime
        Aware.
    """
    reading = _read(issue)
    if reading is None:
        return
    time = working_time(session, issue.community_id)
    if issue.resolved_at is not None:
        reading = stopped(time, reading, issue.resolved_at)
    _write(issue, resumed(time, reading, at))


def extend_clock(session: Session, issue: Issue, until: dt.datetime, at: dt.datetime) -> None:
    """Give an issue until a later moment; one without a deadline gets its first.

    Parameters
    ----------
    session : Session
    issue : Issue
        Its clock runs.
    until : datetime.datetime
        Aware.
    at : datetime.datetime
        Now, aware.

    Raises
    ------
    InputRefused
        If ``until`` is past, or no later than the deadline that holds.
    """
    if until <= at:
        raise InputRefused(N_("The new deadline is past already. Choose a later moment."))
    if issue.due_at is not None and until <= issue.due_at:
        raise InputRefused(N_("The new deadline is no later than the one that holds."))
    time = working_time(session, issue.community_id)
    began = Reading(TimeUnit.WORKING_HOURS, 0, due_at=issue.filed_at or at)
    _write(issue, extended(time, _read(issue) or began, until, at))


def _read(issue: Issue) -> Reading | None:
    """Read the clock of an issue; None where it has none."""
    if issue.allowed_s is None:
        return None
    unit = issue.time_unit or TimeUnit.WORKING_HOURS
    return Reading(unit, issue.allowed_s, issue.warn_at, issue.due_at, issue.left_s)


def _write(issue: Issue, reading: Reading | None) -> None:
    """Write what a clock shows into its issue."""
    issue.time_unit = reading.unit if reading else None
    issue.allowed_s = reading.allowed_s if reading else None
    issue.warn_at = reading.warn_at if reading else None
    issue.due_at = reading.due_at if reading else None
    issue.left_s = reading.left_s if reading else None
