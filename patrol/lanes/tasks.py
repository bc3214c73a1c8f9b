"""Lanes as tasks: each is served in one of two directions, with a cheapest way to the next."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from patrol.lanes.connect import shortest_ways
from patrol.lanes.graph import LaneGraph
from patrol.noding import Ints


@dataclass(frozen=True, eq=False)
class LaneTasks:
    """Tasks to be shared out between walkers who begin and end at one place.

    Task ``t`` is served forth as arc ``2 t`` and back as arc ``2 t + 1``; the place is the arc
    behind the last.

    Attributes
    ----------
    lane : (t,) int array
        Lane of each task.
    serve : (t,) int array
        What serving it costs.
    load : (t,) int array
        What serving it takes of a walker's capacity.
    between : (2 t + 1, 2 t + 1) int32 array
        What getting from the end of one arc to the beginning of another costs.
    flip : (2 t,) int array
        The arc that an arc becomes when its walk is turned round: the other of its task, or
        itself where it ends where it begins.
    """

    lane: Ints
    serve: Ints
    load: Ints
    between: NDArray[np.int32]
    flip: Ints

    def __len__(self) -> int:
        return len(self.lane)


def lay_tasks(graph: LaneGraph, start: int, load: Ints) -> LaneTasks:
    """Make a task of each required lane.

    Parameters
    ----------
    graph : LaneGraph
        The lanes.
    start : int
        Node at which all walks begin and end.
    load : (m,) int array
        What serving each lane takes.

    Returns
    -------
    LaneTasks

    Raises
    ------
    ValueError
        If a required lane can't be reached from the start.
    """
    lane = np.flatnonzero(graph.required > 0)
    ends = np.column_stack([graph.u[lane], graph.v[lane]])
    # Served forth and back, a lane is left where it was entered.
    twice = (graph.required[lane] > 1)[:, None]
    tail = np.append(ends.reshape(-1), start)
    head = np.append(np.where(twice, ends, ends[:, ::-1]).reshape(-1), start)
    nodes, number = np.unique(tail, return_inverse=True)
    away, _ = shortest_ways(graph, nodes)
    matrix = away[:, nodes]
    if not np.isfinite(matrix).all():
        raise ValueError("a required lane can't be reached from the start")
    of_head = np.searchsorted(nodes, head)
    between = np.rint(matrix[np.ix_(of_head, number)]).astype(np.int32)
    serve = graph.cost[lane] * graph.required[lane]
    arcs = np.arange(2 * len(lane))
    flip = np.where(np.repeat(twice[:, 0], 2), arcs, arcs ^ 1)
    return LaneTasks(lane, serve, np.asarray(load)[lane], between, flip)
