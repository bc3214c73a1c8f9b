"""Put stops into the graph as nodes, so that their distances need no special cases."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from patrol.network import WalkingNetwork
from patrol.noding import Floats, Ints
from patrol.snap import Snaps

_SAME_M = 1e-6


@dataclass(frozen=True, eq=False)
class TerminalGraph:
    """The network with its edges split at the stops; the stops are nodes, the terminals.

    Attributes
    ----------
    node_count : int
        Nodes of the network, then the new ones.
    u, v : (m,) int arrays
        Ends of the split edges.
    cost : (m,) array
        Cost of each, in the unit given; above zero.
    base : (m,) int array
        Edge of the network that it is a part of.
    from_m, to_m : (m,) arrays
        Which part: metres along that edge, at ``u`` and at ``v``.
    terminal : (n,) int array
        Node of each stop; stops at one place share a node.
    """

    node_count: int
    u: Ints
    v: Ints
    cost: Floats
    base: Ints
    from_m: Floats
    to_m: Floats
    terminal: Ints


def split_at_stops(network: WalkingNetwork, snaps: Snaps, cost: Floats | None) -> TerminalGraph:
    """Split the edges of a network at the stops that lie on them.

    Parameters
    ----------
    network : WalkingNetwork
        Where one can walk.
    snaps : Snaps
        Places of the stops on it.
    cost : (e,) array or None
        Cost of each whole edge, spread evenly over its length; None takes metres.

    Returns
    -------
    TerminalGraph
    """
    length_m = network.edge_length_m
    edge, along_m, place = _inner_places(network, snaps)
    new = network.node_count + np.arange(len(edge))
    at_start = snaps.along_m <= length_m[snaps.edge] / 2
    end = np.where(at_start, network.edge_u[snaps.edge], network.edge_v[snaps.edge])
    terminal = np.where(place >= 0, network.node_count + place, end)
    # Every edge starts at u and ends at v; the places between cut it into parts.
    every = np.arange(network.edge_count)
    base = np.concatenate([every, edge])
    start_m = np.concatenate([np.zeros(network.edge_count), along_m])
    start = np.concatenate([network.edge_u, new])
    order = np.lexsort((start_m, base))
    base, start_m, start = base[order], start_m[order], start[order]
    last = np.append(base[1:] != base[:-1], True)
    to_m = np.where(last, length_m[base], np.roll(start_m, -1))
    per_m = np.ones(network.edge_count) if cost is None else cost / length_m
    return TerminalGraph(
        node_count=network.node_count + len(edge),
        u=start,
        v=np.where(last, network.edge_v[base], np.roll(start, -1)),
        cost=(to_m - start_m) * per_m[base],
        base=base,
        from_m=start_m,
        to_m=to_m,
        terminal=terminal,
    )


def _inner_places(network: WalkingNetwork, snaps: Snaps) -> tuple[Ints, Floats, Ints]:
    """List the distinct places inside edges, and for each stop its place or -1 at a node."""
    ticks = np.rint(snaps.along_m / _SAME_M).astype(np.int64)
    whole = np.rint(network.edge_length_m[snaps.edge] / _SAME_M).astype(np.int64)
    inner = (ticks > 0) & (ticks < whole)
    pairs = np.column_stack([snaps.edge, ticks])[inner]
    distinct, inverse = np.unique(pairs, axis=0, return_inverse=True)
    place = np.full(len(snaps), -1, dtype=np.int64)
    place[inner] = inverse.reshape(-1)
    return distinct[:, 0], distinct[:, 1] * _SAME_M, place
