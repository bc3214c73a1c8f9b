"""``python -m bench lanes``: every lane of real cells, walked once, with a proof.

Extracts beside the project are divided into cells along streets, each lane is given to one
cell, and each cell's lanes are walked: length, lower bound, gap and seconds; beside them the
length by ``networkx.eulerize`` (which ignores lengths; over the cell's lanes and the shortest
ways between their pieces) and the seconds of the same join by a dense matching.
"""

from __future__ import annotations

import itertools
import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import geopandas as gpd
import networkx as nx
import numpy as np
import shapely

from bench.division.sets import Missing, load
from bench.ground import Ground
from geodata.crs import crs_of, metric_srid
from geodata.divide import Variant, divide_ground
from patrol.lanes.cells import share_lanes
from patrol.lanes.connect import connecting_lanes, shortest_ways
from patrol.lanes.graph import LaneGraph
from patrol.lanes.ground import lay_ground
from patrol.lanes.joins import minimum_join
from patrol.lanes.proof import best_cover
from patrol.network import build_network
from patrol.tours.effort import Effort

SETS = ("beijing_cau", "beijing_bupt", "hangzhou_zijingang", "singapore_sengkang")
LIMIT_S = 60.0
_PACE_M_S = 1.0
_MM = 1000.0
_DIVIDE_S = 10.0
_NO_PATHS = ("rail", "water", "stream", "wall", "fence", "hedge", "estate")


@dataclass(frozen=True)
class Row:
    """One cell: lanes asked for and pieces that they make, metres, gap, seconds."""

    lanes: int
    pieces: int
    walk_m: float
    bound_m: float
    seconds: float
    eulerize_m: float
    join_s: float
    dense_s: float
    equal: bool

    @property
    def gap(self) -> float:
        """At most this share longer than need be."""
        return self.walk_m / self.bound_m - 1.0


def main() -> None:
    """Run and print."""
    print("cell                     lanes pieces   walk m  bound m   gap %      s  eulerize"
          "   join s  dense s  equal")  # fmt: skip
    rows = []
    for name in SETS:
        try:
            for number, row in enumerate(_cells(name)):
                rows.append(row)
                print(f"{name:<20} {number:>3} {row.lanes:>6} {row.pieces:>6} {row.walk_m:>8.0f} "
                      f"{row.bound_m:>8.0f} {100 * row.gap:>7.3f} {row.seconds:>6.2f} "
                      f"{100 * (row.eulerize_m / row.walk_m - 1):>+7.1f} % {row.join_s:>8.4f} "
                      f"{row.dense_s:>8.3f}  {row.equal}", flush=True)  # fmt: skip
        except Missing as error:
            print(error)
    if rows:
        _sum_up(rows)


def _sum_up(rows: list[Row]) -> None:
    proven = sum(row.gap <= 0 for row in rows)
    print(f"\n{proven} of {len(rows)} cells proven optimal ({100 * proven / len(rows):.0f} %), "
          f"median {statistics.median(row.seconds for row in rows):.2f} s, "
          f"longest {max(row.seconds for row in rows):.1f} s")  # fmt: skip
    faster = sum(row.dense_s for row in rows) / sum(row.join_s for row in rows)
    print(f"the join is {faster:.0f} times as fast as a dense matching; equal in "
          f"{sum(row.equal for row in rows)} of {len(rows)}")  # fmt: skip


def _cells(name: str) -> Iterator[Row]:
    """Divide an extract and walk each cell's lanes."""
    ground = load(name)
    paths = ground.barriers[ground.barriers.geometry.geom_type == "LineString"]
    paths = paths[~paths["kind"].isin(_NO_PATHS)]
    srid = metric_srid(*shapely.centroid(ground.boundary).coords[0])
    network = build_network(paths.reset_index(drop=True), srid=srid)
    cells = _divided(ground).to_crs(crs_of(srid))
    owner = share_lanes(network, cells.geometry.to_list())
    for number in range(len(cells)):
        if (owner == number).any():
            laid = lay_ground(network, owner == number, sides=1, pace_m_s=_PACE_M_S)
            metres = np.rint(network.edge_length_m * _MM).astype(np.int64)
            yield _walked(replace(laid.graph, cost=metres))


def _divided(ground: Ground) -> gpd.GeoDataFrame:
    return divide_ground(
        ground.buildings, ground.boundary, ground.barriers, cells=max(ground.cells, 4), seed=1,
        variant=Variant.STREETS, time_limit_s=_DIVIDE_S,
    ).cells  # fmt: skip


def _walked(graph: LaneGraph) -> Row:
    """Walk one cell's lanes, and measure the peers."""
    began = time.perf_counter()
    cover = best_cover(graph, Effort(LIMIT_S))
    took = time.perf_counter() - began
    joined = graph.required.copy()
    joined[connecting_lanes(graph, graph.required)] |= 1
    whole = replace(graph, required=joined)
    odd = whole.odd(joined)
    began = time.perf_counter()
    join = minimum_join(whole, odd)
    join_s = time.perf_counter() - began
    began = time.perf_counter()
    dense = _dense_join(whole, np.flatnonzero(odd))
    dense_s = time.perf_counter() - began
    return Row(
        int((graph.required > 0).sum()), int(graph.pieces(graph.required).max()) + 1,
        cover.cost / _MM, cover.bound / _MM, took, _eulerize(whole) / _MM, join_s, dense_s,
        int(graph.cost[join].sum()) == dense,
    )  # fmt: skip


def _dense_join(graph: LaneGraph, odd: np.ndarray) -> int:
    """Match odd nodes on all the distances between them."""
    away, _ = shortest_ways(graph, odd)
    dense: Any = nx.Graph()
    for one, other in itertools.combinations(range(len(odd)), 2):
        dense.add_edge(one, other, weight=round(away[one, odd[other]]))
    return sum(dense[a][b]["weight"] for a, b in nx.min_weight_matching(dense))


def _eulerize(graph: LaneGraph) -> int:
    """Make the required lanes even by networkx."""
    plain: Any = nx.MultiGraph()
    for lane in np.flatnonzero(graph.required > 0).tolist():
        plain.add_edge(int(graph.u[lane]), int(graph.v[lane]), weight=int(graph.cost[lane]))
    cheapest = {
        frozenset((u, v)): min(each["weight"] for each in plain[u][v].values())
        for u, v in plain.edges()
    }
    again = nx.eulerize(plain)
    first = sum(weight for _, _, weight in plain.edges(data="weight"))
    added = sum(
        (again.number_of_edges(u, v) - plain.number_of_edges(u, v)) * weight
        for (u, v), weight in ((tuple(pair), w) for pair, w in cheapest.items() if len(pair) == 2)
    )
    return int(first + added)
