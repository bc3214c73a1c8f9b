"""The walking network: paths as arrays of nodes and edges that every planner shares."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from shapely.geometry.base import BaseGeometry

from geodata.crs import STORAGE_SRID
from geodata.errors import N_
from geodata.findings import Finding, Severity
from patrol.edges import crumbs, doubles, keep_edges, lengths_m
from patrol.gaps import find_gaps
from patrol.lines import WalkableLines, walkable_lines
from patrol.noding import Floats, Ints, Lines, Noded, lines_of, node_lines

if TYPE_CHECKING:
    from patrol.hierarchy import Ways

Bools = NDArray[np.bool_]

DEFAULT_PACE_M_S = 1.1
"""A comfortable pace for an older volunteer on level ground."""

STEPS_SLOWNESS = 2.0
"""Time on steps relative to level ground, up and down together."""

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
        Time relative to level ground: 1, more on steps.
    edge_path : (e,) int array
        Row of the paths frame that the edge came from; `NO_PATH` for a bridged gap.
    edge_is_steps, edge_is_gate : (e,) bool arrays
        What the path was marked as.
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


def build_network(paths: gpd.GeoDataFrame, *, srid: int) -> WalkingNetwork:
    """Build the walking network from paths.

    Lines are cut at every true intersection unless ``layer``, ``bridge`` or ``tunnel`` says
    that they pass above each other, since surveyed paths often cross without a shared vertex.
    Ends within 0.5 m are joined; gaps up to 3 m between pieces are bridged and reported.
    One-way streets are walked both ways; motorways are left out.

    Parameters
    ----------
    paths : GeoDataFrame
        The ``paths`` frame (docs/frames.md).
    srid : int
        EPSG code of the metric CRS to measure in (`geodata.crs.metric_srid`).

    Returns
    -------
    WalkingNetwork

    Raises
    ------
    InputRefused
        If no walkable path is given.
    """
    walkable = walkable_lines(paths, srid)
    noded, repeated = _clean(node_lines(walkable.lines, walkable.level))
    gaps = _gaps(noded, walkable)
    if len(gaps):
        lines = np.concatenate([walkable.lines, gaps])
        level = np.concatenate([walkable.level, np.zeros(len(gaps), dtype=np.int64)])
        noded, repeated = _clean(node_lines(lines, level))
    network = _network(noded, np.append(walkable.path, np.full(len(gaps), NO_PATH)), paths, srid)
    findings = [*walkable.findings, *_findings(network, noded.crossings, repeated, gaps)]
    return replace(network, findings=tuple(findings))


def _clean(noded: Noded) -> tuple[Noded, Lines]:
    """Drop crumbs and doubles; give the doubles too."""
    noded = keep_edges(noded, ~crumbs(noded))
    repeated = doubles(noded)
    return keep_edges(noded, ~repeated), noded.lines[repeated]


def _gaps(noded: Noded, walkable: WalkableLines) -> Lines:
    node_piece, _ = label_pieces(noded.u, noded.v, lengths_m(noded), len(noded.node_xy))
    return find_gaps(noded, node_piece, walkable.level[noded.source] == 0)


def _network(noded: Noded, path_of: Ints, paths: gpd.GeoDataFrame, srid: int) -> WalkingNetwork:
    length_m = lengths_m(noded)
    node_piece, edge_piece = label_pieces(noded.u, noded.v, length_m, len(noded.node_xy))
    edge_path = path_of[noded.source]
    steps = _marked(paths, "kind", edge_path, "steps")
    return WalkingNetwork(
        srid=srid,
        node_xy=noded.node_xy,
        node_piece=node_piece,
        edge_piece=edge_piece,
        edge_u=noded.u,
        edge_v=noded.v,
        edge_length_m=length_m,
        edge_slowness=np.where(steps, STEPS_SLOWNESS, 1.0),
        edge_path=edge_path,
        edge_is_steps=steps,
        edge_is_gate=_marked(paths, "barrier", edge_path, "gate"),
        edge_offset=noded.offset,
        coords=noded.coords,
    )


def _marked(paths: gpd.GeoDataFrame, column: str, edge_path: Ints, value: str) -> Bools:
    if column not in paths:
        return np.zeros(len(edge_path), dtype=bool)
    marked = (paths[column] == value).fillna(value=False).to_numpy(dtype=bool)
    return np.asarray((edge_path != NO_PATH) & marked[edge_path])


def _findings(
    network: WalkingNetwork, crossings: Floats, repeated: Lines, gaps: Lines
) -> list[Finding]:
    """Say what was mended, and where."""
    points = np.asarray(shapely.points(crossings), dtype=np.object_)
    pieces = int(network.node_piece.max()) + 1
    main = network.edge_length_m[network.edge_piece == 0].sum() / network.edge_length_m.sum()
    told = [
        ("path_repeated", Severity.REPAIRED, repeated,
         N_("%(count)s stretches of path were drawn twice: kept once.")),
        ("path_gap_bridged", Severity.REPAIRED, gaps,
         N_("%(count)s short gaps between paths were bridged.")),
        ("path_crossing_joined", Severity.NOTE, points,
         N_("%(count)s crossings of paths without a common vertex were joined.")),
        ("network_in_pieces", Severity.WARNING, network.lines[network.edge_piece > 0],
         N_("The paths fall into %(pieces)s pieces; the largest has %(percent)s %% of them.")),
    ]  # fmt: skip
    return [
        Finding(
            code,
            severity,
            template,
            {"count": len(places), "pieces": pieces, "percent": round(100 * float(main))},
            layer="paths",
            place=_on_globe(places, network.srid),
        )
        for code, severity, places, template in told
        if len(places)
    ]


def _on_globe(places: Lines, srid: int) -> BaseGeometry:
    """Collect places in one geometry, in degrees."""
    globe = gpd.GeoSeries(places, crs=srid).to_crs(STORAGE_SRID)
    return shapely.union_all(globe.to_numpy())
