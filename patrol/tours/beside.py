"""A search in a process beside this one: waited for, or ended when nobody wants it any more."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterable
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Any, Generic, TypeVar

from patrol.tours.effort import Effort

Result = TypeVar("Result")

BEGIN_S = 0.8
"""A process needs so long to begin and to hand over what it has."""

_LATE_S = 0.3

_ASK_EVERY_S = 0.1


class Beside(Generic[Result]):
    """A function at work in a process of its own; leaving the context ends it.

    Parameters
    ----------
    function : callable
        Of a module that can be imported by name. It gives one result after the other, each better
        than the one before; a fault ends it.
    *given : object
        What it is called with; can be pickled.
    **named : object
        Likewise.
    """

    def __init__(
        self, function: Callable[..., Iterable[Result]], *given: Any, **named: Any
    ) -> None:
        # A forked process would share the locks and connections of this one.
        context = multiprocessing.get_context("spawn")
        self._best: Result | None = None
        self._mine, theirs = context.Pipe(duplex=False)
        self._process = context.Process(
            target=_send, args=(theirs, function, given, named), daemon=True
        )
        self._process.start()
        theirs.close()

    def __enter__(self) -> Beside[Result]:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.kill()
        self._process.join()
        self._mine.close()

    def awaited(self, effort: Effort) -> Result | None:
        """Wait until the function has ended, at most a moment longer than the time that is left.

        Parameters
        ----------
        effort : Effort
            Its end, or its listener's word, ends the waiting.

        Returns
        -------
        object or None
            The last result that came in time.
        """
        while self._heard(_ASK_EVERY_S):
            if not effort.go_on():
                self._heard(_LATE_S if effort.left_s <= 0 else 0.0)
                break
        return self._best

    def _heard(self, wait_s: float) -> bool:
        """Take what has come; False where no more will."""
        try:
            while self._mine.poll(wait_s):
                self._best, wait_s = self._mine.recv(), 0.0
        except EOFError:
            return False
        return True


def _send(
    line: Connection,
    function: Callable[..., Iterable[Any]],
    given: tuple[Any, ...],
    named: dict[str, Any],
) -> None:
    for found in function(*given, **named):
        line.send(found)
