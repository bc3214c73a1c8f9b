"""Share lanes out between volunteers: fairly, or what is needed most where time is short."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from patrol.lanes.connect import shortest_ways
from patrol.lanes.graph import LaneGraph
from patrol.lanes.proof import best_cover
from patrol.lanes.rural import Cover, with_start
from patrol.lanes.search import Limits, Search
from patrol.lanes.tasks import LaneTasks, lay_tasks
from patrol.noding import Floats, Ints
from patrol.tours.effort import Effort

_MS = 1000.0
_TRIFLE = 0.02
"""What the sum of all walks counts beside the longest one, or beside what is left out."""
_EVEN = 0.5
"""What the squares of walks count, in walks of mean length."""
_LEFT_OUT = 3.0
"""What leaving out a lane of mean need counts, in walks along a lane of mean length."""
_LEAST_ROUNDS, _ROUNDS_A_LANE = 40, 2


@dataclass(frozen=True, eq=False)
class Shared:
    """Who walks what.

    Attributes
    ----------
    copies : list of (m,) int arrays
        How often each volunteer walks each lane; each makes one closed walk from the start.
    left_out : int array
        Required lanes that nobody walks.
    gap : float or None
        At most this share is the longest walk longer than it need be; None where lanes are
        left out.
    """

    copies: list[Ints]
    left_out: Ints
    gap: float | None


def share_out(
    graph: LaneGraph,
    start: int,
    volunteers: int,
    need: Floats,
    max_s: float | None,
    effort: Effort,
) -> Shared:
    """Share required lanes out between volunteers who begin and end at one node.

    All lanes are shared so that the longest walk is short. Should it be longer than allowed,
    lanes are chosen so that as much need as possible is met within the time. Each walk is then
    replaced by a shortest one along its lanes.

    Parameters
    ----------
    graph : LaneGraph
        Costs in milliseconds.
    start : int
        Node where all walks begin and end.
    volunteers : int
        How many; at least one.
    need : (m,) array
        How much each lane needs a visit.
    max_s : float or None
        Longest walk, seconds.
    effort : Effort
        What may be spent.

    Returns
    -------
    Shared
    """
    whole = best_cover(with_start(graph, start), effort.part(effort.left_s * 0.4))
    fair = _fair(graph, start, volunteers, whole, effort)
    limit = np.inf if max_s is None else max_s * _MS
    if _longest(graph, fair.copies) <= limit:
        return fair
    return _chosen(graph, start, volunteers, need, limit, effort)


def _longest(graph: LaneGraph, copies: list[Ints]) -> int:
    return max((int((graph.cost * walk).sum()) for walk in copies), default=0)


def _fair(graph: LaneGraph, start: int, volunteers: int, whole: Cover, effort: Effort) -> Shared:
    """Share out all lanes so that the longest walk is short."""
    none = np.empty(0, dtype=np.int64)
    if volunteers == 1 or not graph.required.any():
        return Shared([whole.copies[: len(graph)]], none, whole.gap)
    tasks = lay_tasks(graph, start, graph.cost)
    free = np.full(volunteers, np.inf)
    even = _EVEN * volunteers / max(whole.bound, 1)
    limits = Limits(np.full(volunteers, _TRIFLE), free, free, worst=1.0, square=even)
    lanes = _searched(tasks, limits, effort)
    copies = [_walk(graph, start, own, effort, volunteers) for own in lanes]
    least = max(-(-whole.bound // volunteers), _farthest(graph, tasks, start))
    return Shared(copies, none, _longest(graph, copies) / least - 1.0 if least else 0.0)


def _chosen(
    graph: LaneGraph, start: int, volunteers: int, need: Floats, limit: float, effort: Effort
) -> Shared:
    """Choose the lanes that are needed most and fit into the time."""
    required = graph.required > 0
    share = need / max(float(need[required].mean()), 1e-9)
    tasks = lay_tasks(graph, start, np.rint(np.maximum(share, 0) * _MS).astype(np.int64))
    worth = _LEFT_OUT * float(tasks.serve.mean()) / _MS
    weight = np.append(np.full(volunteers, _TRIFLE), 0.0)
    free = np.full(volunteers + 1, np.inf)
    cost = np.append(np.full(volunteers, limit), np.inf)
    lanes = _searched(tasks, Limits(weight, free, cost, left_out=worth), effort)[:-1]
    copies = [_walk(graph, start, own, effort, volunteers) for own in lanes]
    walked = sum(copies, np.zeros(len(graph), dtype=np.int64))
    return Shared(copies, np.flatnonzero(required & (walked < graph.required)), None)


def _searched(tasks: LaneTasks, limits: Limits, effort: Effort) -> list[Ints]:
    """Search for long enough; give the lanes of each walk."""
    search = Search(tasks, limits, effort.seed)
    search.run(effort.part(effort.left_s * 0.7), rounds=_LEAST_ROUNDS + _ROUNDS_A_LANE * len(tasks))
    return [tasks.lane[arcs >> 1] for arcs in search.walks]


def _walk(graph: LaneGraph, start: int, lanes: Ints, effort: Effort, walkers: int) -> Ints:
    """Give a shortest walk from the start along some of the lanes."""
    if not len(lanes):
        return np.zeros(len(graph), dtype=np.int64)
    own = np.zeros(len(graph), dtype=np.int64)
    own[lanes] = graph.required[lanes]
    asked = with_start(replace(graph, required=own), start)
    return best_cover(asked, effort.part(effort.left_s / walkers)).copies[: len(graph)]


def _farthest(graph: LaneGraph, tasks: LaneTasks, start: int) -> int:
    """Give what going to the farthest lane, along it and back costs: no share is less."""
    away, _ = shortest_ways(graph, np.array([start]))
    there, on = away[0][graph.u[tasks.lane]], away[0][graph.v[tasks.lane]]
    once = graph.required[tasks.lane] == 1
    back = np.where(once, there + on, 2 * np.minimum(there, on))
    return int((back + tasks.serve).max())
