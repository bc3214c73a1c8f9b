"""The life of one issue, told as a list of its moves."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from numpy.random import Generator

from demo.records.kinds import Kind
from demo.records.steps import Step, Story

_CHANNELS = {"plate": 0.36, "patrol": 0.36, "hotline": 0.14, "staff": 0.09, "superior": 0.05}
_REPORTERS = {"patrol": "steward", "staff": "secretary", "superior": "secretary"}
_PUBLIC = ("plate", "hotline")
_WORDS = (
    (5, "很快就来人处理了，满意。"),
    (5, "处理及时，态度很好。"),
    (4, "解决了，就是等了几天。"),
    (4, "基本满意。"),
    (3, "处理了，希望以后少发生。"),
    (2, "拖得有点久。"),
)
_WEEK = 7 / 5
"""Calendar days for a working day, on average."""

AT_WORK = ("filed", "dispatched", "handling")
"""States in which the clock runs."""


@dataclass
class Teller:
    """Tells stories that end before now.

    Attributes
    ----------
    now : datetime
        The end of all stories, aware UTC.
    rng : Generator
        Chooses hours and turns.
    divided : bool
        Whether there are grid administrators beside the secretary: who handles something on the
        spot cannot verify it.
    """

    now: dt.datetime
    rng: Generator
    divided: bool = True

    def tell(
        self, status: str, kind: Kind, *, age: str = "fresh", begin: dt.datetime | None = None
    ) -> Story:
        """Tell a story that leads to a state.

        Parameters
        ----------
        status : str
            State at the end.
        kind : dict
            With ``days`` (limit for handling, working days), ``done`` (what the handler writes),
            ``handler`` (``property``, ``city`` or ``steward``).
        age : str
            Of one at work: ``fresh``, ``soon`` (it falls due next), ``overdue``.
        begin : datetime, optional
            When it was reported, about; else chosen so that the story fits.

        Returns
        -------
        Story
        """
        channel = str(self.rng.choice(list(_CHANNELS), p=list(_CHANNELS.values())))
        at = self._by_day(begin) if begin else self._begin(status, kind["days"], age)
        steps = [Step("report", at, _REPORTERS.get(channel, "resident"))]
        self._outcome(status)(steps, kind)
        return Story(channel, steps)

    def doubled(self, story: Story) -> Story | None:
        """Tell how somebody else reported the same, and it was merged.

        Parameters
        ----------
        story : Story
            Of the one that goes on for both.

        Returns
        -------
        Story or None
            None where it is too late for another report.
        """
        again = self._by_day(story.reported_at + dt.timedelta(hours=float(self.rng.uniform(1, 6))))
        last = story.closed_at or self.now
        if again >= last - dt.timedelta(hours=3):
            return None
        steps = [Step("report", again, "resident")]
        self._push(steps, "merge", 1.5, "steward", "与先前上报的为同一事件，并案处理。")
        return Story("plate", steps)

    def _outcome(self, status: str) -> Callable[[list[Step], Kind], None]:
        return {
            "reported": self._wait,
            "filed": self._file,
            "dispatched": self._dispatch,
            "handling": self._handle,
            "suspended": self._suspend,
            "resolved": self._resolve,
            "verified": self._verify,
            "closed": self._close,
            "evaluated": self._evaluate,
            "rejected": self._reject,
            "void": self._void,
        }[status]

    def _begin(self, status: str, days: float, age: str) -> dt.datetime:
        """Choose when it was reported, so that the story fits between then and now."""
        limit = days * _WEEK * 24
        if age == "overdue":
            low, high = limit + 96, limit + 24 * 12
        elif age == "soon":
            low, high = limit * 0.86, limit * 0.93
        elif status in ("closed", "evaluated", "rejected", "void"):
            low, high = min(limit * 1.4 + 110, 24 * 46), 24 * 89
        elif status == "reported":
            low, high = 2, 13
        elif status == "suspended":
            low, high = 60, 24 * 12
        else:
            low, high = 6, max(14, min(days * 24 * 0.6, 24 * 5))
        return self._by_day(self.now - dt.timedelta(hours=float(self.rng.uniform(low, high))))

    def _by_day(self, at: dt.datetime) -> dt.datetime:
        """Move a time between 21:30 and 07:00 in China to the morning after."""
        local = (at.hour + 8) % 24 + at.minute / 60
        night = (local - 21.5) % 24
        if night < 9.5:
            at += dt.timedelta(hours=9.5 - night + float(self.rng.uniform(0.0, 3.0)))
        return at.replace(second=0, microsecond=0)

    def _push(
        self, steps: list[Step], verb: str, hours: float, by: str, note: str = "", **facts: Any
    ) -> None:
        """Add a move some hours after the last one, by day, and never in the future."""
        last = steps[-1].at
        at = max(self._by_day(last + dt.timedelta(hours=hours)), last + dt.timedelta(minutes=1))
        if at >= self.now:
            at = last + (self.now - last) / 2
        steps.append(Step(verb, at, by, note, facts))

    def _wait(self, steps: list[Step], _kind: Kind) -> None:
        """Leave it as it was reported."""

    def _file(self, steps: list[Step], _kind: Kind) -> None:
        public = steps[0].by == "resident"
        if public and self.rng.random() < 0.6:
            self._push(steps, "confirm", float(self.rng.uniform(0.4, 3.0)), "steward", "情况属实。")
        hours = float(self.rng.uniform(0.3, 2.5))
        self._push(
            steps, "file", hours, "steward", "现场核实，予以立案。" if public else "予以立案。"
        )

    def _dispatch(self, steps: list[Step], kind: Kind) -> None:
        self._file(steps, kind)
        self._give(steps, kind["handler"])
        if kind["handler"] == "city" and self.rng.random() < 0.12:
            self._push(steps, "return", 2.0, "city", "此处属小区内部，应由物业处理，退回。")
            self._give(steps, "property")

    def _give(self, steps: list[Step], to: str) -> None:
        self._push(steps, "dispatch", float(self.rng.uniform(0.2, 2.0)), "steward", to=to)

    def _handle(self, steps: list[Step], kind: Kind) -> None:
        self._dispatch(steps, kind)
        self._push(steps, "handle", float(self.rng.uniform(0.5, 4)), _holder(steps), "已安排人员。")

    def _suspend(self, steps: list[Step], kind: Kind) -> None:
        self._dispatch(steps, kind)
        self._push(steps, "suspend", 4.0, "steward", "需等待维修资金审批，挂账。")

    def _resolve(self, steps: list[Step], kind: Kind) -> None:
        """Let it be handled: mostly in time, some on the spot, a few after more time."""
        found = steps[0].by == "steward" and kind["at"] == "street" and kind["days"] <= 3
        if found and self.divided and self.rng.random() < 0.5:
            self._push(
                steps, "handle on the spot", 0.2, "steward", f"巡查时当场处理：{kind['done']}"
            )
            return
        (self._handle if self.rng.random() < 0.6 else self._dispatch)(steps, kind)
        limit = kind["days"] * 24 * (_WEEK if kind["days"] >= 1 else 1)
        old = steps[0].at < self.now - dt.timedelta(hours=limit * 1.4 + 100)
        if old and kind["days"] >= 2 and self.rng.random() < 0.1:
            self._push(steps, "extend", limit * 0.4, "steward", "材料采购中，同意延时。", days=3)
        hours = limit * 1.15 * float(self.rng.beta(2.0, 2.4))
        left = (self.now - steps[-1].at).total_seconds() / 3600
        self._push(steps, "resolve", min(hours, left * 0.6), _holder(steps), kind["done"])

    def _verify(self, steps: list[Step], kind: Kind) -> None:
        self._resolve(steps, kind)
        old = steps[-1].at < self.now - dt.timedelta(days=4)
        if old and steps[-1].verb == "resolve" and self.rng.random() < 0.1:
            self._push(steps, "rework", 5.0, _verifier(steps), "现场复查未达要求，退回返工。")
            self._push(steps, "resolve", 14.0, _holder(steps), f"返工完成。{kind['done']}")
        hours = float(self.rng.uniform(1, 8))
        self._push(steps, "verify", hours, _verifier(steps), "现场核查属实。")

    def _close(self, steps: list[Step], kind: Kind) -> None:
        self._verify(steps, kind)
        self._push(steps, "close", float(self.rng.uniform(0.3, 3)), "secretary", "结案。")

    def _evaluate(self, steps: list[Step], kind: Kind) -> None:
        self._close(steps, kind)
        score, words = _WORDS[int(self.rng.integers(len(_WORDS)))]
        by = "resident" if steps[0].by == "resident" and self.rng.random() < 0.7 else "leader"
        self._push(steps, "evaluate", float(self.rng.uniform(2, 20)), by, words, score=score)

    def _reject(self, steps: list[Step], _kind: Kind) -> None:
        self._push(steps, "reject", 5.0, "steward", "不属于社区受理范围，已告知反映渠道。")

    def _void(self, steps: list[Step], kind: Kind) -> None:
        self._file(steps, kind)
        self._push(steps, "void", 3.0, "steward", "上报人来电：问题已自行解决，撤回。")


def _holder(steps: list[Step]) -> str:
    """Give who has it: whoever it was given to last."""
    return next(str(s.facts["to"]) for s in reversed(steps) if s.verb == "dispatch")


def _verifier(steps: list[Step]) -> str:
    """Give somebody who sees the place and did not handle it."""
    handled = [s.by for s in steps if s.verb in ("resolve", "handle on the spot")]
    return "secretary" if "steward" in handled[-1:] else "steward"
