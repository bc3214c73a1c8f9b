"""Half a year of invented issues: mostly closed, some open, a few overdue, one cluster."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
from numpy.random import Generator

from demo.figures import Figures
from demo.records.cast import Cast
from demo.records.kinds import Kind, firm_of, kinds
from demo.records.people import Register
from demo.records.places import Home, Places, Spot
from demo.records.steps import Story
from demo.records.stories import AT_WORK, Teller

CHINA = ZoneInfo("Asia/Shanghai")

_OPEN = {
    "reported": 5, "filed": 3, "dispatched": 4, "handling": 6, "suspended": 3, "resolved": 4,
    "verified": 2,
}  # fmt: skip
_SOON = 4
_OVERDUE = 6
_ENDED = {"closed": 52, "evaluated": 68, "rejected": 5, "void": 3}
_CLUSTER = {"closed": 7, "evaluated": 10, "dispatched": 3, "handling": 1, "filed": 1}
_CLUSTER_HOUSES = 7
_CLUSTER_CATEGORY = "电动车充电"
_DOUBLES = 5
_EARLIER = {"closed": 47, "evaluated": 61, "rejected": 4, "void": 2}
_EARLIER_DAYS = 80
"""So long before today the stories of the period before had all ended."""

_SERIES, _IN_SERIES = 5, 4
_SERIES_CATEGORY = "电动车失窃"
"""Thieves come again: in a series, the neighbours are next within days."""

_CALM_DAYS = 3
"""What is at work and not overdue has a limit of so many days: it would be overdue at once."""

_MONEY_DAYS = 10
"""What waits for money from the repair fund is a matter of so many days."""


@dataclass
class Issues:
    """Invents the issues of one community.

    Attributes
    ----------
    figures : Figures
        Which categories the community named, they come up more often.
    register : Register
        Who lives where.
    cast : Cast
        Who does what.
    today : datetime.date
        All stories end in the evening before, China time.
    rng : Generator
        Chooses what, where and when.
    rows : list of dict
        The issues so far, without ``source_ref``.
    stories : list of Story
        Theirs, in the same order.
    """

    figures: Figures
    register: Register
    cast: Cast
    today: dt.date
    rng: Generator
    rows: list[dict[str, Any]] = field(default_factory=list)
    stories: list[Story] = field(default_factory=list)

    @property
    def places(self) -> Places:
        """The ground on which issues lie."""
        return self.register.places

    @cached_property
    def teller(self) -> Teller:
        """Who tells the stories."""
        midnight = dt.datetime.combine(self.today, dt.time(), CHINA)
        now = (midnight - dt.timedelta(hours=2)).astimezone(dt.UTC)
        return Teller(now, self.rng, self.places.divided)

    def invent(self) -> None:
        """Invent all issues but the one for which the community is known."""
        for status, count in (_ENDED | _OPEN).items():
            for _ in range(count):
                self._one(self._kind(status), status)
        for age, count in (("soon", _SOON), ("overdue", _OVERDUE)):
            for _ in range(count):
                status = "handling" if self.rng.random() < 0.5 else "dispatched"
                self._one(self._kind(status, least=5 if age == "soon" else 1), status, age)
        self._cluster()
        self._doubles()
        # With chances of their own, so that all that is invented after them stays as it was.
        self._aside(0)._series()
        self._aside(_EARLIER_DAYS)._past()

    def enter(
        self,
        about: Mapping[str, str],
        story: Story,
        spot: Spot,
        home: Home,
        *,
        at_home: bool = True,
        entrance: str | None = None,
        harmed: Sequence[str] = (),
    ) -> None:
        """Enter an issue with its story.

        Parameters
        ----------
        about : Mapping of str to str
            ``category, title, description``.
        story : Story
        spot : tuple of float
            Longitude and latitude.
        home : Home
            The building at which, or near which, it lies.
        at_home : bool
            Whether it lies at the building.
        entrance : str, optional
            Key of its stairwell.
        harmed : Sequence of str
            Keys of other buildings that it harms.
        """
        self.rows.append(
            {
                **about,
                **self._reporter(story),
                "channel": story.channel,
                "status": story.status,
                "reported_at": story.reported_at,
                "closed_at": story.closed_at,
                "building_key": home.key if at_home else None,
                "entrance_key": entrance,
                "unit": home.unit,
                "lon": spot[0],
                "lat": spot[1],
                "affected_building_keys": list(harmed),
                "merged_into": None,
            }
        )
        self.stories.append(story)

    def _kind(self, status: str, least: float | None = None) -> Kind:
        """Choose a kind, those that the community named three times as often."""
        here = {"street", "building"} | {home.kind for home in self.places.homes.values()}
        if least is None:
            least = _CALM_DAYS if status in AT_WORK else 0
        if status == "suspended":
            least = _MONEY_DAYS
        some = [kind for kind in kinds() if kind["at"] in here and kind["days"] >= least]
        named = self.figures.issue_examples
        weights = np.array([k["weight"] * (3 if k["category"] in named else 1) for k in some])
        kind = some[int(self.rng.choice(len(some), p=weights / weights.sum()))]
        return kind if self.places.divided else kind | {"handler": firm_of(kind)}

    def _one(self, kind: Kind, status: str, age: str = "fresh") -> None:
        story = self.teller.tell(status, kind, age=age)
        if kind["at"] == "street":
            self._on_street(kind, story)
            return
        home = self.places.home(self.rng)
        while kind["at"] not in ("building", home.kind):
            home = self.places.home(self.rng)
        self._at_building(kind, story, home)

    def _at_building(self, kind: Kind, story: Story, home: Home) -> None:
        door = home.doors[int(self.rng.integers(len(home.doors)))] if home.doors else None
        names = {"building": home.name, "entrance": door.name if door else ""}
        entrance, spot = (door.key, door.spot) if door else (None, home.spot)
        self.enter(self._about(kind, names), story, spot, home, entrance=entrance)

    def _on_street(self, kind: Kind, story: Story) -> None:
        streets = self.places.streets
        (lon, lat), street = streets[int(self.rng.integers(len(streets)))]
        near = min(
            self.places.homes.values(), key=lambda h: abs(h.spot[0] - lon) + abs(h.spot[1] - lat)
        )
        place = f"{street}近{near.name}处" if street else f"{near.name}旁路边"
        self.enter(self._about(kind, {"place": place}), story, (lon, lat), near, at_home=False)

    def _about(self, kind: Kind, names: Mapping[str, str]) -> dict[str, str]:
        title, text = kind["texts"][int(self.rng.integers(len(kind["texts"])))]
        return {
            "category": kind["category"],
            "title": title.format(**names),
            "description": text,
        }

    def _cluster(self) -> None:
        """Let one kind of issue gather at a few neighbouring buildings."""
        flats = [home for home in self.places.homes.values() if home.kind == "apartment"]
        middle = flats[len(flats) // 3]
        around = sorted(flats, key=lambda home: abs(home.xy - middle.xy))[:_CLUSTER_HOUSES]
        kind = next(k for k in kinds() if k["category"] == _CLUSTER_CATEGORY)
        for status, count in _CLUSTER.items():
            for _ in range(count):
                home = around[int(self.rng.integers(len(around)))]
                self._at_building(kind, self.teller.tell(status, kind), home)

    def _aside(self, days: int) -> Issues:
        """Invent further issues of the same list, as if today were some days earlier."""
        earlier = self.today - dt.timedelta(days=days)
        return replace(self, today=earlier, rng=self.rng.spawn(1)[0])

    def _past(self) -> None:
        """Let as much have happened in the period before, and all of it be over."""
        for status, count in _EARLIER.items():
            for _ in range(count):
                self._one(self._kind(status), status)

    def _series(self) -> None:
        """Let one kind of issue come to a few neighbouring buildings within days."""
        kind = next(k for k in kinds() if k["category"] == _SERIES_CATEGORY)
        flats = [home for home in self.places.homes.values() if home.kind == "apartment"]
        units = sorted({home.unit for home in flats}, reverse=True)
        for number in range(_SERIES):
            # All over the community: a series is no hotspot.
            mine = [home for home in flats if home.unit == units[number % len(units)]]
            first = mine[int(self.rng.integers(len(mine)))]
            back = dt.timedelta(days=20 + 13 * number)
            for home in sorted(flats, key=lambda one: abs(one.xy - first.xy))[:_IN_SERIES]:
                begin = self.teller.now - back + dt.timedelta(days=float(self.rng.uniform(0, 7)))
                self._at_building(kind, self.teller.tell("closed", kind, begin=begin), home)

    def _doubles(self) -> None:
        """Let a few be reported by somebody else, too."""
        made = 0
        for i in self.rng.permutation(len(self.rows)).tolist():
            story = self.teller.doubled(self.stories[i])
            if made == _DOUBLES or self.rows[i]["status"] not in (
                "closed",
                "handling",
                "dispatched",
            ):
                continue
            if story is not None:
                self._double(i, story)
                made += 1

    def _reporter(self, story: Story) -> dict[str, str]:
        """Give what a resident left of themselves; of what has ended it is erased."""
        if story.steps[0].by != "resident" or story.closed_at or self.rng.random() < 0.4:
            return {"reporter_name": "", "reporter_phone": ""}
        people = self.register.people
        somebody = people[int(self.rng.integers(len(people)))]
        return {"reporter_name": somebody.name, "reporter_phone": somebody.phone}

    def _double(self, i: int, story: Story) -> None:
        """Enter another report of an issue, in other words."""
        self.rows.append(
            self.rows[i]
            | self._reporter(story)
            | {
                "title": f"又反映：{self.rows[i]['title']}",
                "description": "路过看到，情况和前面的邻居说的一样，请尽快处理。",
                "channel": story.channel,
                "status": story.status,
                "reported_at": story.reported_at,
                "closed_at": story.closed_at,
                "affected_building_keys": [],
                "merged_into": i,
            }
        )
        self.stories.append(story)
