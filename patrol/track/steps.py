"""How likely it is to have walked from one possible place to another."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from patrol.network import WalkingNetwork
from patrol.track.candidates import Candidates
from patrol.track.clean import FASTEST_M_S, CleanTrack
from patrol.track.fixes import Floats, Ints
from patrol.track.local import LocalGraph

GAP_S = 45.0
"""Longer without a place than this, a track has a gap."""

SLOWEST_M_S = 0.25
"""Whoever came forward more slowly than this over a gap may have been anywhere in between."""

_NEAR_M = 60.0
_DETOUR, _DETOUR_M = 2.0, 100.0
_HASTE_M = 40.0
_BRISK_M_S = 2.5
_CHUNK = 32


@dataclass(frozen=True, eq=False)
class Steps:
    """From each place of a track to the next.

    Attributes
    ----------
    crow_m : (n - 1,) array
        Metres as the crow flies.
    cap_m : (n - 1,) array
        Longest way that is plausible; 0 where a gap must be left open.
    """

    crow_m: Floats
    cap_m: Floats


def plan_steps(track: CleanTrack) -> Steps:
    """Say for each step how long a way could be.

    A gap is bridged only if the way would have taken about the time that passed: not faster than
    a brisk walk, and not so slowly that there was time to go elsewhere.

    Parameters
    ----------
    track : CleanTrack

    Returns
    -------
    Steps
    """
    crow_m = np.hypot(*np.diff(track.xy, axis=0).T)
    cap_m = _DETOUR * crow_m + _DETOUR_M
    if track.timed:
        passed_s = track.at_s[1:] - track.until_s[:-1]
        gap = passed_s > GAP_S
        fastest = np.where(gap, _BRISK_M_S, FASTEST_M_S)
        cap_m = np.minimum(cap_m, fastest * passed_s + _HASTE_M)
        cap_m[gap & (crow_m > _NEAR_M) & (crow_m < SLOWEST_M_S * passed_s)] = 0.0
    return Steps(crow_m, np.asarray(cap_m))


def ways_m(
    network: WalkingNetwork, local: LocalGraph, found: Candidates, steps: Steps
) -> list[Floats]:
    """Measure the ways between the candidates of each place and those of the next.

    Parameters
    ----------
    network : WalkingNetwork
    local : LocalGraph
    found : Candidates
    steps : Steps

    Returns
    -------
    list of (k, l) array
        Metres, one array a step; infinite beyond its cap.
    """
    ways = []
    for begin in range(0, len(steps.crow_m), _CHUNK):
        end = min(begin + _CHUNK, len(steps.crow_m))
        rows = slice(found.first[begin], found.first[end])
        ends = local.node[_ends(network, found.edge[rows])]
        nodes = np.unique(ends)
        far_m = local.from_nodes(nodes, float(steps.cap_m[begin:end].max()))
        for step in range(begin, end):
            here = slice(found.first[step], found.first[step + 1])
            there = slice(found.first[step + 1], found.first[step + 2])
            way = _between(network, local, found, here, there, nodes, far_m)
            ways.append(np.where(way <= steps.cap_m[step], way, np.inf))
    return ways


def _ends(network: WalkingNetwork, edge: Ints) -> Ints:
    return np.column_stack([network.edge_u[edge], network.edge_v[edge]])


def to_ends_m(network: WalkingNetwork, edge: Ints, along_m: Floats) -> Floats:
    """Measure from places on edges to both ends of the edge.

    Parameters
    ----------
    network : WalkingNetwork
    edge : (k,) int array
    along_m : (k,) array

    Returns
    -------
    (k, 2) array
        Metres to the start and to the end.
    """
    return np.column_stack([along_m, network.edge_length_m[edge] - along_m])


def _between(
    network: WalkingNetwork,
    local: LocalGraph,
    found: Candidates,
    here: slice,
    there: slice,
    nodes: Ints,
    far_m: Floats,
) -> Floats:
    """Measure from the candidates of one place to those of the next: (k, l), metres."""
    if here.start == here.stop or there.start == there.stop:
        return np.empty((here.stop - here.start, there.stop - there.start))
    from_edge, to_edge = found.edge[here], found.edge[there]
    start = np.searchsorted(nodes, local.node[_ends(network, from_edge)])
    end = local.node[_ends(network, to_edge)]
    leave_m = to_ends_m(network, from_edge, found.along_m[here])
    enter_m = to_ends_m(network, to_edge, found.along_m[there])
    # Axes: candidate here, its end, candidate there, its end.
    over_m = far_m[start[:, :, None, None], end[None, None]]
    way = (leave_m[:, :, None, None] + over_m + enter_m[None, None]).min(axis=(1, 3))
    along_m = np.abs(found.along_m[here][:, None] - found.along_m[there][None])
    same = from_edge[:, None] == to_edge[None]
    return np.asarray(np.where(same, np.minimum(way, along_m), way))
