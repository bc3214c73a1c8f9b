"""Which issues a list, its map and its sheet are about: one filter for all three."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import ColumnElement, Text, any_, false, func, or_
from sqlalchemy.dialects.postgresql import ARRAY

from app.models import RUNNING_STATES, Community, Issue, IssueChannel, IssueState
from app.queries.bounds import Bbox
from app.queries.issues.lights import is_open, overdue
from app.queries.scope import Viewer, own_issue, seen_issue, visible_cells

LONGEST_WORDS = 60
_PAIR = 2
_NUMBER = re.compile(r"(?:\d{6}-)?(\d{1,18})")


class Pile(StrEnum):
    """The piles in which the work lies: the tabs over the list."""

    MINE = "mine"  # Open, and mine to handle.
    CELLS = "cells"  # Open in the cells of a viewer who does not see the whole community.
    OPEN = "open"  # Open anywhere in scope.
    NEW = "new"  # Reported, and not yet taken.
    OVERDUE = "overdue"
    VERIFY = "verify"  # Handled by somebody else, and not yet verified.
    REPORTED = "reported"  # Reported by the viewer, whatever became of it.
    ALL = "all"


class Light(StrEnum):
    """How an issue stands by the clock."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"


_OWN = (Pile.MINE, Pile.CELLS, Pile.REPORTED)
"""Piles that hold nothing beyond a viewer's scope: their own conditions are among its."""


@dataclass(frozen=True)
class IssueFilter:
    """What is looked for; None, False and empty text leave a field open.

    Attributes
    ----------
    pile : Pile
    words : str
        A number, or part of the title, the description, the address or the source's reference.
    category_id, cell_id, building_id, unit_id : int or None
    state : IssueState or None
    light : Light or None
    channel : IssueChannel or None
    since, until : datetime.date or None
        Days of the report, both included.
    doubtful : bool
        Only those whose place is doubtful.
    bbox : Bbox or None
        Only what lies in this window.
    """

    pile: Pile = Pile.ALL
    words: str = ""
    category_id: int | None = None
    cell_id: int | None = None
    building_id: int | None = None
    unit_id: int | None = None
    state: IssueState | None = None
    light: Light | None = None
    channel: IssueChannel | None = None
    since: dt.date | None = None
    until: dt.date | None = None
    doubtful: bool = False
    bbox: Bbox | None = None


def matching(
    viewer: Viewer, community: Community, wanted: IssueFilter, at: dt.datetime
) -> list[ColumnElement[bool]]:
    """Give the conditions of a filter, within the viewer's scope.

    Parameters
    ----------
    viewer : Viewer
    community : Community
    wanted : IssueFilter
    at : datetime.datetime
        Now, aware; days begin in its zone.
    """
    equal = {
        Issue.category_id: wanted.category_id,
        Issue.cell_id: wanted.cell_id,
        Issue.building_id: wanted.building_id,
        Issue.unit_id: wanted.unit_id,
        Issue.state: wanted.state,
        Issue.channel: wanted.channel,
    }
    found = [Issue.community_id == community.id]
    if wanted.pile not in _OWN:
        found.append(seen_issue(viewer))
    found += in_pile(viewer, wanted.pile, at)
    found += [column == value for column, value in equal.items() if value is not None]
    found += _by_words(wanted.words)
    found += _by_time(wanted, at)
    if wanted.doubtful:
        found.append(Issue.place_doubt.is_not(None))
    if wanted.bbox is not None:
        found.append(wanted.bbox.touches(Issue.point))
    return found


def in_pile(viewer: Viewer, pile: Pile, at: dt.datetime) -> list[ColumnElement[bool]]:
    """Give the conditions that an issue lies in a pile of a viewer, scope left aside.

    Parameters
    ----------
    viewer : Viewer
    pile : Pile
    at : datetime.datetime
        Now, aware.
    """
    return _PILES[pile](viewer, at)


def _to_verify(viewer: Viewer, _at: dt.datetime) -> list[ColumnElement[bool]]:
    """Give the conditions of what was handled, and not by the viewer."""
    others = or_(Issue.handled_by.is_(None), Issue.handled_by != viewer.user_id)
    return [is_open(), Issue.state == IssueState.RESOLVED, others]


def _reported(viewer: Viewer, _at: dt.datetime) -> list[ColumnElement[bool]]:
    """Give the condition of what the viewer reported; who has no account reported nothing."""
    return [false() if viewer.user_id is None else Issue.reported_by == viewer.user_id]


_PILES: dict[Pile, Callable[[Viewer, dt.datetime], list[ColumnElement[bool]]]] = {
    Pile.MINE: lambda viewer, _at: [own_issue(viewer), is_open()],
    Pile.CELLS: lambda viewer, _at: [is_open(), _in_own_cells(viewer)],
    Pile.OPEN: lambda _viewer, _at: [is_open()],
    Pile.NEW: lambda _viewer, _at: [is_open(), Issue.state == IssueState.REPORTED],
    Pile.OVERDUE: lambda _viewer, at: [overdue(at)],
    Pile.VERIFY: _to_verify,
    Pile.REPORTED: _reported,
    Pile.ALL: lambda _viewer, _at: [],
}


def _in_own_cells(viewer: Viewer) -> ColumnElement[bool]:
    """Give the condition that an issue lies in a cell that the viewer may see."""
    cells = func.array(visible_cells(viewer).scalar_subquery())
    return Issue.cell_id == any_(cells)


def number_in(words: str) -> int | None:
    """Give the key that a number names: ``202611-1234``, or its end alone.

    Parameters
    ----------
    words : str
        As typed.
    """
    found = _NUMBER.fullmatch(words.strip().lstrip("#"))
    return int(found[1]) if found else None


def saying(words: str) -> ColumnElement[bool]:
    """Give the condition that an issue says some words, in any case.

    Parameters
    ----------
    words : str
        Wildcards mean themselves.
    """
    columns = Issue.title, Issue.description, Issue.address, Issue.source_ref
    said = or_(*(column.icontains(words, autoescape=True) for column in columns))
    if len(words) < _PAIR:
        return said
    # Pairs of neighbouring signs come from an index; then only what has them all is read.
    pairs = func.issue_words(words, "", "", "", type_=ARRAY(Text))
    return func.issue_words(*columns, type_=ARRAY(Text)).contains(pairs) & said


def _by_words(words: str) -> list[ColumnElement[bool]]:
    """Give the condition that an issue says the words, or has the number."""
    if not words:
        return []
    number = number_in(words)
    return [saying(words) if number is None else or_(Issue.id == number, saying(words))]


def _by_time(wanted: IssueFilter, at: dt.datetime) -> list[ColumnElement[bool]]:
    """Give the conditions on the clock and on the days of the report."""
    found: list[ColumnElement[bool]] = []
    if wanted.light is Light.RED:
        found.append(overdue(at))
    elif wanted.light is Light.YELLOW:
        found += [Issue.state.in_(RUNNING_STATES), Issue.warn_at < at, Issue.due_at >= at]
    elif wanted.light is Light.GREEN:
        running = Issue.state.in_(RUNNING_STATES)
        found += [running, func.coalesce(Issue.warn_at, Issue.due_at) >= at]
    if wanted.since is not None:
        found.append(Issue.reported_at >= _midnight(wanted.since, at))
    if wanted.until is not None:
        found.append(Issue.reported_at < _midnight(wanted.until + dt.timedelta(days=1), at))
    return found


def _midnight(on: dt.date, at: dt.datetime) -> dt.datetime:
    """Give the beginning of a day in the zone of a time."""
    return dt.datetime.combine(on, dt.time.min, at.tzinfo)
