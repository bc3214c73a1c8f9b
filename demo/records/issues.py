"""Three months of invented issues: mostly closed, some open, a few overdue, one cluster."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
from numpy.random import Generator

from demo.figures import Figures
from demo.records.people import Person, Register
from demo.records.places import Places
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
        self._teller = Teller(self._evening_before(), self.rng)
        for case in _table("cases.toml")[self.figures.key]:
            self._case(case)
        for status, count in (_ENDED | _OPEN).items():
            for _ in range(count):
                self._one(self._kind(), status)
        for _ in range(_OVERDUE):
            self._one(self._kind(), "dispatched", overdue=True)
        self._cluster()
        return self._frames()

    def _evening_before(self) -> dt.datetime:
        midnight = dt.datetime.combine(self.today, dt.time(), CHINA)
        return (midnight - dt.timedelta(hours=2)).astimezone(dt.UTC)

    def _kind(self) -> dict[str, Any]:
        """Choose a kind, those that the community named three times as often."""
        kinds: Sequence[dict[str, Any]] = _table("catalogue.toml")["kind"]
        named = self.figures.issue_examples
        weights = np.array([k["weight"] * (3 if k["category"] in named else 1) for k in kinds])
        return kinds[int(self.rng.choice(len(kinds), p=weights / weights.sum()))]

    def _one(self, kind: dict[str, Any], status: str, *, overdue: bool = False) -> None:
        story = self._teller.tell(status, kind["days"], kind["done"], overdue=overdue)
        if kind["at"] == "building":
            self._at_building(kind, story, self.places.home(self.rng))
        else:
            self._on_street(kind, story)

    def _at_building(self, kind: dict[str, Any], story: Story, key: str) -> None:
        building = self.places.buildings.loc[key]
        doors = self.places.entrances[self.places.entrances.building_key == key]
        door = doors.iloc[int(self.rng.integers(len(doors)))] if len(doors) else None
        names = {"building": building["name"], "entrance": "" if door is None else door["name"]}
        spot = building if door is None else door
        self._keep(kind, story, names, (spot["lon"], spot["lat"]), building=key)

    def _on_street(self, kind: dict[str, Any], story: Story) -> None:
        spot = self.places.streets.iloc[int(self.rng.integers(len(self.places.streets)))]
        near = self._nearest(spot["lon"], spot["lat"])
        names = {"place": f"{near['name']}旁路边"}
        self._keep(kind, story, names, (spot["lon"], spot["lat"]), unit=near["unit"])

    def _nearest(self, lon: float, lat: float) -> pd.Series:
        buildings = self.places.buildings
        offset = (buildings.lon - lon).abs() + (buildings.lat - lat).abs()
        return buildings.loc[offset.idxmin()]

    def _keep(
        self,
        kind: dict[str, Any],
        story: Story,
        names: Mapping[str, str],
        spot: tuple[float, float],
        *,
        building: str | None = None,
        unit: str | None = None,
    ) -> None:
        title, text = kind["texts"][int(self.rng.integers(len(kind["texts"])))]
        where = unit or str(self.places.buildings.unit[building])
        by = self.administrators.get(where)
        own = self.rng.random() < 0.35
        acts = {"report": by if own else None, "resolve": None}
        steps = [(step, _key(acts.get(step[0], by))) for step in story.steps]
        self._enter(kind["category"], title.format(**names), text, story, steps, spot, building)

    def _enter(
        self,
        category: str,
        title: str,
        text: str,
        story: Story,
        steps: list[tuple[Step, str | None]],
        spot: tuple[float, float],
        building: str | None,
        harmed: Sequence[str] = (),
    ) -> None:
        self.rows.append(
            {
                "category": category,
                "title": title,
                "description": text,
                "status": story.status,
                "reported_at": story.reported_at,
                "closed_at": story.closed_at,
                "due_at": story.due_at,
                "building_key": building,
                "lon": float(spot[0]),
                "lat": float(spot[1]),
                "affected_building_keys": list(harmed),
            }
        )
        self.events.append(steps)

    def _cluster(self) -> None:
        """Let one kind of issue gather at a few neighbouring buildings."""
        buildings = self.places.buildings
        flats = buildings[buildings.kind == "apartment"]
        middle = flats.iloc[len(flats) // 3]
        far = np.hypot(flats.x - middle.x, flats.y - middle.y)
        around = far.sort_values(kind="stable").index[:_CLUSTER_HOUSES]
        kinds = _table("catalogue.toml")["kind"]
        kind = next(k for k in kinds if k["category"] == _CLUSTER_CATEGORY)
        for status, count in _CLUSTER.items():
            for _ in range(count):
                story = self._teller.tell(status, kind["days"], kind["done"])
                self._at_building(kind, story, str(self.rng.choice(around)))

    def _case(self, case: dict[str, Any]) -> None:
        """Tell the case for which the community is known."""
        buildings = self.places.buildings
        key = str(buildings.index[buildings.number == case["building"]][0])
        building = buildings.loc[key]
        by = {
            "administrator": self.administrators.get(building["unit"]),
            "member": next(iter(self.register.members_of(building["unit"])), None),
            "nobody": None,
        }
        steps = [(self._step(event), _key(by[event["by"]])) for event in case["events"]]
        times = {verb: at for (verb, at, _), _ in steps}
        status = "closed" if "close" in times else "dispatched"
        due = times["file"] + dt.timedelta(days=case["limit_days"])
        story = Story(status, times["report"], due, [step for step, _ in steps])
        spot = building["lon"], building["lat"]
        harmed = self._harmed(case, building)
        self._enter(
            case["category"], case["title"], case["description"], story, steps, spot, key, harmed
        )

    def _step(self, event: dict[str, Any]) -> Step:
        hours = event["hour"] - 24 * event["days"] + 2
        return event["kind"], self._teller.now + dt.timedelta(hours=hours), event["note"]

    def _harmed(self, case: dict[str, Any], building: pd.Series) -> list[str]:
        others = self.places.buildings.drop(index=building.name)
        far = np.hypot(others.x - building.x, others.y - building.y)
        near = others[(far <= case.get("harm_m", 0)) & (others.kind == case.get("harms"))]
        return [str(key) for key in near.index]

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
