"""The life of one issue, told as a list of its moves."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from numpy.random import Generator

Step = tuple[str, dt.datetime, str]
"""A verb of the glossary, when, and the note that was written."""


@dataclass(frozen=True)
class Story:
    """How an issue went.

    Attributes
    ----------
    status : str
        State in which it stands now.
    reported_at : datetime
        When it began, aware UTC.
    due_at : datetime or None
        When it falls due; none where it was never filed.
    steps : list of Step
        Moves in the order of time, the first is its report.
    """

    status: str
    reported_at: dt.datetime
    due_at: dt.datetime | None
    steps: list[Step]

    @property
    def closed_at(self) -> dt.datetime | None:
        """When it ended; none while it is open."""
        ended = self.status in ("closed", "rejected", "void")
        return self.steps[-1][1] if ended else None


@dataclass
class Teller:
    """Tells stories that end before now.

    Attributes
    ----------
    now : datetime
        The end of all stories, aware UTC.
    rng : Generator
        Chooses hours and turns.
    """

    now: dt.datetime
    rng: Generator

    def tell(self, status: str, days: int, done: str, *, overdue: bool = False) -> Story:
        """Tell a story that leads to a state.

        Parameters
        ----------
        status : str
            State at the end.
        days : int
            Limit for handling, days.
        done : str
            Note of the handler when it is resolved.
        overdue : bool
            The limit has passed and the issue is still open.

        Returns
        -------
        Story
        """
        begin = self._begin(status, days, overdue=overdue)
        steps: list[Step] = [("report", begin, "")]
        self._outcome(status)(steps, days, done)
        if overdue:
            self._push(steps, "escalate", days * 24 + 6.0, "已超时限，社区督办。", since=begin)
        filed = next((at for verb, at, _ in steps if verb == "file"), None)
        due = filed + dt.timedelta(days=days * self._extended(steps)) if filed else None
        return Story(status, begin, due, steps)

    def _outcome(self, status: str) -> Callable[[list[Step], int, str], None]:
        return {
            "reported": self._wait,
            "filed": self._file,
            "dispatched": self._dispatch,
            "suspended": self._suspend,
            "resolved": self._resolve,
            "closed": self._close,
            "rejected": self._reject,
            "void": self._void,
        }[status]

    def _begin(self, status: str, days: int, *, overdue: bool) -> dt.datetime:
        """Choose when it was reported, so that the story fits between then and now."""
        if overdue:
            low, high = days * 24 + 36, days * 24 + 24 * 9
        elif status in ("closed", "rejected", "void"):
            low, high = min(days * 36 + 96, 24 * 40), 24 * 89
        elif status == "reported":
            low, high = 2, 13
        else:
            low, high = 12, 22 + (days - 1) * 18
        return self._by_day(self.now - dt.timedelta(hours=float(self.rng.uniform(low, high))))

    def _by_day(self, at: dt.datetime) -> dt.datetime:
        """Move a time between 21:30 and 07:00 in China to the morning after."""
        local = (at.hour + 8) % 24 + at.minute / 60
        night = (local - 21.5) % 24
        if night < 9.5:
            at += dt.timedelta(hours=9.5 - night + float(self.rng.uniform(0.0, 3.0)))
        return at.replace(second=0, microsecond=0)

    def _push(
        self,
        steps: list[Step],
        verb: str,
        hours: float,
        note: str,
        since: dt.datetime | None = None,
    ) -> None:
        """Add a move some hours after the last one, by day, and never in the future."""
        last = steps[-1][1]
        at = max(self._by_day((since or last) + dt.timedelta(hours=hours)), last)
        if at >= self.now:
            at = last + (self.now - last) / 2
        steps.append((verb, at, note))

    def _wait(self, steps: list[Step], days: int, done: str) -> None:
        """Leave it as it was reported."""

    def _file(self, steps: list[Step], days: int, done: str) -> None:
        self._push(steps, "file", float(self.rng.uniform(0.5, 5.0)), "现场核实，予以立案。")

    def _dispatch(self, steps: list[Step], days: int, done: str) -> None:
        self._file(steps, days, done)
        self._push(steps, "dispatch", float(self.rng.uniform(0.3, 3.0)), "派遣处置单位。")

    def _suspend(self, steps: list[Step], days: int, done: str) -> None:
        self._dispatch(steps, days, done)
        self._push(steps, "suspend", 4.0, "需等待维修资金审批，挂账。")

    def _resolve(self, steps: list[Step], days: int, done: str) -> None:
        self._dispatch(steps, days, done)
        if steps[0][1] < self.now - dt.timedelta(hours=days * 36 + 95) and self.rng.random() < 0.12:
            self._push(steps, "extend", days * 16.0, "材料采购中，申请延时。")
        share = float(self.rng.beta(2.0, 2.2)) * 1.1
        hours = min(days * 24 * share, (self.now - steps[-1][1]).total_seconds() / 3600 * 0.7)
        self._push(steps, "resolve", hours, done)

    def _close(self, steps: list[Step], days: int, done: str) -> None:
        self._resolve(steps, days, done)
        if self.rng.random() < 0.1:
            self._push(steps, "return", 14.0, "现场复查未达要求，退回返工。")
            self._push(steps, "resolve", 20.0, f"返工完成。{done}")
        self._push(steps, "verify", float(self.rng.uniform(1, 8)), "现场核查属实。")
        self._push(steps, "close", 0.4, "结案。")

    def _reject(self, steps: list[Step], days: int, done: str) -> None:
        self._push(steps, "reject", 5.0, "不属于社区受理范围，已告知反映渠道。")

    def _void(self, steps: list[Step], days: int, done: str) -> None:
        self._file(steps, days, done)
        self._push(steps, "void", 3.0, "重复上报，作废。")

    def _extended(self, steps: list[Step]) -> float:
        return 1.5 if any(verb == "extend" for verb, _, _ in steps) else 1.0
