"""Three months of invented issues: mostly closed, some open, a few overdue, one cluster."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib import resources
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
from numpy.random import Generator

from demo.figures import Figures
from demo.records.people import Person, Register
from demo.records.places import Home, Places, Spot
from demo.records.stories import Step, Story, Teller

CHINA = ZoneInfo("Asia/Shanghai")

_OPEN = {"reported": 5, "filed": 5, "dispatched": 9, "suspended": 3, "resolved": 5}
_OVERDUE = 8
_ENDED = {"closed": 124, "rejected": 5, "void": 3}
_CLUSTER = {"closed": 17, "dispatched": 4, "filed": 1}
_CLUSTER_HOUSES = 7
_CLUSTER_CATEGORY = "电动车充电"


@cache
def _table(name: str) -> dict[str, Any]:
    return tomllib.loads(resources.files("demo").joinpath(name).read_text(encoding="utf-8"))


@dataclass
class Issues:
    """Invents the issues of one community.

    Attributes
    ----------
    figures : Figures
        Which categories the community named, they come up more often.
    register : Register
        Who lives where.
    administrators : Mapping[str, Person]
        Who files and dispatches, by unit.
    today : datetime.date
        All stories end in the evening before, China time.
    rng : Generator
        Chooses what, where and when.
    rows, events : list
        The issues so far (without ``source_ref``), each with its steps.
    """

    figures: Figures
    register: Register
    administrators: Mapping[str, Person]
    today: dt.date
    rng: Generator
    rows: list[dict[str, Any]] = field(default_factory=list)
    events: list[list[tuple[Step, str | None]]] = field(default_factory=list)

    @property
    def places(self) -> Places:
        """The ground on which issues lie."""
        return self.register.places

    def invent(self) -> tuple[pd.DataFrame, pd.DataFrame]:
        """Invent all issues.

        Returns
        -------
        tuple of DataFrame
            The ``issues`` and ``issue_events`` frames, in the order in which issues were reported.
        """
        for case in _table("cases.toml")[self.figures.key]:
            self._case(case)
        for status, count in (_ENDED | _OPEN).items():
            for _ in range(count):
                self._one(self._kind(), status)
        for _ in range(_OVERDUE):
            self._one(self._kind(), "dispatched", overdue=True)
        self._cluster()
        return self._frames()

    @cached_property
    def _teller(self) -> Teller:
        midnight = dt.datetime.combine(self.today, dt.time(), CHINA)
        return Teller((midnight - dt.timedelta(hours=2)).astimezone(dt.UTC), self.rng)

    def _kind(self) -> dict[str, Any]:
        """Choose a kind, those that the community named three times as often."""
        here = {"street", "building"} | {home.kind for home in self.places.homes.values()}
        kinds: list[dict[str, Any]]
        kinds = [kind for kind in _table("catalogue.toml")["kind"] if kind["at"] in here]
        named = self.figures.issue_examples
        weights = np.array([k["weight"] * (3 if k["category"] in named else 1) for k in kinds])
        return kinds[int(self.rng.choice(len(kinds), p=weights / weights.sum()))]

    def _one(self, kind: dict[str, Any], status: str, *, overdue: bool = False) -> None:
        story = self._teller.tell(status, kind["days"], kind["done"], overdue=overdue)
        if kind["at"] == "street":
            self._on_street(kind, story)
            return
        home = self.places.home(self.rng)
        while kind["at"] not in ("building", home.kind):
            home = self.places.home(self.rng)
        self._at_building(kind, story, home)

    def _at_building(self, kind: dict[str, Any], story: Story, home: Home) -> None:
        door = home.doors[int(self.rng.integers(len(home.doors)))] if home.doors else None
        names = {"building": home.name, "entrance": door.name if door else ""}
        self._keep(kind, story, names, door.spot if door else home.spot, home, at_home=True)

    def _on_street(self, kind: dict[str, Any], story: Story) -> None:
        streets = self.places.streets
        (lon, lat), street = streets[int(self.rng.integers(len(streets)))]
        near = min(
            self.places.homes.values(), key=lambda h: abs(h.spot[0] - lon) + abs(h.spot[1] - lat)
        )
        place = f"{street}近{near.name}处" if street else f"{near.name}旁路边"
        self._keep(kind, story, {"place": place}, (lon, lat), near, at_home=False)

    def _keep(
        self,
        kind: dict[str, Any],
        story: Story,
        names: Mapping[str, str],
        spot: Spot,
        near: Home,
        *,
        at_home: bool,
    ) -> None:
        title, text = kind["texts"][int(self.rng.integers(len(kind["texts"])))]
        by = self.administrators.get(near.unit)
        own = self.rng.random() < 0.35
        acts = {"report": by if own else None, "resolve": None}
        steps = [(step, _key(acts.get(step[0], by))) for step in story.steps]
        about = {"category": kind["category"], "title": title.format(**names), "description": text}
        self._enter(about, story, steps, spot, near.key if at_home else None)

    def _enter(
        self,
        about: Mapping[str, str],
        story: Story,
        steps: list[tuple[Step, str | None]],
        spot: Spot,
        building: str | None,
        harmed: Sequence[str] = (),
    ) -> None:
        self.rows.append(
            {
                **about,
                "status": story.status,
                "reported_at": story.reported_at,
                "closed_at": story.closed_at,
                "due_at": story.due_at,
                "building_key": building,
                "lon": spot[0],
                "lat": spot[1],
                "affected_building_keys": list(harmed),
            }
        )
        self.events.append(steps)

    def _cluster(self) -> None:
        """Let one kind of issue gather at a few neighbouring buildings."""
        flats = [home for home in self.places.homes.values() if home.kind == "apartment"]
        middle = flats[len(flats) // 3]
        around = sorted(flats, key=lambda home: abs(home.xy - middle.xy))[:_CLUSTER_HOUSES]
        kinds = _table("catalogue.toml")["kind"]
        kind = next(k for k in kinds if k["category"] == _CLUSTER_CATEGORY)
        for status, count in _CLUSTER.items():
            for _ in range(count):
                story = self._teller.tell(status, kind["days"], kind["done"])
                self._at_building(kind, story, around[int(self.rng.integers(len(around)))])

    def _case(self, case: dict[str, Any]) -> None:
        """Tell the case for which the community is known."""
        homes = self.places.homes.values()
        home = next(home for home in homes if home.number == case["building"])
        by = {
            "administrator": self.administrators.get(home.unit),
            "member": next(iter(self.register.members_of(home.unit)), None),
            "nobody": None,
        }
        steps = [(self._step(event), _key(by[event["by"]])) for event in case["events"]]
        times = {verb: at for (verb, at, _), _ in steps}
        status = "closed" if "close" in times else "dispatched"
        due = times["file"] + dt.timedelta(days=case["limit_days"])
        story = Story(status, times["report"], due, [step for step, _ in steps])
        about = {name: case[name] for name in ("category", "title", "description")}
        self._enter(about, story, steps, home.spot, home.key, self._harmed(case, home))

    def _step(self, event: dict[str, Any]) -> Step:
        hours = event["hour"] - 24 * event["days"] + 2
        return event["kind"], self._teller.now + dt.timedelta(hours=hours), event["note"]

    def _harmed(self, case: dict[str, Any], at: Home) -> list[str]:
        kind, reach_m = case.get("harms"), case.get("harm_m", 0.0)
        others = [home for home in self.places.homes.values() if home.key != at.key]
        return [h.key for h in others if h.kind == kind and abs(h.xy - at.xy) <= reach_m]

    def _frames(self) -> tuple[pd.DataFrame, pd.DataFrame]:
        order = sorted(range(len(self.rows)), key=lambda i: self.rows[i]["reported_at"])
        refs = {i: f"DEMO-{n:04d}" for n, i in enumerate(order, start=1)}
        issues = pd.DataFrame([{"source_ref": refs[i], **self.rows[i]} for i in order])
        for column in ("reported_at", "closed_at", "due_at"):
            issues[column] = pd.to_datetime(issues[column], utc=True)
        events = [
            (refs[i], verb, at, person, note)
            for i in order
            for (verb, at, note), person in self.events[i]
        ]
        columns = ["source_ref", "kind", "at", "by_person_key", "note"]
        return issues, pd.DataFrame(events, columns=columns)


def _key(person: Person | None) -> str | None:
    return person.key if person else None
