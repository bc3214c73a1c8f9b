"""``python -m bench walked``: how well tracks with a known truth are matched, over many seeds.

Routes are planned through the cells of the demo community and through neighbourhoods of real
extracts, walked with phones of 5, 8 and 10 m accuracy that stand still, wander indoors and have
gaps, and matched; beside it the usual shortcut, each fix to its nearest edge. Printed per ground
and accuracy: the mean and worst difference of the covered length from the truth, what was missed,
what was claimed and not walked, all in % of the length walked; at the end, how many of all walks
came out within 2 %. Ways of matching were tuned on the seeds from 0 on: judge them by others.
"""

from __future__ import annotations

import argparse
import datetime as dt
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely

from bench.walks import Phone, Walk, make_walk
from demo import generate
from geodata.crs import metric_srid
from patrol.network import WalkingNetwork, build_network
from patrol.track.candidates import segment_start_m
from patrol.track.clean import clean_track
from patrol.track.fixes import Fixes
from patrol.track.match import match_track
from patrol.track.stretches import Stretches, common_m, stretches_of

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data" / "osm"
TOWNS = ("beijing_cau", "hangzhou_zijingang")
ACCURACIES_M = (5.0, 8.0, 10.0)
GOAL_PCT = 2.0
HOODS, STOPS = 4, 40

StopSets = list[gpd.GeoDataFrame]


def main(words: Sequence[str] = ()) -> None:
    """Measure and print, a line a ground and accuracy.

    Parameters
    ----------
    words : sequence of str
        Options as written in the terminal.
    """
    parser = argparse.ArgumentParser(prog="python -m bench walked", description=__doc__)
    parser.add_argument("--first-seed", type=int, default=0)
    parser.add_argument("--seeds", type=int, default=3, help="walks of each route")
    asked = parser.parse_args(words)
    seeds = range(asked.first_seed, asked.first_seed + asked.seeds)
    off = []
    print(f"{'ground':<20}{'phone':>6}{'walks':>6} | ours: mean worst missed false |"
          " nearest edge: mean missed false | s a walk")  # fmt: skip
    for name, network, sets in grounds():
        for accuracy_m in ACCURACIES_M:
            rows, seconds = _measured(network, sets, Phone(error_m=accuracy_m), seeds)
            ours, naive = rows[:, :3], rows[:, 3:]
            off += [np.abs(ours[:, 0])]
            print(
                f"{name:<20}{accuracy_m:>5.0f}m{len(rows):>6} | "
                f"{np.abs(ours[:, 0]).mean():10.1f} {np.abs(ours[:, 0]).max():5.1f} "
                f"{ours[:, 1].mean():6.1f} {ours[:, 2].mean():5.1f} | "
                f"{np.abs(naive[:, 0]).mean():18.1f} {naive[:, 1].mean():6.1f} "
                f"{naive[:, 2].mean():5.1f} | {seconds:8.2f}",
                flush=True,
            )
    every = np.concatenate(off)
    print(
        f"{len(every)} walks: mean {every.mean():.2f} %, worst {every.max():.2f} %, "
        f"{(every <= GOAL_PCT).sum()} within {GOAL_PCT:g} %"
    )


def _measured(
    network: WalkingNetwork, sets: StopSets, phone: Phone, seeds: range
) -> tuple[np.ndarray, float]:
    """Walk each set with each seed; give errors in % and the seconds of matching one walk."""
    rows, taken = [], 0.0
    for stops in sets:
        for seed in seeds:
            walk = make_walk(network, stops, phone, seed)
            began = time.perf_counter()
            ours = matched(network, walk.fixes)
            taken += time.perf_counter() - began
            rows.append((*errors(ours, walk), *errors(nearest_edges(network, walk.fixes), walk)))
    return 100 * np.array(rows), taken / len(rows)


def matched(network: WalkingNetwork, fixes: Fixes) -> Stretches:
    """Match fixes as the product does.

    Parameters
    ----------
    network : WalkingNetwork
    fixes : Fixes

    Returns
    -------
    Stretches
    """
    walked = match_track(network, clean_track(fixes, network))
    return stretches_of(walked.edge, walked.from_m, walked.to_m)


def nearest_edges(network: WalkingNetwork, fixes: Fixes) -> Stretches:
    """Take each fix to its nearest edge: covered is what lies between the fixes of an edge.

    Parameters
    ----------
    network : WalkingNetwork
    fixes : Fixes

    Returns
    -------
    Stretches
    """
    points = np.asarray(shapely.points(fixes.xy(network.srid)), dtype=np.object_)
    segment = network.segment_tree.query_nearest(points, all_matches=False)[1]
    along_m = shapely.line_locate_point(network.segments[segment], points)
    along_m = along_m + segment_start_m(network)[segment]
    edge, owner = np.unique(network.segment_edge[segment], return_inverse=True)
    low, high = np.full(len(edge), np.inf), np.zeros(len(edge))
    np.minimum.at(low, owner, along_m)
    np.maximum.at(high, owner, along_m)
    return stretches_of(edge, low, high)


def errors(found: Stretches, walk: Walk) -> tuple[float, float, float]:
    """Compare a coverage with the truth.

    Parameters
    ----------
    found : Stretches
    walk : Walk

    Returns
    -------
    (float, float, float)
        Difference of the covered length, what was missed, and what was claimed and not walked,
        each as a share of the length walked.
    """
    true_m, both_m = walk.truth.length_m, common_m(found, walk.truth)
    return (
        found.length_m / true_m - 1,
        1 - both_m / true_m,
        (found.length_m - both_m) / true_m,
    )


def grounds() -> Iterator[tuple[str, WalkingNetwork, StopSets]]:
    """Give the demo, and the real extracts where they are at hand.

    Yields
    ------
    name, network, sets of stops
    """
    yield "demo kangle", *demo_ground()
    for town in TOWNS:
        file = SHARED / town / f"{town}.gpkg"
        if file.is_file():
            yield town, *real_ground(file)


def demo_ground() -> tuple[WalkingNetwork, StopSets]:
    """Give the network of the demo community, and the entrances of each of its cells."""
    made = generate("kangle", today=dt.date(2026, 11, 1))
    middle = made.boundary.geometry.iloc[0].centroid
    network = build_network(made.paths, srid=metric_srid(middle.x, middle.y))
    doors = made.entrances
    inside = [doors[doors.within(cell)] for cell in made.cells.geometry]
    return network, [_plain(stops) for stops in inside if len(stops)]


def real_ground(file: Path) -> tuple[WalkingNetwork, StopSets]:
    """Give the network of a real extract, and some neighbourhoods of forty buildings."""
    roads = gpd.read_file(file, layer="roads").rename(columns={"highway": "kind", "osm_id": "key"})
    homes = gpd.read_file(file, layer="buildings").rename(columns={"osm_id": "key"})
    west, south, east, north = homes.total_bounds
    srid = metric_srid((west + east) / 2, (south + north) / 2)
    network = build_network(roads, srid=srid)
    xy = shapely.get_coordinates(homes.to_crs(srid).representative_point().to_numpy())
    middles = np.random.default_rng(3).integers(len(xy), size=HOODS)
    near = [np.hypot(*(xy - xy[middle]).T).argsort()[:STOPS] for middle in middles]
    return network, [_plain(homes.iloc[rows]) for rows in near]


def _plain(places: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    named = places.assign(name=places["key"])
    return named[["key", "name", "geometry"]].reset_index(drop=True)
