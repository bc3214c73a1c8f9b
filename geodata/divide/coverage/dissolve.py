"""Pieces of one label joined to one polygon, every shared edge kept identical."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray


def dissolve(pieces: NDArray[np.object_], labels: NDArray[np.int64]) -> NDArray[np.object_]:
    """Join the pieces of each label.

    Nothing is computed anew: edges between two pieces of one label fall away, all others stay as
    they are, so the result tiles what the pieces tile and splits nothing that no piece split.

    Parameters
    ----------
    pieces : ndarray of Polygon or MultiPolygon
        A coverage with matched edges.
    labels : ndarray of int, shape (pieces,)
        From 0; each number up to the greatest has at least one piece.

    Returns
    -------
    ndarray of Polygon or MultiPolygon, shape (labels,)
        A valid coverage; several parts only where the pieces of a label lie apart.

    Raises
    ------
    ValueError
        If the numbers of pieces and labels differ, or a label is negative or has no piece.
    """
    if len(pieces) != len(labels):
        raise ValueError(f"{len(pieces)} pieces but {len(labels)} labels")
    if len(labels) and (labels.min() < 0 or not np.bincount(labels).all()):
        raise ValueError("labels must be 0, 1, 2 and so on, each with at least one piece")
    order = np.argsort(labels, kind="stable")
    return np.array(
        [
            shapely.coverage_union_all(group)
            for group in np.split(pieces[order], np.flatnonzero(np.diff(labels[order])) + 1)
        ],
        np.object_,
    )
