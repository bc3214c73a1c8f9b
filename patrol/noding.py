"""Cut lines where they meet, so that they become the edges of a graph."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

JOIN_M = 0.5
"""Ends closer than this are one place: drawing noise, not a gap that a walker would notice."""

_EXACT_M = 1e-3

Lines = NDArray[np.object_]
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Noded:
    """Edges cut from lines.

    Attributes
    ----------
    node_xy : (n, 2) array
        Metres.
    u, v : (e,) int arrays
        Nodes at the ends of each edge.
    source : (e,) int array
        Line that the edge was cut from.
    offset : (e + 1,) int array
        Edge ``k`` owns ``coords[offset[k]:offset[k + 1]]``.
    coords : (c, 2) array
        Vertices, metres; the first and last of an edge are its nodes.
    crossings : (k, 2) array
        Where lines crossed without a vertex of either, metres.
    """

    node_xy: Floats
    u: Ints
    v: Ints
    source: Ints
    offset: Ints
    coords: Floats
    crossings: Floats

    @cached_property
    def lines(self) -> Lines:
        """Edges as LineStrings, in metres."""
        return lines_of(self.coords, self.offset)


def lines_of(coords: Floats, offset: Ints) -> Lines:
    """Build LineStrings from vertices that lie one after the other in an array.

    Parameters
    ----------
    coords : (c, 2) array
        Vertices of all lines.
    offset : (n + 1,) int array
        Line ``k`` owns ``coords[offset[k]:offset[k + 1]]``.

    Returns
    -------
    (n,) array of LineString
    """
    owner = np.repeat(np.arange(len(offset) - 1), np.diff(offset))
    return np.asarray(shapely.linestrings(coords, indices=owner), dtype=np.object_)


def node_lines(lines: Lines, level: Ints) -> Noded:
    """Cut lines at every place where they meet on one level, and join ends that nearly meet.

    Lines of different levels (a bridge over a road) meet only where their ends do.

    Parameters
    ----------
    lines : (n,) array of LineString
        Metric coordinates; none empty or of zero length.
    level : (n,) int array
        0 on the ground.

    Returns
    -------
    Noded
    """
    simple, source = _simple_parts(lines)
    line, xy, crossings = _meetings(simple, level[source])
    end_line, end_xy = _end_meetings(simple, level[source])
    cuts_line = np.concatenate([line, end_line])
    cuts_xy = np.concatenate([xy, end_xy])
    return _cut(simple, source, cuts_line, cuts_xy, crossings)


def _simple_parts(lines: Lines) -> tuple[Lines, Ints]:
    """Cut the lines that cross themselves, so that each part is simple."""
    parts = lines.copy()
    for k in np.flatnonzero(~shapely.is_simple(lines)):
        parts[k] = shapely.union_all([lines[k]])
    simple, source = shapely.get_parts(parts, return_index=True)
    return simple, source.astype(np.int64)


def _meetings(lines: Lines, level: Ints) -> tuple[Ints, Floats, Floats]:
    """Find where lines of one level touch, cross or begin and end to overlap."""
    a, b = shapely.STRtree(lines).query(lines, predicate="intersects")
    keep = (a < b) & (level[a] == level[b])
    a, b = a[keep], b[keep]
    parts, pair = shapely.get_parts(shapely.intersection(lines[a], lines[b]), return_index=True)
    # An overlap counts by its two ends, a crossing by its point.
    pieces, owner = shapely.get_parts(
        np.where(shapely.get_dimensions(parts) == 1, shapely.boundary(parts), parts),
        return_index=True,
    )
    xy = shapely.get_coordinates(pieces)
    pair = pair[owner]
    new = ~_is_vertex(lines, xy)
    return np.concatenate([a[pair], b[pair]]), np.concatenate([xy, xy]), xy[new]


def _is_vertex(lines: Lines, xy: Floats) -> NDArray[np.bool_]:
    vertices = cKDTree(shapely.get_coordinates(lines))
    distance, _ = vertices.query(xy, distance_upper_bound=_EXACT_M)
    return np.asarray(np.isfinite(distance))


def _end_meetings(lines: Lines, level: Ints) -> tuple[Ints, Floats]:
    """Find the places inside lines at which another line of the level ends, nearly or exactly."""
    ends = np.concatenate([shapely.get_point(lines, 0), shapely.get_point(lines, -1)])
    owner = np.tile(np.arange(len(lines)), 2)
    end, line = shapely.STRtree(lines).query(ends, predicate="dwithin", distance=JOIN_M)
    keep = (owner[end] != line) & (level[owner[end]] == level[line])
    end, line = end[keep], line[keep]
    along = shapely.line_locate_point(lines[line], ends[end])
    places = shapely.line_interpolate_point(lines[line], along)
    return line.astype(np.int64), shapely.get_coordinates(places)


def _cut(lines: Lines, source: Ints, cut_line: Ints, cut_xy: Floats, crossings: Floats) -> Noded:
    """Insert the cuts into the vertices of their lines and read off the runs between them."""
    coords, line = shapely.get_coordinates(lines, return_index=True)
    along = _along(coords, line)
    is_end = np.concatenate([[True], line[1:] != line[:-1], [True]])
    is_cut = is_end[1:] | is_end[:-1]
    cut_along = shapely.line_locate_point(lines[cut_line], shapely.points(cut_xy))

    line = np.concatenate([line, cut_line])
    along = np.concatenate([along, cut_along])
    coords = np.concatenate([coords, cut_xy])
    is_cut = np.concatenate([is_cut, np.ones(len(cut_xy), dtype=bool)])
    order = np.lexsort((along, line))
    line, coords, is_cut = line[order], coords[order], is_cut[order]

    node_of, node_xy = _cluster(coords[is_cut])
    coords[is_cut] = node_xy[node_of]
    return _runs(line, coords, np.flatnonzero(is_cut), node_of, node_xy, source, crossings)


def _along(coords: Floats, line: Ints) -> Floats:
    """Distance of each vertex from the start of its line."""
    step = np.hypot(*np.diff(coords, axis=0, prepend=coords[:1]).T)
    total = np.cumsum(step)
    first = np.searchsorted(line, np.unique(line))
    return np.asarray(total - np.repeat(total[first], np.diff(np.append(first, len(line)))))


def _cluster(xy: Floats) -> tuple[Ints, Floats]:
    """Join points nearer than `JOIN_M`; each cluster sits on the first of its points."""
    pairs = cKDTree(xy).query_pairs(JOIN_M, output_type="ndarray")
    links = coo_array((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), shape=(len(xy), len(xy)))
    _, label = connected_components(links, directed=False)
    _, first, inverse = np.unique(label, return_index=True, return_inverse=True)
    return inverse.astype(np.int64), xy[first]


def _runs(
    line: Ints,
    coords: Floats,
    cut: Ints,
    node_of: Ints,
    node_xy: Floats,
    source: Ints,
    crossings: Floats,
) -> Noded:
    """Make one edge of each run of vertices between neighbouring cuts of a line."""
    real = line[cut[:-1]] == line[cut[1:]]
    first, last = cut[:-1][real], cut[1:][real]
    size = last - first + 1
    offset = np.concatenate([[0], np.cumsum(size)]).astype(np.int64)
    rows = np.arange(offset[-1]) - np.repeat(offset[:-1] - first, size)
    return Noded(
        node_xy=node_xy,
        u=node_of[:-1][real],
        v=node_of[1:][real],
        source=source[line[first]],
        offset=offset,
        coords=coords[rows],
        crossings=crossings,
    )
