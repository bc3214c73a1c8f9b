"""A member for each building (一员一楼): near home, no more than fit, keeping who is there.

The assignment is a flow of least cost (OR-Tools), so it is exact, needs no luck, and gives the
same answer each time. What a pair costs, in order of weight:

1. a building left without anybody: more than all else, and :data:`HOUSEHOLD_M` metres more for
   each household, :data:`UNKNOWN_M` more where somebody is there already;
2. a second and further building of one member: :data:`EXTRA_M` metres, twice that for the third;
3. a member whose home is unknown: :data:`UNKNOWN_M` metres, more than any way that is walked;
4. the metres from home; :data:`OTHER_GROUP_M` more where home and building are of two groups;
5. of who is there already: only a tenth of the metres.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from geodata.crs import STORAGE_SRID, metric_srid
from geodata.errors import N_, InputRefused

EXTRA_M = 100_000.0
UNKNOWN_M = 30_000.0
FARTHEST_M = 20_000.0
"""Ways beyond count as this, so that one slip in a table of homes does not outweigh a town."""
OTHER_GROUP_M = 200.0
KEPT_SHARE = 0.1
HOUSEHOLD_M = 10.0
ALL_PAIRS = 1_000_000
"""Up to so many pairs all are weighed; beyond, the nearest :data:`NEAREST` of each building."""
NEAREST = 100

Ints: TypeAlias = NDArray[np.int64]
Floats: TypeAlias = NDArray[np.float64]
Flags: TypeAlias = NDArray[np.bool_]


@dataclass(frozen=True)
class Proposal:
    """Who could look after which building.

    Attributes
    ----------
    pairs : DataFrame
        ``building``, ``member`` (keys), ``distance_m`` (NaN where the home is unknown), ``kept``;
        in the order of the buildings.
    unserved : DataFrame
        ``building``, ``reason``: ``no_members`` or ``too_few_members``.
    unused : DataFrame
        ``member``, ``reason``: ``home_unknown``, ``not_needed`` or ``has_enough``.
    """

    pairs: pd.DataFrame
    unserved: pd.DataFrame
    unused: pd.DataFrame


def propose_contacts(
    buildings: gpd.GeoDataFrame,
    members: gpd.GeoDataFrame,
    *,
    at_most: int = 1,
    keep: Mapping[Any, Any] | None = None,
) -> Proposal:
    """Give each building a member: one member one building where there are enough members.

    Parameters
    ----------
    buildings : GeoDataFrame
        ``key`` and geometry (points or footprints, EPSG:4326); optional ``households`` and
        ``group`` (a cell, an organisation).
    members : GeoDataFrame
        ``key`` and geometry (the home; empty or missing where it is unknown); optional
        ``group``, and ``taken``: places that a member has besides, which count as well.
    at_most : int
        Most places of one member.
    keep : Mapping, optional
        Building key to the key of the member who is there; kept unless that costs much.

    Returns
    -------
    Proposal

    Raises
    ------
    InputRefused
        If ``at_most`` is no positive number.
    """
    if at_most < 1:
        raise InputRefused(N_("A member must be allowed at least one building."))
    problem = _Problem(buildings, members, at_most, keep or {})
    found = problem.solve()
    return problem.told(found)


class _Problem:
    """Buildings and members as numbers."""

    def __init__(
        self,
        buildings: gpd.GeoDataFrame,
        members: gpd.GeoDataFrame,
        at_most: int,
        keep: Mapping[Any, Any],
    ) -> None:
        self.buildings = buildings.reset_index(drop=True)
        self.members = members.reset_index(drop=True)
        self.n, self.m, self.at_most = len(buildings), len(members), at_most
        taken = members["taken"] if "taken" in members else pd.Series(0, index=members.index)
        self.taken: Ints = taken.fillna(0).to_numpy(np.int64)
        self.sites, self.homes = _metres(self.buildings, self.members)
        homes = self.members.geometry
        self.known: Flags = ~(homes.isna() | homes.is_empty).to_numpy(bool)
        self.groups = _groups(self.buildings, self.members)
        number = {key: at for at, key in enumerate(self.members["key"])}
        self.kept: Ints = np.array(
            [number.get(keep.get(key), -1) for key in self.buildings["key"]], np.int64
        )

    def solve(self) -> Ints:
        """Find the member of each building, -1 for none."""
        places = int(np.clip(self.at_most - self.taken, 0, None).sum())
        if self.n == 0 or places == 0:
            return np.full(self.n, -1, np.int64)
        reach = self.m if self.n * self.m <= ALL_PAIRS else min(NEAREST, self.m)
        while True:
            found = self._flow(*self._candidates(reach))
            served = int((found >= 0).sum())
            # Free members may be out of reach of those that got none: look further.
            if served == min(self.n, places) or reach == self.m:
                return found
            reach = min(2 * reach, self.m)

    def _candidates(self, reach: int) -> tuple[Ints, Ints]:
        """Pair buildings with the members that come into question."""
        if reach == self.m:
            at, who = np.divmod(np.arange(self.n * self.m), self.m)
            return at, who
        homes = np.flatnonzero(self.known)
        parts = [np.column_stack([np.arange(self.n), self.kept])[self.kept >= 0]]
        if len(homes):
            near = cKDTree(self.homes[homes]).query(self.sites, k=min(reach, len(homes)))[1]
            near = near.reshape(self.n, -1)
            at = np.repeat(np.arange(self.n), near.shape[1])
            parts.append(np.column_stack([at, homes[near.ravel()]]))
        strangers = np.flatnonzero(~self.known)[:reach]  # To the flow they are all alike.
        at, who = np.divmod(np.arange(self.n * len(strangers)), max(len(strangers), 1))
        parts.append(np.column_stack([at, strangers[who]]))
        pairs = np.unique(np.concatenate(parts), axis=0)
        return pairs[:, 0], pairs[:, 1]

    def distances(self, at: Ints, who: Ints) -> Floats:
        """Give the straight metres between buildings and homes; NaN for unknown homes."""
        way: Floats = np.hypot(*(self.sites[at] - self.homes[who]).T)
        return way

    def _costs(self, at: Ints, who: Ints) -> Ints:
        """Give what pairs cost, in decimetres."""
        way = np.minimum(self.distances(at, who), FARTHEST_M)
        cost = np.where(self.known[who], way, UNKNOWN_M)
        ours, theirs = self.groups[at], self.groups[self.n + who]
        cost = cost + OTHER_GROUP_M * ((ours != theirs) & (ours >= 0) & (theirs >= 0))
        kept = self.kept[at] == who
        near = np.where(self.known[who], way, 0.0) * KEPT_SHARE
        return _decimetres(np.where(kept, near, cost))

    def _flow(self, at: Ints, who: Ints) -> Ints:
        """Send one unit from each building through a member, or past all of them, to the end."""
        # Only here: the library takes a second to load.
        from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

        flow, end = SimpleMinCostFlow(), self.n + self.m
        cost, ones = self._costs(at, who), np.ones(len(at), np.int64)
        pairs = flow.add_arcs_with_capacity_and_unit_cost(at, self.n + who, ones, cost)
        for number in range(self.at_most):
            free = np.flatnonzero(self.taken <= number)
            step = np.full(len(free), round(number * EXTRA_M * 10), np.int64)
            ones = np.ones(len(free), np.int64)
            flow.add_arcs_with_capacity_and_unit_cost(
                self.n + free, np.full(len(free), end), ones, step
            )
        every = np.arange(self.n)
        ones = np.ones(self.n, np.int64)
        flow.add_arcs_with_capacity_and_unit_cost(every, np.full(self.n, end), ones, self._left())
        flow.set_nodes_supplies(every, ones)
        flow.set_node_supply(end, -self.n)
        status = flow.solve()
        if status != flow.OPTIMAL:  # All can pass by the members, so there is always a flow.
            raise RuntimeError(f"min-cost flow ended with {status}")
        found = np.full(self.n, -1, np.int64)
        chosen = np.asarray(flow.flows(pairs)) > 0
        found[at[chosen]] = who[chosen]
        return found

    def _left(self) -> Ints:
        """Give what it costs to leave buildings without anybody: more than serving all."""
        dearest_m = self.n * (UNKNOWN_M + OTHER_GROUP_M + self.at_most * EXTRA_M)
        cost_m: Floats = dearest_m + UNKNOWN_M * (self.kept >= 0).astype(np.float64)
        if "households" in self.buildings:
            households = self.buildings["households"].astype("Float64").fillna(0)
            cost_m = cost_m + HOUSEHOLD_M * households.to_numpy(np.float64)
        return _decimetres(cost_m)

    def told(self, found: Ints) -> Proposal:
        """Say the answer in keys, with what is left over and why."""
        at = np.flatnonzero(found >= 0)
        who = found[at]
        pairs = pd.DataFrame(
            {
                "building": self.buildings["key"].to_numpy()[at],
                "member": self.members["key"].to_numpy()[who],
                "distance_m": self.distances(at, who).round(1),
                "kept": self.kept[at] == who,
            }
        )
        none = self.buildings["key"][found < 0]
        reason = "too_few_members" if self.m else "no_members"
        unserved = pd.DataFrame({"building": none, "reason": reason}).reset_index(drop=True)
        idle = np.setdiff1d(np.arange(self.m), who)
        why = np.where(self.known[idle], "not_needed", "home_unknown")
        why = np.where(self.taken[idle] >= self.at_most, "has_enough", why)
        unused = pd.DataFrame({"member": self.members["key"].to_numpy()[idle], "reason": why})
        return Proposal(pairs, unserved, unused)


def _groups(buildings: gpd.GeoDataFrame, members: gpd.GeoDataFrame) -> Ints:
    """Give groups of buildings, then of members, as numbers; -1 where there is none."""
    if "group" not in buildings or "group" not in members:
        return np.full(len(buildings) + len(members), -1, np.int64)
    both = pd.concat([buildings["group"].astype(object), members["group"].astype(object)])
    codes: Ints = pd.factorize(both)[0].astype(np.int64)
    return codes


def _decimetres(cost_m: Floats) -> Ints:
    """Give costs as whole numbers, which the flow needs."""
    whole: Ints = np.rint(cost_m * 10).astype(np.int64)
    return whole


def _metres(buildings: gpd.GeoDataFrame, members: gpd.GeoDataFrame) -> tuple[Floats, Floats]:
    """Give the places of buildings and homes in metres; NaN for homes that are unknown."""
    if buildings.empty:
        return np.empty((0, 2)), np.full((len(members), 2), np.nan)
    sites = buildings.geometry.representative_point()
    middle = sites.iloc[0]
    srid = metric_srid(middle.x, middle.y)
    homes = gpd.GeoSeries(members.geometry.to_numpy(), crs=STORAGE_SRID).representative_point()
    return _xy(sites.to_crs(srid)), _xy(homes.to_crs(srid))


def _xy(points: gpd.GeoSeries) -> Floats:
    """Give coordinates, NaN for what is missing or empty."""
    return np.column_stack([points.x.to_numpy(float), points.y.to_numpy(float)])
