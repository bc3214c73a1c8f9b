"""One closed walk over all copies of lanes, in an order that a person would walk."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import numpy as np

from patrol.lanes.graph import LaneGraph
from patrol.noding import Floats, Ints

_TURN_BACK = 4.0
"""What turning round on the spot costs, where a sharp bend costs 2 and going straight on 0."""


def closed_walk(
    graph: LaneGraph, copies: Ints, heading: Floats, start: int
) -> list[tuple[int, bool]]:
    """Order copies of lanes to one walk that prefers going straight on.

    At each node the lanes that meet are paired by how straight one leads on to the other, which
    gives rings; rings that meet are then joined where that bends the walk least (Hierholzer's
    rings of 1873, chosen with a view to turns).

    Parameters
    ----------
    graph : LaneGraph
        The lanes.
    copies : (m,) int array
        How often each is walked: even at every node, and in one piece.
    heading : (m, 2, 2) array
        Unit vectors in which each lane leaves its first and its second end.
    start : int
        Node at which the walk begins and ends; some walked lane must touch it.

    Returns
    -------
    list of (lane, bool)
        In order of walking; True from its first to its second end.

    Raises
    ------
    ValueError
        If the copies do not make one closed walk.
    """
    lane = np.repeat(np.arange(len(graph)), copies)
    pairing = _Pairing(graph, lane, heading)
    pairing.pair_all()
    while len(rings := pairing.rings()) > 1:
        if not pairing.join(rings):
            raise ValueError("the lanes fall into several pieces")
    first = next((end for end in rings[0] if pairing.node[end] == start), None)
    if first is None:
        raise ValueError("no walked lane touches the start")
    return [(int(lane[end >> 1]), end & 1 == 0) for end in pairing.ring(first)]


class _Pairing:
    """Which end of a lane follows on which, at every node.

    The copy ``k`` of a lane has the ends ``2 k`` and ``2 k + 1``; who leaves by one arrives at
    the other, and leaves by the partner of that.
    """

    def __init__(self, graph: LaneGraph, lane: Ints, heading: Floats) -> None:
        self.lane = np.repeat(lane, 2)
        self.node = np.column_stack([graph.u[lane], graph.v[lane]]).reshape(-1)
        self._heading = heading[lane].reshape(-1, 2)
        self._partner = np.full(len(self.node), -1)
        order = np.argsort(self.node, kind="stable")
        cuts = np.flatnonzero(np.diff(self.node[order])) + 1
        self._at = np.split(order, cuts)

    def pair_all(self) -> None:
        """Pair the ends at every node, the straightest first."""
        for ends in self._at:
            if len(ends) % 2:
                raise ValueError("an odd number of lanes meets a node")
            pairs = combinations(ends.tolist(), 2)
            for one, other in sorted(pairs, key=lambda pair: self._bend(*pair)):
                if self._partner[one] < 0 and self._partner[other] < 0:
                    self._tie(one, other)

    def _tie(self, one: int, other: int) -> None:
        self._partner[one], self._partner[other] = other, one

    def _bend(self, one: int, other: int) -> float:
        """Give how much a walk bends that comes in by one end and leaves by another."""
        if self.lane[one] == self.lane[other] and (one - other) % 2 == 0:
            return _TURN_BACK
        return 1.0 + float(self._heading[one] @ self._heading[other])

    def ring(self, first: int) -> Iterator[int]:
        """Walk on from leaving by an end until one leaves by it again; give the ends left by."""
        end = first
        while True:
            yield end
            end = int(self._partner[end ^ 1])
            if end == first:
                return

    def rings(self) -> list[list[int]]:
        """Give the rings, each by both ends of its lanes: those left by, then those arrived at."""
        seen = np.zeros(len(self.node), dtype=bool)
        rings = []
        for first in range(0, len(self.node), 2):
            if not seen[first]:
                left_by = list(self.ring(first))
                rings.append([*left_by, *(end ^ 1 for end in left_by)])
                seen[rings[-1]] = True
        return rings

    def join(self, rings: list[list[int]]) -> bool:
        """Join rings that meet, where it bends the walk least; tell whether any were joined."""
        group = np.empty(len(self.node), dtype=np.int64)
        for number, ends in enumerate(rings):
            group[ends] = number
        joined = False
        for _, one, other in sorted(self._meetings(group)):
            # An earlier joining may have joined these rings, or paired these ends anew.
            if group[one] != group[other]:
                before, after = int(self._partner[one]), int(self._partner[other])
                self._tie(one, other)
                self._tie(before, after)
                group[group == group[other]] = group[one]
                joined = True
        return joined

    def _meetings(self, group: Ints) -> Iterator[tuple[float, int, int]]:
        """List pairs of ends of different rings at a node, and what pairing them would bend."""
        for ends in self._at:
            if len({int(group[end]) for end in ends}) < 2:
                continue
            for one, other in combinations(ends.tolist(), 2):
                if group[one] != group[other]:
                    was, will = int(self._partner[one]), int(self._partner[other])
                    bend = self._bend(one, other) + self._bend(was, will)
                    yield bend - self._bend(one, was) - self._bend(other, will), one, other
