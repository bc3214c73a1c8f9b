"""The order in which the volunteers of a cell walk their stops, while it is being changed."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
from shapely import LineString, Point

from app.models import Route, Stop, StopKind, UnreachableStop
from app.queries.plans import CellPlan
from app.services.patrols.keep import Locked
from geodata.crs import STORAGE_SRID
from geodata.errors import N_, InputRefused

_GONE = N_("This stop is no longer in the plan.")


@dataclass(frozen=True)
class Place:
    """A stop without its position: what stays when the order changes."""

    key: str
    name: str
    point: Point
    kind: StopKind
    building_id: int | None
    entrance_id: int | None
    must_visit_id: int | None
    required: bool
    priority: float
    dwell_s: float

    @classmethod
    def of(cls, stop: Stop) -> Place:
        """Take what stays of a stop."""
        return cls(
            key=stop.key or f"stop:{stop.id}",  # Plans of earlier versions kept no keys.
            name=stop.name,
            point=Point(stop.point.coords[0]),
            kind=stop.kind,
            building_id=stop.building_id,
            entrance_id=stop.entrance_id,
            must_visit_id=stop.must_visit_id,
            required=stop.required,
            priority=stop.priority,
            dwell_s=stop.dwell_s,
        )


@dataclass
class Walks:
    """The walks of a cell, and which of their legs are locked.

    Attributes
    ----------
    routes : list of Route
        As stored, for their lines.
    order : list of list of Place
        One list for each route.
    locked : set of (str, str)
        Keys of neighbours whose leg stays.
    """

    routes: tuple[Route, ...]
    order: list[list[Place]]
    locked: set[tuple[str, str]] = field(default_factory=set)

    @classmethod
    def of(cls, plan: CellPlan) -> Walks:
        """Take the walks of a plan."""
        order = [[Place.of(stop) for stop in route.stops] for route in plan.routes]
        locked = {
            (walk[number - 1].key, walk[number].key)
            for route, walk in zip(plan.routes, order, strict=True)
            for number, stop in enumerate(route.stops)
            if stop.locked and number
        }
        return cls(plan.routes, order, locked)

    def find(self, stop_id: int) -> tuple[int, int]:
        """Give the route and the position of a stop by its key in the store.

        Raises
        ------
        InputRefused
            If it is not in this version.
        """
        for walk, route in enumerate(self.routes):
            for position, stop in enumerate(route.stops):
                if stop.id == stop_id:
                    return walk, position
        raise InputRefused(_GONE)

    def route_at(self, route_id: int) -> int:
        """Give the position of a route by its key in the store."""
        for walk, route in enumerate(self.routes):
            if route.id == route_id:
                return walk
        raise InputRefused(_GONE)

    def move(self, stop_id: int, walk: int, position: int) -> None:
        """Take a stop out, put it in elsewhere, and lock the legs around it.

        Parameters
        ----------
        stop_id : int
        walk, position : int
            Where it goes, counted before it was taken out.
        """
        old_walk, old = self.find(stop_id)
        place = self.order[old_walk].pop(old)
        if walk == old_walk and old < position:
            position -= 1
        self.insert(place, walk, position)
        self.lock_around(walk, position)

    def insert(self, place: Place, walk: int, position: int) -> None:
        """Put a place into a walk."""
        self.order[walk].insert(position, place)

    def lock_around(self, walk: int, position: int) -> None:
        """Lock the legs to and from a stop: whoever moved it wants it there."""
        keys = [place.key for place in self.order[walk]]
        for first in (position - 1, position):
            if 0 <= first < len(keys) - 1:
                self.locked.add((keys[first], keys[first + 1]))

    def lock(self, stop_id: int, *, locked: bool) -> None:
        """Lock or unlock the leg that leads to a stop."""
        walk, position = self.find(stop_id)
        if not position:
            raise InputRefused(N_("No leg leads to the first stop: lock the leg to the next one."))
        pair = (self.order[walk][position - 1].key, self.order[walk][position].key)
        (self.locked.add if locked else self.locked.discard)(pair)

    def place_at(self, stop_id: int, point: Point) -> Place:
        """Move the place of a stop itself; give it as it is now."""
        walk, position = self.find(stop_id)
        moved = replace(self.order[walk][position], point=point)
        self.order[walk][position] = moved
        return moved

    def remove(self, stop_id: int) -> Place:
        """Take a stop out; give it."""
        walk, position = self.find(stop_id)
        return self.order[walk].pop(position)

    def nearest(self, point: Point, srid: int) -> tuple[int, int]:
        """Find the leg nearest to a place: the route, and the position behind that leg's start.

        Parameters
        ----------
        point : Point
            Degrees.
        srid : int
            Metric CRS.
        """
        shapes = [point, *(route.line for route in self.routes)]
        here, *lines = gpd.GeoSeries(shapes, crs=STORAGE_SRID).to_crs(srid)
        away_m = [np.inf if line.is_empty else line.distance(here) for line in lines]
        walk = int(np.argmin(away_m))
        if not np.isfinite(away_m[walk]):
            return 0, len(self.order[0])
        reached_m = np.cumsum([stop.leg_m for stop in self.routes[walk].stops])
        return walk, int(np.searchsorted(reached_m, _along(lines[walk], here), side="right"))

    @property
    def pairs(self) -> Locked:
        """The locked legs."""
        return frozenset(self.locked)


def _along(line: LineString, here: Point) -> float:
    return float(line.project(here))


def as_frame(places: list[Place]) -> gpd.GeoDataFrame:
    """Give places as the frame of stops that planners and the store take.

    Parameters
    ----------
    places : list of Place
    """
    facts: list[dict[str, Any]] = [
        {name: getattr(place, name) for name in Place.__dataclass_fields__ if name != "point"}
        for place in places
    ]
    columns = [name for name in Place.__dataclass_fields__ if name != "point"]
    return gpd.GeoDataFrame(
        pd.DataFrame(facts, columns=columns),
        geometry=[place.point for place in places],
        crs=STORAGE_SRID,
    )


def left_behind(unreachable: list[UnreachableStop]) -> tuple[pd.DataFrame, list[Place]]:
    """Give what no route visits as keeping it anew wants it: the list, and its places.

    Parameters
    ----------
    unreachable : list of UnreachableStop
    """
    rows = [
        {
            "key": f"unreachable:{stop.id}",
            "name": stop.name,
            "reason": stop.reason,
            "distance_m": stop.distance_m,
            "lon": stop.point.centroid.x,
            "lat": stop.point.centroid.y,
        }
        for stop in unreachable
    ]
    places = [
        Place(str(row["key"]), stop.name, Point(stop.point.coords[0]), StopKind.BUILDING,
              stop.building_id, None, None, True, 1.0, 0.0)
        for row, stop in zip(rows, unreachable, strict=True)
    ]  # fmt: skip
    columns = ["key", "name", "reason", "distance_m", "lon", "lat"]
    return pd.DataFrame(rows, columns=columns), places
