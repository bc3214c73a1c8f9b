"""What the statistics ask of their input, said in one place."""

from __future__ import annotations

from typing import cast

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse

from geodata.errors import N_, InputRefused


def finite(values: ArrayLike) -> NDArray[np.float64]:
    """Give values as an array of one dimension, or refuse them.

    Raises
    ------
    InputRefused
        If there are other dimensions, or a value that is not finite.
    """
    array = np.asarray(values, dtype=float)
    if array.ndim != 1:
        raise InputRefused(N_("Give one value for each cell, in one row."))
    if not np.isfinite(array).all():
        first = int(np.flatnonzero(~np.isfinite(array))[0])
        raise InputRefused(N_("Value %(number)s is no number."), number=first + 1)
    return array


def counts(values: ArrayLike) -> NDArray[np.float64]:
    """Give counts as an array of one dimension, or refuse them.

    Raises
    ------
    InputRefused
        As :func:`finite`, and if one is below zero.
    """
    array = finite(values)
    if (array < 0).any():
        first = int(np.flatnonzero(array < 0)[0])
        raise InputRefused(N_("Count %(number)s is below zero."), number=first + 1)
    return array


def alike(count: int, *others: int) -> None:
    """Refuse arrays of different length.

    Raises
    ------
    InputRefused
        With the lengths.
    """
    for other in others:
        if other != count:
            raise InputRefused(
                N_("There are %(count)s cells and %(other)s values for them."),
                count=count,
                other=other,
            )


def square(
    weights: sparse.sparray | sparse.spmatrix, count: int
) -> sparse.csr_array:  # fmt: skip
    """Give weights as a sparse array with a row and a column for each cell.

    Raises
    ------
    InputRefused
        If the shape is another.
    """
    # SciPy's stubs know no conversion from "any sparse array"; at run time there is one.
    matrix = sparse.csr_array(cast("sparse.csr_array", weights))
    if matrix.shape != (count, count):
        raise InputRefused(
            N_("Weights of %(rows)s x %(columns)s do not fit %(count)s cells."),
            rows=matrix.shape[0],
            columns=matrix.shape[1],
            count=count,
        )
    return matrix.astype(np.float64)
