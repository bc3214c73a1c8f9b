"""What a grid is: files in, clean geometry and findings out, coordinate systems, codes, cells."""

from typing import Any

# First of all: it must have run before anything imports pyogrio.
from geodata import drivers as drivers


def __getattr__(name: str) -> Any:
    """Load the solver when it is asked for: its compiler takes seconds to import."""
    if name in {"divide_ground", "DivisionResult", "Wishes"}:
        from geodata import divide

        return getattr(divide, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
