"""Keeping a worker at work: when its process dies, another takes its place."""

from __future__ import annotations

import logging
import subprocess
import time
from collections.abc import Callable

POLL_S = 0.5
GRACE_S = 10.0
"""Seconds that a worker has to leave its job in good order."""
FIRST_PAUSE_S = 0.5
LONGEST_PAUSE_S = 30.0
STEADY_S = 60.0
"""Seconds after which a worker that dies is believed to have met bad luck, not a bad start."""

Start = Callable[[], "subprocess.Popen[bytes]"]

log = logging.getLogger(__name__)


def keep_working(start: Start, wanted: Callable[[], bool]) -> None:
    """Run a worker's process, and a new one whenever it dies.

    Parameters
    ----------
    start : callable
        Starts the process.
    wanted : callable
        Asked twice a second; False ends the worker and returns.

    Raises
    ------
    KeyboardInterrupt
        When told to stop by a signal, after the worker has left.
    """
    pause_s = FIRST_PAUSE_S
    while wanted():
        began = time.monotonic()
        code = _run_one(start, wanted)
        if code is None:
            return
        steady = time.monotonic() - began > STEADY_S
        pause_s = FIRST_PAUSE_S if steady else min(pause_s * 2, LONGEST_PAUSE_S)
        log.warning("The worker of jobs died (%s); the next begins in %.0f s.", code, pause_s)
        time.sleep(pause_s)


def _run_one(start: Start, wanted: Callable[[], bool]) -> int | None:
    """Run one process until it dies by itself (its exit code), or is no longer wanted (None)."""
    process = start()
    try:
        while wanted():
            try:
                return process.wait(POLL_S)
            except subprocess.TimeoutExpired:
                continue
        return None
    finally:
        end(process)


def end(process: subprocess.Popen[bytes]) -> None:
    """Tell a process to leave, and make it leave if it does not.

    Parameters
    ----------
    process : subprocess.Popen
        It may have left already.
    """
    process.terminate()
    try:
        process.wait(GRACE_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
