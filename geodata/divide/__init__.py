"""Dividing ground into cells that are balanced, compact and end at streets."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from geodata.divide.wishes import Variant as Variant
from geodata.divide.wishes import Wishes as Wishes

if TYPE_CHECKING:
    from geodata.divide.divide import DivisionResult as DivisionResult
    from geodata.divide.divide import divide_ground as divide_ground
    from geodata.divide.report import DivisionReport as DivisionReport

_SOLVER = {"DivisionResult": "divide", "divide_ground": "divide", "DivisionReport": "report"}
"""Modules of what is loaded when it is asked for: the solver's compiler takes seconds to import."""


def __getattr__(name: str) -> Any:
    """Load a part of the solver."""
    if name not in _SOLVER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"geodata.divide.{_SOLVER[name]}"), name)
