"""Keep the edges worth having: no crumbs, no doubles, nodes numbered without holes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import shapely
from numpy.typing import NDArray

from patrol.noding import JOIN_M, Floats, Noded, lines_of


def lengths_m(noded: Noded) -> Floats:
    """Measure each edge along its vertices.

    Parameters
    ----------
    noded : Noded
        Edges, in metres.

    Returns
    -------
    (e,) array
    """
    step = np.hypot(*np.diff(noded.coords, axis=0, prepend=noded.coords[:1]).T)
    total = np.cumsum(step)
    return np.asarray(total[noded.offset[1:] - 1] - total[noded.offset[:-1]])


def crumbs(noded: Noded) -> NDArray[np.bool_]:
    """Mark the edges that joining of ends has shrunk to nothing.

    Parameters
    ----------
    noded : Noded
        Edges, in metres.

    Returns
    -------
    (e,) bool array
    """
    length_m = lengths_m(noded)
    return np.asarray((length_m <= 0) | ((noded.u == noded.v) & (length_m <= 2 * JOIN_M)))


def doubles(noded: Noded) -> NDArray[np.bool_]:
    """Mark the edges that repeat an earlier one, in either direction, to the millimetre.

    Parameters
    ----------
    noded : Noded
        Edges, in metres.

    Returns
    -------
    (e,) bool array
    """
    lines = lines_of(np.round(noded.coords, 3), noded.offset)
    plain = shapely.remove_repeated_points(lines)
    keys = shapely.to_wkb(shapely.normalize(plain))
    _, first = np.unique(keys, return_index=True)
    repeated = np.ones(len(noded.u), dtype=bool)
    repeated[first] = False
    return repeated


def keep_edges(noded: Noded, keep: NDArray[np.bool_]) -> Noded:
    """Take some of the edges, and the nodes that they use.

    Parameters
    ----------
    noded : Noded
        Edges, in metres.
    keep : (e,) bool array
        Edges to take.

    Returns
    -------
    Noded
    """
    size = np.diff(noded.offset)
    used, ends = np.unique(np.concatenate([noded.u[keep], noded.v[keep]]), return_inverse=True)
    u, v = np.split(ends.astype(np.int64), 2)
    return replace(
        noded,
        node_xy=noded.node_xy[used],
        u=u,
        v=v,
        source=noded.source[keep],
        offset=np.concatenate([[0], np.cumsum(size[keep])]).astype(np.int64),
        coords=noded.coords[np.repeat(keep, size)],
    )
