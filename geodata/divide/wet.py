"""Ground that nobody lives or walks on: it goes to the cell that borders it most."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from geodata.divide.problem import Problem

Ints = NDArray[np.int64]


def fill_wet(problem: Problem, labels: Ints) -> Ints:
    """Give a cell to every atom: the searched labels, exclusive grounds, and water.

    Parameters
    ----------
    problem : Problem
    labels : ndarray of int, shape (free,)
        Cells of the atoms that took part.

    Returns
    -------
    ndarray of int, shape (atoms,)
        Exclusive grounds are numbered after the cells, in the order in which they were given.
    """
    atoms, cells = problem.atoms, problem.goal.cells
    found = np.full(len(atoms.pieces), -1, np.int64)
    found[problem.free] = labels
    own = problem.exclusive_of >= 0
    found[own] = cells + np.unique(problem.exclusive_of[own], return_inverse=True)[1]
    borders = atoms.borders
    ends = np.concatenate([borders.first, borders.second])
    others = np.concatenate([borders.second, borders.first])
    length_m = np.tile(borders.total_m, 2)
    _flow_under(atoms.bridges, atoms.wet, ends, others, found)
    while (found < 0).any():
        reach = (found[ends] < 0) & (found[others] >= 0)
        if not reach.any():
            found[found < 0] = 0
            break
        near = np.zeros((len(found), int(found.max()) + 1))
        np.add.at(near, (ends[reach], found[others[reach]]), length_m[reach])
        touched = np.unique(ends[reach])
        found[touched] = near[touched].argmax(axis=1)
    return found


def _flow_under(
    bridges: Ints, wet: NDArray[np.bool_], ends: Ints, others: Ints, found: Ints
) -> None:
    """Give the water under a bridge to the cell on both banks, so that the cell is one shape."""
    shore = ~wet[ends] & wet[others]
    ends, others = ends[shore], others[shore]
    for bank, across in bridges[found[bridges[:, 0]] == found[bridges[:, 1]]]:
        between = np.intersect1d(others[ends == bank], others[ends == across])
        free = between[found[between] < 0]
        if len(free):
            found[free[0]] = found[bank]
