"""One task in a process beside this one: waited for, or ended when nobody wants it any more."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Any, Generic, TypeVar

Result = TypeVar("Result")


class Beside(Generic[Result]):
    """A function at work in a process of its own; leaving the context ends it.

    Parameters
    ----------
    function : callable
        Of a module that can be imported by name; a fault of it is no result.
    *given : object
        What it is called with; can be pickled.
    **named : object
        Likewise.
    """

    def __init__(self, function: Callable[..., Result], *given: Any, **named: Any) -> None:
        # A forked process would share the locks and connections of this one.
        context = multiprocessing.get_context("spawn")
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

    def ready(self, wait_s: float) -> bool:
        """Wait until the process has ended or has its result.

        Parameters
        ----------
        wait_s : float
            Seconds at most.

        Returns
        -------
        bool
        """
        return self._mine.poll(max(wait_s, 0.0))

    def result(self) -> Result | None:
        """Give what the function returned; None where it has not, or failed.

        Returns
        -------
        object or None
        """
        with suppress(EOFError):
            if self._mine.poll():
                found: Result = self._mine.recv()
                return found
        return None


def _send(
    line: Connection, function: Callable[..., Any], given: tuple[Any, ...], named: dict[str, Any]
) -> None:
    line.send(function(*given, **named))
