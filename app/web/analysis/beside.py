"""What stands beside the map of an analysis: hot places, how issues stand, what was forgotten."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from app.queries.analysis import (
    buildings_longest_ago,
    hot_and_cold,
    read_rhythm,
    read_standing,
)
from app.queries.cells import cell_choices
from app.queries.coverage import lanes_longest_ago
from app.queries.hotspots import By, find_alarms, repeat_addresses, what_comes_again
from app.queries.issues.choices import category_choices
from app.queries.issues.indicators import Group
from app.queries.patrol_need import CellNeed, cell_needs, need_period
from app.queries.scope import NotFound
from app.queries.summaries import list_summaries
from app.queries.vacancies import count_vacancies
from app.services.summaries.document.write import KIND_WORDS
from app.web.analysis.waiting import look_for_page
from app.web.analysis.wanted import Wanted
from app.web.asking import Asked
from app.web.i18n import say, translate
from geodata.errors import InputRefused

MOST_PLACES = 12
MOST_FORGOTTEN = 6
MOST_SUMMARIES = 3
_PASSED_BY = 0.03
"""Share of all visits that a cell lacks before it is worth a line."""


def hot_places(asked: Asked, wanted: Wanted) -> dict[str, Any]:
    """Read what is hot and cold; where nothing can be said, why not.

    Parameters
    ----------
    asked : Asked
    wanted : Wanted
    """
    try:
        sight = look_for_page(asked, wanted.wish)
    except (InputRefused, NotFound) as refused:
        return {"sight": None, "refused": say(refused), "hot": [], "cold": []}
    hot, cold = hot_and_cold(sight, translate)
    return {
        "sight": sight,
        "hot": hot[:MOST_PLACES],
        "hot_count": len(hot),
        "cold": cold[:MOST_PLACES],
        "cold_count": len(cold),
        "outside": int((sight.found.piece_of < 0).sum()),
    }


def standing(asked: Asked, wanted: Wanted) -> dict[str, Any]:
    """Read how issues stand, how they came, and where the same came again.

    Parameters
    ----------
    asked : Asked
    wanted : Wanted
    """
    here = (asked.session, asked.viewer, asked.community)
    by_category = wanted.group is Group.CATEGORY
    names = category_choices(asked.session, asked.community) if by_category else cell_choices(*here)
    repeats = repeat_addresses(*here, wanted.wish, at=asked.at)
    return {
        "standing": read_standing(*here, wanted.span, at=asked.at, group=wanted.group),
        "rhythm": read_rhythm(*here, wanted.span, at=asked.at),
        "ids": {name: key for key, name in reversed(names)},
        "repeats": repeats[:MOST_PLACES],
        "repeat_count": len(repeats),
    }


def lately(asked: Asked, wanted: Wanted) -> dict[str, Any]:
    """Look for what came up in the last weeks, by cells, and for what comes again nearby.

    Where nothing can be said, why not.

    Parameters
    ----------
    asked : Asked
    wanted : Wanted
    """
    here = (asked.session, asked.viewer, asked.community)
    try:
        _, alarms = find_alarms(*here, replace(wanted.wish, by=By.CELL), at=asked.at)
    except (InputRefused, NotFound) as refused:
        return {"alarms": [], "again": [], "refused": say(refused)}
    return {"alarms": alarms, "again": _again(asked, wanted), "refused": ""}


def _again(asked: Asked, wanted: Wanted) -> list[str]:
    """Say what comes again nearby sooner than by chance; where it is too much to ask, that."""
    here = (asked.session, asked.viewer, asked.community)
    try:
        found = [one.said() for one in what_comes_again(*here, wanted.wish, at=asked.at)]
    except InputRefused as refused:
        return [say(refused)]
    return [translate(one.template, one.params) for one in found]


def forgotten(asked: Asked) -> dict[str, Any]:
    """Read where nobody answers, and where nobody came.

    Parameters
    ----------
    asked : Asked
    """
    here = (asked.session, asked.viewer, asked.community)
    return {
        "vacancies": count_vacancies(*here),
        "lanes": lanes_longest_ago(*here, on=asked.at.date(), most=MOST_FORGOTTEN),
        "buildings": buildings_longest_ago(*here, at=asked.at, most=MOST_FORGOTTEN),
        "needs": _passed_by(cell_needs(*here, need_period(asked.at))),
    }


def handed_in(asked: Asked) -> dict[str, Any]:
    """Read the latest reports.

    Parameters
    ----------
    asked : Asked
    """
    listed = list_summaries(asked.session, asked.viewer, asked.community)
    return {"summaries": listed[:MOST_SUMMARIES], "summary_words": KIND_WORDS}


def _passed_by(needs: list[CellNeed]) -> list[CellNeed]:
    """Keep the cells that had much less of the visits than is advised, the most lacking first."""
    lacking = [
        (need.advised - need.walked, need)
        for need in needs
        if need.walked is not None and need.advised - need.walked >= _PASSED_BY
    ]
    lacking.sort(key=lambda one: -one[0])
    return [need for _, need in lacking[:MOST_FORGOTTEN]]
