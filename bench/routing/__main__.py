"""``python -m bench.routing [DIR] [--time-limit S]``: rounds of the literature, or our own."""

from __future__ import annotations

import argparse
import importlib
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

SOLVERS = {".tsp": "tsp", ".vrp": "cvrp", ".dat": "carp"}
"""Kind by suffix; the module of that name solves it."""


def main(words: Sequence[str] = ()) -> None:
    """Solve every file of a folder, or compare with peers on instances of our own.

    Parameters
    ----------
    words : sequence of str
        Options as written in the terminal.
    """
    parser = argparse.ArgumentParser(prog="python -m bench.routing", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, metavar="DIR")
    parser.add_argument("--time-limit", type=float, default=10.0, help="seconds a file")
    asked = parser.parse_args(words)
    if asked.time_limit <= 0:
        parser.error("--time-limit must be above 0")
    if asked.folder is None:
        # Loaded late: the peers and their database are needed for nothing else.
        importlib.import_module("bench.routing.compare").compare(asked.time_limit)
    elif not asked.folder.is_dir():
        parser.error(f"{asked.folder} is no folder")
    else:
        solve_folder(asked.folder, asked.time_limit)


_FAULTS = (ArithmeticError, AssertionError, LookupError, OSError, RuntimeError, ValueError)
"""What a file, or a walk that does not hold what the file asks, ends with; the next is solved."""


def solve_folder(folder: Path, time_limit_s: float) -> None:
    """Solve the files of a folder and print a JSON line for each.

    Parameters
    ----------
    folder : Path
        With ``.tsp``, ``.vrp`` and ``.dat`` files, and perhaps a ``best.json`` of best known
        costs by name.
    time_limit_s : float
        Seconds for each.
    """
    best = _best_known(folder / "best.json")
    files = [path for path in folder.rglob("*") if path.suffix.lower() in SOLVERS]
    for path in sorted(files, key=lambda path: (path.suffix, path.name)):
        print(json.dumps(_line(path, time_limit_s, best), ensure_ascii=False), flush=True)


def _line(path: Path, time_limit_s: float, best: dict[str, float]) -> dict[str, Any]:
    """Solve one file, or say why it cannot be: the others are solved all the same."""
    kind = SOLVERS[path.suffix.lower()]
    try:
        # Loaded late: a folder of one kind needs one solver.
        solver = importlib.import_module(f"bench.routing.{kind}")
        found = solver.solve_file(path, time_limit_s)
    except _FAULTS as error:
        return {"name": path.stem, "kind": kind, "error": f"{type(error).__name__}: {error}"}
    known = next(
        (best[name] for name in (path.name, found["name"], path.stem) if name in best),
        found.get("optimum"),
    )
    return {
        "name": found["name"],
        "kind": kind,
        "cost": found["cost"],
        "gap_pct": round(100 * (found["cost"] / known - 1), 4) if known else None,
        "seconds": round(found["seconds"], 3),
    }


def _best_known(path: Path) -> dict[str, float]:
    """Read best known costs: a number for each name, or an object that holds it."""
    if not path.is_file():
        return {}
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        print(json.dumps({"name": path.name, "kind": None, "error": str(error)}), flush=True)
        return {}
    numbers = (
        {name: _number(value) for name, value in told.items()} if isinstance(told, dict) else {}
    )
    return {name: value for name, value in numbers.items() if value is not None}


def _number(value: Any) -> float | None:
    if isinstance(value, dict):
        words = ("cost", "best", "best_known", "optimum", "value")
        value = next((value[word] for word in words if word in value), None)
    return float(value) if isinstance(value, int | float) else None


if __name__ == "__main__":
    main(sys.argv[1:])
