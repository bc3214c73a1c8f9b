"""The case for which each community is known, told step by step, with its deliberation."""

from __future__ import annotations

import datetime as dt
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from demo.records.issues import Issues
from demo.records.places import Home
from demo.records.steps import Step, Story

_EVENING = 2
"""All stories end so many hours before midnight; hours of steps count from midnight."""


@dataclass(frozen=True)
class Happened:
    """One thing that happened in a deliberation.

    Attributes
    ----------
    verb : str
        ``deliberate`` (it was opened), a step, ``share cost`` or ``pay``.
    at : datetime
        Aware UTC.
    by_account : str
        Who wrote it down.
    words : str
        The question, the minutes.
    present : tuple of (str, str)
        Party and name of those who took part.
    votes : tuple of int or None
        In favour, against, abstained.
    amount_fen : int
        The whole cost of ``share cost``.
    payers : tuple of int
        Which stairwells ``pay`` all that they owe, the first is 0.
    """

    verb: str
    at: dt.datetime
    by_account: str
    words: str = ""
    present: tuple[tuple[str, str], ...] = ()
    votes: tuple[int, int, int] | None = None
    amount_fen: int = 0
    payers: tuple[int, ...] = ()


@cache
def _cases() -> dict[str, list[dict[str, Any]]]:
    text = resources.files("demo").joinpath("cases.toml").read_text(encoding="utf-8")
    found: dict[str, list[dict[str, Any]]] = tomllib.loads(text)
    return found


def tell_cases(issues: Issues) -> dict[int, tuple[Happened, ...]]:
    """Enter the cases of a community.

    Parameters
    ----------
    issues : Issues
        They are entered here, before any others.

    Returns
    -------
    dict of int to tuple of Happened
        What happened in the deliberations, by the position of the issue.
    """
    deliberated = {}
    for case in _cases()[issues.figures.key]:
        homes = issues.places.homes.values()
        home = next(home for home in homes if home.number == case["building"])
        position = len(issues.rows)
        steps = [_step(issues, event) for event in case["events"]]
        about = {name: case[name] for name in ("category", "title", "description")}
        story = Story(case["channel"], steps)
        issues.enter(about, story, home.spot, home, harmed=_harmed(issues, case, home))
        if "deliberation" in case:
            deliberated[position] = tuple(
                _happened(issues, home, one) for one in case["deliberation"]
            )
    return deliberated


def _moment(issues: Issues, event: dict[str, Any]) -> dt.datetime:
    """Give when something happened: days before the day of generation, hours of that day."""
    hours = event["hour"] - 24 * event["days"] + _EVENING
    moment = issues.teller.now + dt.timedelta(hours=hours)
    return moment.replace(second=0, microsecond=0)


def _step(issues: Issues, event: dict[str, Any]) -> Step:
    facts: dict[str, Any] = {key: event[key] for key in ("to", "score") if key in event}
    if "more_days" in event:
        facts["days"] = event["more_days"]
    note = event.get("note", "")
    return Step(event["kind"], _moment(issues, event), event["by"], note, facts)


def _happened(issues: Issues, home: Home, one: dict[str, Any]) -> Happened:
    account = issues.cast.actor(one["by"], home.unit).account
    if account is None:
        raise ValueError(f"{one['by']} has no account with which to write something down")
    return Happened(
        one["verb"],
        _moment(issues, one),
        account,
        one.get("words", ""),
        tuple((party, name) for party, names in one.get("present", {}).items() for name in names),
        (one["votes"][0], one["votes"][1], one["votes"][2]) if "votes" in one else None,
        round(100 * one.get("amount", 0)),
        tuple(number - 1 for number in one.get("entrances", [])),
    )


def _harmed(issues: Issues, case: dict[str, Any], at: Home) -> list[str]:
    kind, reach_m = case.get("harms"), case.get("harm_m", 0.0)
    others = [home for home in issues.places.homes.values() if home.key != at.key]
    return [h.key for h in others if h.kind == kind and abs(h.xy - at.xy) <= reach_m]
