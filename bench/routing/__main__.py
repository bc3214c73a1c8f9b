"""``python -m bench.routing [DIR] [--time-limit S]``: rounds of the literature, or our own."""

from __future__ import annotations

import argparse
import importlib
import json
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

SOLVERS = {".tsp": "tsp", ".vrp": "cvrp", ".dat": "carp", ".top": "top", ".txt": "top"}
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
        With ``.tsp``, ``.vrp``, ``.dat`` and ``.top`` files, and perhaps a ``best.json`` of best
        known costs by name. ``eil51-m3`` there shares out the points of ``eil51.tsp`` between
        three, besides; the best of a ``.top`` file is its score.
    time_limit_s : float
        Seconds for each.
    """
    best = _best_known(folder / "best.json")
    files = [path for path in folder.rglob("*") if _is_problem(path)]
    for path in sorted(files, key=lambda path: (path.suffix, path.name)):
        kind = SOLVERS[path.suffix.lower()]
        _show(path, kind, best, time_limit_s)
        for walkers in _teams(path.stem, best) if kind == "tsp" else []:
            _show(path, "minmax", best, time_limit_s, walkers)


def _is_problem(path: Path) -> bool:
    """Pass over other files; of texts all but those of team orienteering."""
    if path.suffix.lower() != ".txt":
        return path.suffix.lower() in SOLVERS
    top = importlib.import_module("bench.routing.top")
    return path.is_file() and bool(top.is_outing(path))


def _teams(name: str, best: dict[str, float]) -> list[int]:
    found = (re.fullmatch(re.escape(name) + r"-m([1-9]\d?)", key) for key in best)
    return sorted(int(match[1]) for match in found if match)


def _show(path: Path, kind: str, best: dict[str, float], *task: float) -> None:
    """Solve one file, or say why it cannot be: the others are solved all the same."""
    try:
        # Loaded late: a folder of one kind needs one solver.
        solver = importlib.import_module(f"bench.routing.{kind}")
        line = _line(path, kind, best, solver.solve_file(path, *task))
    except _FAULTS as error:
        line = {"name": path.stem, "kind": kind, "error": f"{type(error).__name__}: {error}"}
    print(json.dumps(line, ensure_ascii=False), flush=True)


def _line(path: Path, kind: str, best: dict[str, float], found: dict[str, Any]) -> dict[str, Any]:
    names = [found["name"]] if kind == "minmax" else [path.name, found["name"], path.stem]
    known = next((best[name] for name in names if name in best), found.get("optimum"))
    gap_pct = 100 * (found["cost"] / known - 1) if known else None
    # Of a score more is better, of all else less.
    if gap_pct is not None and kind == "top":
        gap_pct = 0.0 - gap_pct
    return {
        "name": found["name"],
        "kind": kind,
        "cost": found["cost"],
        "gap_pct": None if gap_pct is None else round(gap_pct, 4),
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
