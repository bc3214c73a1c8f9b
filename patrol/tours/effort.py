"""How much a search may spend, and whom it tells how far it is."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace

Tell = Callable[[float, str], bool]
"""Takes the share done, from 0 to 1, and what is being done; False ends with the best so far."""

_TOLD_EVERY_S = 0.1


@dataclass(frozen=True)
class Effort:
    """How long, how lucky and on how many cores a search works.

    A search that ends for want of improvement before its time is up gives the same result for
    the same seed on every machine; one that runs out of time gives its best so far, which
    depends on how fast the machine is.

    Attributes
    ----------
    time_limit_s : float
        Seconds at most.
    seed : int
        Of all random choices.
    idle : int or None
        Ends a search after so many steps without improvement; None uses all the time.
    cores : int
        Processes that search side by side, each with a seed of its own.
    tell : callable or None
        Told the share done; its False ends the search.
    begun_s : float
        Reading of the stop watch at the beginning.
    """

    time_limit_s: float
    seed: int = 0
    idle: int | None = None
    cores: int = 1
    tell: Tell | None = None
    begun_s: float = field(default_factory=time.perf_counter)

    @property
    def left_s(self) -> float:
        """Seconds left, not below zero."""
        return max(self.begun_s + self.time_limit_s - time.perf_counter(), 0.0)

    def part(self, seconds: float, *, seed: int | None = None) -> Effort:
        """Give an effort for a part of the work, within what is left.

        Parameters
        ----------
        seconds : float
            At most so long from now.
        seed : int, optional
            Another seed.

        Returns
        -------
        Effort
            It tells the same listener, with the share of the whole.
        """
        return replace(
            self,
            time_limit_s=min(seconds, self.left_s),
            seed=self.seed if seed is None else seed,
            tell=self._whole_share if self.tell else None,
            begun_s=time.perf_counter(),
        )

    def _whole_share(self, _share: float, what: str) -> bool:
        return self.go_on(what)

    def go_on(self, what: str = "") -> bool:
        """Tell how far the work is and ask whether to go on.

        Parameters
        ----------
        what : str
            What is being done.

        Returns
        -------
        bool
            False when the time is up or the listener has had enough.
        """
        left_s = self.left_s
        done = 1.0 if self.time_limit_s <= 0 else 1.0 - left_s / self.time_limit_s
        return (self.tell is None or self.tell(min(done, 1.0), what)) and left_s > 0


class StopWatch:
    """A stopping rule for the solver: time up, nothing found for long, goal met, told to stop.

    Parameters
    ----------
    effort : Effort
        What may be spent.
    first_found : bool
        Whether any solution that keeps all limits is enough.
    most_cost : float
        What a solution that keeps all limits costs at most; the solver gives a larger number
        as long as it has none.
    """

    def __init__(self, effort: Effort, *, first_found: bool, most_cost: float) -> None:
        self._effort = effort
        self._enough = most_cost if first_found else -1.0
        self._best = float("inf")
        self._idle = 0
        self._asked_s = float("-inf")

    def __call__(self, best_cost: float) -> bool:
        """Say whether to stop, before each step of the solver."""
        self._idle = 0 if best_cost < self._best else self._idle + 1
        self._best = min(self._best, best_cost)
        if best_cost <= self._enough:
            return True
        if self._effort.idle is not None and self._idle > self._effort.idle:
            return True
        now = time.perf_counter()
        if now - self._asked_s < _TOLD_EVERY_S and self._effort.left_s > 0:
            return False
        self._asked_s = now
        return not self._effort.go_on()
