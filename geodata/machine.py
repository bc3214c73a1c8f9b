"""Compiling to machine code, kept on disk where that can be."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

from numba import njit

F = TypeVar("F", bound=Callable[..., Any])


def compiled(function: F) -> F:
    """Compile a function by Numba when it is first called; it runs beside other threads.

    Parameters
    ----------
    function : callable
        Over arrays and numbers.

    Returns
    -------
    callable
        The same, compiled. The machine code is kept beside the module, else in the cache of the
        user's home; where neither may be written, each process compiles anew.
    """
    try:
        return cast("F", njit(cache=True, nogil=True)(function))
    except RuntimeError:  # Numba found no folder to keep it in.
        return cast("F", njit(nogil=True)(function))
