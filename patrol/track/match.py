"""Map matching: which edges a track walked, which part of each, and when."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from geodata.errors import N_
from geodata.findings import Finding, Severity
from patrol.network import WalkingNetwork
from patrol.track.candidates import Candidates, find_candidates
from patrol.track.clean import CleanTrack
from patrol.track.fixes import Floats, Ints
from patrol.track.local import LocalGraph, local_graph
from patrol.track.steps import plan_steps, to_ends_m, ways_m
from patrol.track.viterbi import likeliest


@dataclass(frozen=True, eq=False)
class Walked:
    """What was walked, piece by piece, in the order of walking.

    Attributes
    ----------
    edge : (k,) int array
        Edge of the network.
    from_m, to_m : (k,) arrays
        Part of it: metres along the edge, backwards where ``from_m > to_m``.
    start_s, end_s : (k,) arrays
        Seconds since 1970, UTC, where the track has times (`timed`).
    timed : bool
    gaps : int
        Gaps of the track that were left open.
    off_network : float
        Share of the places that lie near no path.
    findings : tuple of Finding
    """

    edge: Ints
    from_m: Floats
    to_m: Floats
    start_s: Floats
    end_s: Floats
    timed: bool
    gaps: int
    off_network: float
    findings: tuple[Finding, ...]

    @property
    def length_m(self) -> float:
        """Metres walked, repeated ways counted each time."""
        return float(np.abs(self.to_m - self.from_m).sum())


def match_track(network: WalkingNetwork, track: CleanTrack) -> Walked:
    """Match a track to the network.

    Parameters
    ----------
    network : WalkingNetwork
        Where one can walk.
    track : CleanTrack
        In the CRS of the network.

    Returns
    -------
    Walked
        Without any piece when no place lies near a path; the findings say so.
    """
    reached = np.zeros(len(track), dtype=bool)
    reached[find_candidates(network, track.xy).place] = True
    off = 1 - float(reached.mean())
    near = _take(track, reached)
    if not len(near):
        return _walked(track, np.empty((0, 5)), 0, off)
    found = find_candidates(network, near.xy)
    local = local_graph(network, near.xy)
    steps = plan_steps(near)
    chains = likeliest(found, steps, ways_m(network, local, found, steps))
    pieces = [
        _pieces(network, local, near, found, here, there, float(steps.cap_m[found.place[here]]))
        for chain in chains
        for here, there in pairwise(chain)
    ]
    table = np.concatenate([np.empty((0, 5)), *pieces])
    return _walked(track, table, len(chains) - 1, off)


def _take(track: CleanTrack, rows: np.ndarray) -> CleanTrack:
    return replace(track, xy=track.xy[rows], at_s=track.at_s[rows], until_s=track.until_s[rows])


def _pieces(
    network: WalkingNetwork,
    local: LocalGraph,
    track: CleanTrack,
    found: Candidates,
    here: int,
    there: int,
    cap_m: float,
) -> Floats:
    """Give the pieces of the way between two candidates: edge, from, to, start, end."""
    parts = np.array(_way(network, local, found, here, there, cap_m), dtype=float).reshape(-1, 3)
    length_m = np.abs(parts[:, 2] - parts[:, 1])
    total_m = max(float(length_m.sum()), 1e-9)
    done = np.append(0.0, np.cumsum(length_m)) / total_m
    leave_s = track.until_s[found.place[here]]
    at_s = leave_s + done * (track.at_s[found.place[there]] - leave_s)
    return np.asarray(np.column_stack([parts, at_s[:-1], at_s[1:]])[length_m > 0])


def _way(
    network: WalkingNetwork,
    local: LocalGraph,
    found: Candidates,
    here: int,
    there: int,
    cap_m: float,
) -> list[tuple[int, float, float]]:
    """Find the shortest way between two candidates: edges with the parts that are walked."""
    e, f = int(found.edge[here]), int(found.edge[there])
    x, y = float(found.along_m[here]), float(found.along_m[there])
    leave_m, enter_m = to_ends_m(network, found.edge[[here, there]], found.along_m[[here, there]])
    both = np.array([e, f])
    ends = local.node[np.column_stack([network.edge_u[both], network.edge_v[both]])]
    over_m = local.from_nodes(ends[0], cap_m)[:, ends[1]]
    around_m = leave_m[:, None] + over_m + enter_m[None]
    if e == f and abs(x - y) <= around_m.min():
        return [(e, x, y)]
    p, q = divmod(int(around_m.argmin()), 2)
    first = (e, x, 0.0 if p == 0 else float(network.edge_length_m[e]))
    last = (f, 0.0 if q == 0 else float(network.edge_length_m[f]), y)
    middle = local.way(int(ends[0][p]), int(ends[1][q]), cap_m)
    return [first, *(_whole(network, local, *step) for step in middle), last]


def _whole(
    network: WalkingNetwork, local: LocalGraph, edge: int, start: int, _end: int
) -> tuple[int, float, float]:
    """Give a whole edge in the direction in which it is walked."""
    length_m = float(network.edge_length_m[edge])
    if local.node[network.edge_u[edge]] == start:
        return edge, 0.0, length_m
    return edge, length_m, 0.0


def _walked(track: CleanTrack, table: Floats, gaps: int, off: float) -> Walked:
    edge, from_m, to_m, start_s, end_s = table.T
    return Walked(
        edge.astype(np.int64),
        from_m,
        to_m,
        start_s,
        end_s,
        track.timed,
        gaps,
        off,
        (*track.findings, *_findings(len(table), gaps, off)),
    )


def _findings(pieces: int, gaps: int, off: float) -> list[Finding]:
    """Say what could not be matched."""
    told: list[Finding] = []
    if not pieces:
        template = N_("The track touches no path of this community: nothing counts as walked.")
        told.append(Finding("track_off_network", Severity.ERROR, template, layer="track"))
    elif off > _MUCH_OFF:
        template = N_("%(percent)s %% of the track lies near no path: not counted.")
        params = {"percent": round(100 * off)}
        told.append(Finding("track_partly_off", Severity.WARNING, template, params, layer="track"))
    if gaps:
        template = N_("%(count)s gaps of the track were left open: where it led is not known.")
        told.append(Finding("track_gap", Severity.NOTE, template, {"count": gaps}, layer="track"))
    return told


_MUCH_OFF = 0.1
