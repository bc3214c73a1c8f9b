"""What the worker does beside its jobs, every few moments, however long a job takes."""

from __future__ import annotations

import datetime as dt
import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.database import Store
from app.jobs.courier import carrier_of
from app.services.issues import erase_reporters, escalate_overdue
from app.services.issues.notices import deliver_next, forget_old, tell_late
from app.services.patrols.record import forget_sources
from app.services.patrols.shifts import keep_all_time, make_next_shifts
from app.services.summaries import ask_for_due
from app.settings import Settings

NAP_S = 2.0
ROUND = dt.timedelta(minutes=1)
"""How often those chores are done that look at the clock."""
HOUR = dt.timedelta(hours=1)
"""How often coming shifts are made."""
CHORE_LOCK = 0x57414E43
MOST_A_NAP = 50
LEAVE_S = 5.0

log = logging.getLogger(__name__)


class Chores:
    """Sends what waits, tells of what is late, opens and misses patrols, erases what is old.

    Parameters
    ----------
    store : Store
    settings : Settings
    clock : callable
        Gives the aware time.
    """

    def __init__(self, store: Store, settings: Settings, clock: Callable[[], dt.datetime]) -> None:
        self._store = store
        self._carry = carrier_of(settings)
        self._erase_days = settings.wangge_erase_days
        self._zone = ZoneInfo(settings.wangge_timezone)
        self._clock = clock
        self._next_round = self._next_hour = dt.datetime.min.replace(tzinfo=dt.UTC)

    def do(self) -> None:
        """Do all that is to be done now."""
        if self._now() >= self._next_round:
            self._next_round = self._now() + ROUND
            self._look_at_clock()
        for _ in range(MOST_A_NAP):
            with self._store.transaction() as session:
                if not deliver_next(session, self._carry, at=self._now()):
                    return

    def _look_at_clock(self) -> None:
        """Do what is done once a minute, by one worker of many."""
        with self._store.transaction() as session:
            if session.scalar(select(func.pg_try_advisory_xact_lock(CHORE_LOCK))):
                tell_late(session, at=self._now())
                escalate_overdue(session, at=self._now())
                forget_old(session, at=self._now())
                ask_for_due(session, at=self._now())
                erase_reporters(session, days=self._erase_days, at=self._now())
                self._keep_shifts(session)

    def _keep_shifts(self, session: Session) -> None:
        """Open and miss patrols; once an hour make what comes, and forget whence lanes came."""
        if self._now() >= self._next_hour:
            self._next_hour = self._now() + HOUR
            make_next_shifts(session, at=self._now())
            forget_sources(session, at=self._now())
        keep_all_time(session, at=self._now())

    def _now(self) -> dt.datetime:
        """Give the time in the zone of the place, whose day says who is on duty."""
        return self._clock().astimezone(self._zone)


@contextmanager
def done_beside(chores: Chores) -> Iterator[Callable[[], bool]]:
    """Do chores in a thread of their own, until the block ends.

    Parameters
    ----------
    chores : Chores

    Yields
    ------
    callable
        Tells whether they are still done: a fault of ours ends them, and should end the worker.
    """
    enough = threading.Event()

    def go_on() -> None:
        while not enough.wait(NAP_S):
            chores.do()

    thread = threading.Thread(target=go_on, name="chores", daemon=True)
    thread.start()
    try:
        yield thread.is_alive
    finally:
        enough.set()
        thread.join(LEAVE_S)
