"""What is being done: open questions and their progress, coverage, duties."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict

from app.queries.coverage import LaneLine, Period, lanes_longest_ago, missed_stops
from app.queries.coverage.cells import CellCoverage
from app.queries.summaries import count_posts, list_talks, read_last_steps, read_standing
from app.queries.vacancies import VacancyFilter, list_vacancies
from app.services.patrols.coverage import covered_cells
from app.services.summaries.about import About, Facts

QUESTIONS = 30
LANES = 10
LANES_READ = 300
VACANT = 20


def read_questions(about: About) -> Facts:
    """Read the open issues and the deliberations, as they stand when the summary is issued.

    Parameters
    ----------
    about : About

    Returns
    -------
    dict
        ``open, running, overdue`` and ``states`` (in public not of a single cell) count;
        ``rows`` names the most pressing, in public none; ``talks`` are deliberations.
    """
    standing = read_standing(*about.here, about.cell_id, about.at)
    most = 0 if about.is_public else QUESTIONS
    found = read_last_steps(*about.here, about.cell_id, at=about.at, most=most) if most else []
    begin = dt.datetime.combine(about.days.since, dt.time.min, about.at.tzinfo)
    single = about.is_public and about.cell is not None
    return {
        **asdict(standing),
        "states": {} if single else standing.states,
        "open": standing.open,
        "rows": [
            {
                "number": question.row.number,
                "title": question.row.title,
                "category": question.row.category,
                "place": question.row.building or question.row.cell,
                "state": question.row.state.value,
                "light": question.row.light,
                "reported_on": _day(about, question.row.reported_at),
                "due_on": _day(about, question.row.due_at),
                "verb": question.verb,
                "step_on": _day(about, question.step_at),
            }
            for question in found
        ],
        "talks": [
            {
                "question": talk.question,
                "state": talk.state.value,
                "verb": talk.verb,
                "held_on": str(talk.held_on) if talk.held_on else None,
            }
            for talk in list_talks(*about.here, about.cell_id, since=begin, at=about.at)
        ],
    }


def measure_coverage(about: About) -> Facts:
    """Measure what patrols covered.

    Parameters
    ----------
    about : About

    Returns
    -------
    dict
        ``cells`` as :class:`CellCoverage` without keys, ``missed_stops`` counts, ``lanes`` are
        those not walked for longest.
    """
    period = Period(about.days.since, about.days.until, about.at)
    cells = covered_cells(*about.here, period)
    own = [cell for cell in cells if about.cell_id in (None, cell.id)]
    missed = missed_stops(*about.here, period, cell_id=about.cell_id)
    lanes = lanes_longest_ago(*about.here, on=period.until, cell_id=about.cell_id, most=LANES_READ)
    return {
        "cells": [_covered(cell) for cell in own],
        "missed_stops": len(missed),
        "lanes": _longest_ago(lanes),
    }


def _longest_ago(lanes: list[LaneLine]) -> list[Facts]:
    """Put the parts of a street together, and all that have no name; in their order."""
    lengths: dict[tuple[str, str | None], float] = {}
    for lane in lanes:
        key = lane.name, str(lane.last_on) if lane.last_on else None
        lengths[key] = lengths.get(key, 0.0) + lane.length_m
    return [
        {"name": name, "length_m": round(length_m), "last_on": last_on}
        for (name, last_on), length_m in [*lengths.items()][:LANES]
    ]


def _covered(cell: CellCoverage) -> Facts:
    """Give what was covered of a cell as JSON knows it: whole metres, no decimals."""
    facts = asdict(cell)
    words = {"code": facts.pop("code"), "name": facts.pop("name")}
    del facts["id"]
    return words | {name: round(value) for name, value in facts.items()}


def look_at_duties(about: About) -> Facts:
    """Count the posts, and name the first places for which nobody answers.

    Parameters
    ----------
    about : About

    Returns
    -------
    dict
        ``posts`` with role, kind, places and vacant; ``vacant`` in all, ``rows`` of them; in
        public only places that hold several households.
    """
    posts = count_posts(*about.here, about.cell_id)
    wanted = VacancyFilter(cell_id=about.cell_id)
    page = list_vacancies(*about.here, wanted, size=VACANT)
    return {
        "posts": [
            {
                "role": count.post.role.value if count.post.role else None,
                "kind": count.post.kind.value,
                "places": count.places,
                "vacant": count.vacant,
            }
            for count in posts
        ],
        "vacant": page.total,
        "rows": [
            {
                "place": line.place,
                "role": line.role.value if line.role else None,
                "kind": line.kind.value,
                "cell": line.cell_name,
                "households": line.households,
            }
            for line in (() if about.is_public else page.lines)
        ],
    }


def _day(about: About, moment: dt.datetime | None) -> str | None:
    """Give the day of a moment where the community is."""
    return None if moment is None else str(moment.astimezone(about.at.tzinfo).date())
