"""``python -m bench division``: all methods on all sets, tables, ranks, goals."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from bench.division.measures import MEASURES
from bench.division.ranks import OURS, Figures, goals, ranks
from bench.division.sets import NAMES, QUICK, Missing, load
from bench.division.summary import HEAD, row
from bench.division.task import ALL_METHODS, METHODS
from bench.ground import Ground
from geodata.divide.least import least_largest_deviation

PATIENCE_S = 900.0
"""Wall time after which a method has failed."""


def main(words: Sequence[str] = ()) -> None:
    """Run and print.

    Parameters
    ----------
    words : sequence of str
        Options as written in the terminal.
    """
    asked = _options(words)
    sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]  # Read while it runs.
    totals: dict[str, float] = defaultdict(float)
    missed: list[str] = []
    rows = [HEAD]
    for name in asked.sets.split(",") if asked.sets else QUICK if asked.quick else NAMES:
        try:
            ground = load(name)
        except Missing as error:
            print(f"\n{error}")
            continue
        methods = asked.methods.split(",") if asked.methods else METHODS
        figures = _all(name, methods, asked.patience)
        missed += _show(ground, figures)
        rows.append(row(name, figures))
        for method, rank in ranks(figures).items():
            totals[method] += rank
    print("\nsum of ranks over all sets (fewer is better)")
    for method, total in sorted(totals.items(), key=lambda entry: entry[1]):
        print(f"  {method:<24} {total:7.1f}")
    print("\n" + "\n".join(rows))
    print("\nours: every goal met" if not missed else "\nours missed\n  " + "\n  ".join(missed))


def _options(words: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench division", description=__doc__)
    parser.add_argument("--sets", help=f"some of {','.join(NAMES)}, town-N, planted-SEED")
    parser.add_argument("--methods", help=f"some of {','.join(ALL_METHODS)}")
    parser.add_argument("--quick", action="store_true", help=f"only {','.join(QUICK)}")
    parser.add_argument("--patience", type=float, default=PATIENCE_S, help="seconds a method")
    return parser.parse_args(words)


def _all(name: str, methods: Sequence[str], patience_s: float) -> dict[str, Figures]:
    """Run every method on a set, each in its own process; say why one has no figures."""
    found: dict[str, Figures] = {}
    for method in methods:
        answer = _run(name, method, patience_s)
        reason = answer.get("skipped") or answer.get("failed")
        if reason:
            print(f"{name}: {method}: {reason}", flush=True)
        if "skipped" not in answer:
            found[method] = {} if reason else answer
    return found


def _run(name: str, method: str, patience_s: float) -> dict[str, Any]:
    """Run one method on one set: figures, or ``skipped`` or ``failed`` with the reason."""
    command = [sys.executable, "-m", "bench.division.task", name, method]
    try:
        done = subprocess.run(
            command, check=False, capture_output=True, text=True, timeout=patience_s
        )
    except subprocess.TimeoutExpired:
        return {"failed": f"not done after {patience_s:.0f} s"}
    if done.returncode:
        lines = done.stderr.strip().splitlines() or [f"exit {done.returncode}"]
        return {"failed": lines[-1]}
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


def _show(ground: Ground, figures: Mapping[str, Figures]) -> list[str]:
    """Print a set's table and ours against the goals; give the goals missed."""
    low, high = ground.wished
    print(
        f"\n{ground.name}: {len(ground.buildings)} buildings, {ground.households} households, "
        f"{ground.cells} cells of {low:.0f} to {high:.0f} wished for"
    )
    _table(figures)
    if not figures.get(OURS):
        return [f"{ground.name}: no result"] if OURS in figures else []
    homes = ground.buildings["households"].to_numpy(np.float64)
    missed = []
    least = 100 * least_largest_deviation(homes, ground.cells)
    for goal, reached, met in goals(figures, least, len(homes)):
        print(f"  {'met   ' if met else 'MISSED'} {goal}: {reached}")
        if not met:
            missed.append(f"{ground.name}: {goal}: {reached}")
    return missed


def _table(figures: Mapping[str, Figures]) -> None:
    """Print measures down and methods across."""
    widths = [max(len(method), 9) for method in figures]

    def line(title: str, texts: Iterable[str]) -> None:
        cells = (f"{text:>{width}}" for text, width in zip(texts, widths, strict=True))
        print(f"{title:<32}" + "  ".join(cells))

    line("", figures)
    rows = [("cells", "cells", 0), *((one.key, one.title, one.decimals) for one in MEASURES)]
    for key, title, decimals in rows:
        values = [method.get(key) for method in figures.values()]
        if any(value is not None for value in values):
            line(title, ("-" if value is None else f"{value:.{decimals}f}" for value in values))
    line("sum of ranks", (f"{total:.1f}" for total in ranks(figures).values()))
