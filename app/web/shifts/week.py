"""The week: who walks when, what is overdue, what still needs somebody."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.queries.scope import Action, can, own_patrol
from app.queries.shifts import Overdue, PatrolLine, list_rhythms, overdue_patrols, patrol_lines
from app.web.asking import Asked, asked_about
from app.web.context import settings
from app.web.shifts.blueprint import WEEK, asked_week, look_until, shifts

SIX_DAYS = dt.timedelta(days=6)


@dataclass(frozen=True)
class Block:
    """A shift of a day with its patrols."""

    shift_id: int
    name: str
    starts_at: dt.datetime
    ends_at: dt.datetime
    lines: Sequence[PatrolLine]


@dataclass(frozen=True)
class Day:
    """A day of the week with its shifts."""

    on: dt.date
    blocks: Sequence[Block]

    @property
    def gaps(self) -> int:
        """How many patrols of the day still need somebody."""
        return sum(line.is_gap for block in self.blocks for line in block.lines)


@shifts.get("")
def show_week(code: str) -> ResponseReturnValue:
    """Show who walks when in a week."""
    with asked_about(code) as asked:
        monday = asked_week(asked)
        look_until(asked, monday + SIX_DAYS + WEEK)
        may = can(asked.viewer, Action.PLAN)
        return render_template(
            "shifts/week.html",
            community=asked.community,
            days=_days(asked, monday),
            monday=monday,
            sunday=monday + SIX_DAYS,
            before=monday - WEEK,
            after=monday + WEEK,
            today=asked.at.date(),
            mine=_mine_only(),
            may=may,
            overdue=_overdue(asked),
            next_gaps=_gaps_of_next_week(asked) if may else 0,
            has_rhythms=bool(list_rhythms(asked.session, asked.viewer, asked.community)),
        )


def _overdue(asked: Asked) -> Sequence[Overdue]:
    patience = dt.timedelta(minutes=settings().wangge_overdue_minutes)
    return overdue_patrols(
        asked.session, asked.viewer, asked.community, at=asked.at, patience=patience
    )


def _mine_only() -> bool:
    return request.args.get("mine") == "1"


def _days(asked: Asked, monday: dt.date) -> list[Day]:
    """Read a week by days and shifts."""
    which = [own_patrol(asked.viewer)] if _mine_only() else []
    lines = patrol_lines(
        asked.session, asked.viewer, asked.community, asked.at.tzinfo or dt.UTC, *which,
        first=monday, last=monday + SIX_DAYS,
    )  # fmt: skip
    by_day = {on: list(rest) for on, rest in groupby(lines, key=lambda line: line.on)}
    days = [monday + dt.timedelta(days=number) for number in range(7)]
    return [Day(on, _blocks(by_day.get(on, []))) for on in days]


def _blocks(lines: Sequence[PatrolLine]) -> list[Block]:
    """Put the patrols of a day together by shift."""
    blocks = []
    for shift_id, rest in groupby(lines, key=lambda line: line.shift_id):
        own = list(rest)
        first = own[0]
        blocks.append(Block(shift_id, first.shift_name, first.starts_at, first.ends_at, own))
    return blocks


def _gaps_of_next_week(asked: Asked) -> int:
    """Count what is uncovered in the week after the present one."""
    today = asked.at.date()
    monday = today - dt.timedelta(days=today.weekday()) + WEEK
    lines = patrol_lines(
        asked.session, asked.viewer, asked.community, asked.at.tzinfo or dt.UTC,
        first=monday, last=monday + SIX_DAYS,
    )  # fmt: skip
    return sum(line.is_gap for line in lines)
