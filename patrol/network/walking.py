"""The walking network as arrays of nodes and edges that every planner shares."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import shapely
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from geodata.findings import Finding
from patrol.noding import Bools, Floats, Ints, Lines, lines_of

if TYPE_CHECKING:
    from patrol.hierarchy import Ways

DEFAULT_PACE_M_S = 1.1
"""A comfortable pace for an older volunteer on level ground."""

NO_PATH = -1
"""``edge_path`` of an edge that no path drew: a bridged gap."""


@dataclass(frozen=True, eq=False)
class WalkingNetwork:
    """Where one can walk: nodes joined by edges, in metres, read-only.

    Parallel edges and loops are kept, since a stop may lie on any of them.

    Attributes
    ----------
    srid : int
        EPSG code of the metric CRS of all coordinates.
    node_xy : (n, 2) array
        Metres.
    node_piece, edge_piece : (n,), (e,) int arrays
        Label of the connected piece; 0 is the longest by length of edges, and so on down.
    edge_u, edge_v : (e,) int arrays
        Nodes at the start and the end.
    edge_length_m : (e,) array
        Length along the geometry; always above zero.
    edge_slowness : (e,) array
        Time relative to level ground: 1, more on steps and wherever the settings say.
    edge_path : (e,) int array
        Row of the paths frame that the edge came from; `NO_PATH` for a bridged gap.
    edge_is_steps, edge_is_gate : (e,) bool arrays
        On steps; the short piece of a path where a gate stands.
    edge_offset : (e + 1,) int array
        Edge ``k`` owns ``coords[edge_offset[k]:edge_offset[k + 1]]``.
    coords : (c, 2) array
        Vertices of all edges, in metres.
    findings : tuple of Finding
        What was left out, mended or doubtful in the paths.
    """

    srid: int
    node_xy: Floats
    node_piece: Ints
    edge_piece: Ints
    edge_u: Ints
    edge_v: Ints
    edge_length_m: Floats
    edge_slowness: Floats
    edge_path: Ints
    edge_is_steps: Bools
    edge_is_gate: Bools
    edge_offset: Ints
    coords: Floats
    findings: tuple[Finding, ...] = ()

    def __post_init__(self) -> None:
        for value in vars(self).values():
            if isinstance(value, np.ndarray):
                value.flags.writeable = False

    @property
    def node_count(self) -> int:
        """Number of nodes."""
        return len(self.node_xy)

    @property
    def edge_count(self) -> int:
        """Number of edges."""
        return len(self.edge_u)

    @cached_property
    def lines(self) -> Lines:
        """Edges as LineStrings, in metres."""
        return lines_of(self.coords, self.edge_offset)

    @cached_property
    def segment_edge(self) -> Ints:
        """Edge of each straight segment, in the order of `segments`."""
        return np.repeat(np.arange(self.edge_count), np.diff(self.edge_offset) - 1)

    @cached_property
    def segments(self) -> Lines:
        """Straight segments of all edges as LineStrings, in metres."""
        first = np.delete(np.arange(len(self.coords)), self.edge_offset[1:] - 1)
        pairs = np.stack([self.coords[first], self.coords[first + 1]], axis=1)
        return np.asarray(shapely.linestrings(pairs), dtype=np.object_)

    @cached_property
    def segment_tree(self) -> shapely.STRtree:
        """Spatial index over `segments`: a long bent edge is near a stop in many places."""
        return shapely.STRtree(self.segments)

    @cached_property
    def ways(self) -> Ways:
        """Shortest ways on it, with what is prepared for them."""
        from patrol.hierarchy import Ways  # Late: Numba takes a second to load.

        return Ways(self)

    def along(self, edge: int, from_m: float, to_m: float) -> Floats:
        """Give the vertices of a part of an edge, in the direction of walking.

        Parameters
        ----------
        edge : int
            Which edge.
        from_m, to_m : float
            Metres along it where the part begins and ends; backwards when ``from_m > to_m``.

        Returns
        -------
        (c, 2) array
            Metres.
        """
        coords = self.coords[self.edge_offset[edge] : self.edge_offset[edge + 1]]
        along_m = np.append(0.0, np.cumsum(np.hypot(*np.diff(coords, axis=0).T)))
        low, high = min(from_m, to_m), max(from_m, to_m)
        inner = (along_m > low) & (along_m < high)
        at = np.concatenate([[low], along_m[inner], [high]])
        part = np.column_stack([np.interp(at, along_m, axis) for axis in coords.T])
        return part if from_m <= to_m else part[::-1]

    def walk_s(self, pace_m_s: float = DEFAULT_PACE_M_S) -> Floats:
        """Give the seconds that each edge takes.

        Parameters
        ----------
        pace_m_s : float
            Pace on level ground, metres per second.

        Returns
        -------
        (e,) array
        """
        return self.edge_length_m * self.edge_slowness / pace_m_s


def label_pieces(u: Ints, v: Ints, length_m: Floats, node_count: int) -> tuple[Ints, Ints]:
    """Label the connected pieces of a graph, the longest first.

    Parameters
    ----------
    u, v : (e,) int arrays
        Ends of the edges.
    length_m : (e,) array
        Their lengths.
    node_count : int
        Number of nodes.

    Returns
    -------
    node_piece, edge_piece : int arrays
    """
    graph = coo_array((np.ones(len(u)), (u, v)), shape=(node_count, node_count))
    count, raw = connected_components(graph, directed=False)
    total = np.bincount(raw[u], weights=length_m, minlength=count)
    rank = np.empty(count, dtype=np.int64)
    rank[np.argsort(-total, kind="stable")] = np.arange(count)
    node_piece = rank[raw]
    return node_piece, node_piece[u]
