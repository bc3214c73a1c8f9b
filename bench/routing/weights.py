"""Distances of TSPLIB in whole numbers, each edge weight type with the rounding of its own.

Source: G. Reinelt, TSPLIB 95 (1995), section 2.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from bench.routing.keywords import Sections, Unreadable
from patrol.noding import Floats, Ints

MOST_STOPS = 20_000
"""A matrix of more would not fit into the memory of a common machine."""

_PI = 3.141592
_EARTH_KM = 6378.388


def weights(sections: Sections) -> Ints:
    """Compute the matrix of distances.

    Parameters
    ----------
    sections : Sections
        Of a TSPLIB or VRPLIB file.

    Returns
    -------
    (n, n) int array

    Raises
    ------
    Unreadable
        If something is missing, does not fit together or is not known.
    """
    n = sections.whole("DIMENSION")
    if not 1 <= n <= MOST_STOPS:
        raise Unreadable(f"a DIMENSION of {n} is not within 1 to {MOST_STOPS}")
    kind = sections.words.get("EDGE_WEIGHT_TYPE", "EUC_2D")
    if kind == "EXPLICIT":
        return _explicit(sections, n)
    if kind not in _KINDS:
        raise Unreadable(f"EDGE_WEIGHT_TYPE {kind} is not known")
    return _KINDS[kind](_points(sections, n))


def between_points(sections: Sections) -> Floats:
    """Compute straight distances between the points of a file, not rounded.

    Parameters
    ----------
    sections : Sections
        Of a TSPLIB file.

    Returns
    -------
    (n, n) array

    Raises
    ------
    Unreadable
        If points are missing.
    """
    n = sections.whole("DIMENSION")
    if not 1 <= n <= MOST_STOPS:
        raise Unreadable(f"a DIMENSION of {n} is not within 1 to {MOST_STOPS}")
    return _euclid(_points(sections, n)[:, :2])


def _points(sections: Sections, n: int) -> Floats:
    lines = sections.numbers.get("NODE_COORD_SECTION", [])
    if len(lines) != n or any(len(line) < 3 for line in lines):
        raise Unreadable(f"NODE_COORD_SECTION has not {n} lines of number, x, y")
    points = np.array([line[1:] for line in lines], dtype=float)
    if not np.isfinite(points).all():
        raise Unreadable("a coordinate is no number")
    return points


def _euclid(points: Floats) -> Floats:
    squares = np.zeros((len(points), len(points)))
    for axis in points.T:
        squares += np.subtract.outer(axis, axis) ** 2
    return np.sqrt(squares)


def _nearest(values: Floats) -> Ints:
    return np.asarray(np.floor(values + 0.5), dtype=np.int64)


def _pseudo_euclid(points: Floats) -> Ints:
    """ATT: root of a tenth of the squares, rounded up."""
    exact = _euclid(points) / np.sqrt(10.0)
    rounded = _nearest(exact)
    return np.where(rounded < exact, rounded + 1, rounded)


def _geographic(points: Floats) -> Ints:
    """GEO: degrees and minutes as ``DDD.MM`` on an ideal sphere, kilometres rounded down."""
    degrees = np.trunc(points)
    lat, lon = (_PI * (degrees + 5.0 * (points - degrees) / 3.0) / 180.0).T
    east = np.cos(np.subtract.outer(lon, lon))
    north = np.cos(np.subtract.outer(lat, lat))
    both = np.cos(np.add.outer(lat, lat))
    angle = np.arccos(np.clip(0.5 * ((1 + east) * north - (1 - east) * both), -1.0, 1.0))
    distance = np.asarray(_EARTH_KM * angle + 1.0).astype(np.int64)
    np.fill_diagonal(distance, 0)
    return distance


_KINDS: dict[str, Callable[[Floats], Ints]] = {
    "EUC_2D": lambda points: _nearest(_euclid(points[:, :2])),
    "EUC_3D": lambda points: _nearest(_euclid(points[:, :3])),
    "CEIL_2D": lambda points: np.ceil(_euclid(points[:, :2]) - 1e-9).astype(np.int64),
    "MAN_2D": lambda points: _nearest(
        np.abs(points[:, None, :2] - points[None, :, :2]).sum(axis=2)
    ),
    "MAX_2D": lambda points: _nearest(np.abs(points[:, None, :2] - points[None, :, :2])).max(
        axis=2
    ),
    "ATT": lambda points: _pseudo_euclid(points[:, :2]),
    "GEO": lambda points: _geographic(points[:, :2]),
}


def _explicit(sections: Sections, n: int) -> Ints:
    """Read a matrix, full or half of it, in rows or columns."""
    values = np.array(sections.flat("EDGE_WEIGHT_SECTION"))
    form = sections.words.get("EDGE_WEIGHT_FORMAT", "FULL_MATRIX")
    if form == "FULL_MATRIX":
        return _whole(_sized(values, n * n, form).reshape(n, n))
    if form not in _HALVES:
        raise Unreadable(f"EDGE_WEIGHT_FORMAT {form} is not known")
    rows, columns = _HALVES[form](n)
    matrix = np.zeros((n, n))
    matrix[rows, columns] = matrix[columns, rows] = _sized(values, len(rows), form)
    np.fill_diagonal(matrix, 0)
    return _whole(matrix)


_Places = tuple[Ints, Ints]


def _turned(places: _Places) -> _Places:
    return places[1], places[0]


# A triangle in columns is the other triangle in rows.
_HALVES: dict[str, Callable[[int], _Places]] = {
    "UPPER_ROW": lambda n: np.triu_indices(n, 1),
    "LOWER_ROW": lambda n: np.tril_indices(n, -1),
    "UPPER_DIAG_ROW": np.triu_indices,
    "LOWER_DIAG_ROW": np.tril_indices,
    "UPPER_COL": lambda n: _turned(np.tril_indices(n, -1)),
    "LOWER_COL": lambda n: _turned(np.triu_indices(n, 1)),
    "UPPER_DIAG_COL": lambda n: _turned(np.tril_indices(n)),
    "LOWER_DIAG_COL": lambda n: _turned(np.triu_indices(n)),
}


def _sized(values: Floats, size: int, form: str) -> Floats:
    if len(values) != size:
        raise Unreadable(f"{form} needs {size} numbers, EDGE_WEIGHT_SECTION has {len(values)}")
    return values


def _whole(matrix: Floats) -> Ints:
    rounded = np.rint(matrix)
    if (rounded != matrix).any() or (matrix < 0).any():
        raise Unreadable("EDGE_WEIGHT_SECTION holds what is no whole number from 0")
    np.fill_diagonal(rounded, 0)
    if (rounded != rounded.T).any():
        raise Unreadable("the distances are not the same both ways")
    return rounded.astype(np.int64)
