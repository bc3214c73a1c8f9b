"""``python -m bench division-growth``: how the time of a division grows with the town."""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence

import numpy as np

from bench.division.sets import load
from bench.ground import Ground
from geodata.divide import Variant, Wishes, divide_ground
from geodata.divide.divide import DivisionResult
from geodata.divide.search import warm_up

SIZES = (1_000, 3_000, 10_000, 30_000)
LARGE = 100_000
REDIVIDED = 4_000
"""Up to so many buildings somebody waits for a division of ground that stands."""
_AGAIN_S = 1.5


def main(words: Sequence[str] = ()) -> None:
    """Divide towns of growing size, and print processor seconds and the exponent of the fit.

    Parameters
    ----------
    words : sequence of str
        Options as written in the terminal.
    """
    parser = argparse.ArgumentParser(prog="python -m bench division-growth", description=__doc__)
    parser.add_argument("--large", action="store_true", help=f"also {LARGE} buildings")
    parser.add_argument("--sizes", help="other numbers of buildings, with commas")
    asked = parser.parse_args(words)
    sizes = [int(one) for one in asked.sizes.split(",")] if asked.sizes else [*SIZES]
    sizes += [LARGE] * asked.large
    warm_up()
    print("buildings  cells   CPU s  largest off %  again: other seed  other number  cells kept")
    seconds = []
    for size in sizes:
        ground = load(f"town-{size}")
        result, cpu_s = _timed(ground, ground.cells, seed=0)
        seconds.append(cpu_s)
        again = _again(ground, result) if size <= REDIVIDED else []
        print(
            f"{len(ground.buildings):9}  {ground.cells:5}  {cpu_s:6.1f}"
            f"  {100 * result.report.largest_deviation:15.1f} %  "
            + "  ".join(f"{one:12.1f} s" for one in again),
            flush=True,
        )
    if len(sizes) > 1:
        exponent = np.polyfit(np.log(sizes), np.log(seconds), 1)[0]
        print(f"CPU seconds grow with buildings to the power of {exponent:.2f}")


def _again(ground: Ground, result: DivisionResult) -> list[float]:
    """Divide ground that stands: other seed, other number of cells, cells of today kept."""
    few = {"time_limit_s": _AGAIN_S}
    kept = Wishes(existing=result.cells)
    return [
        _timed(ground, ground.cells, seed=1, **few)[1],
        _timed(ground, ground.cells + 2, seed=0, **few)[1],
        _timed(ground, ground.cells, seed=1, variant=Variant.STABLE, wishes=kept, **few)[1],
    ]


def _timed(ground: Ground, cells: int, **wanted: object) -> tuple[DivisionResult, float]:
    """Divide, and give the processor time of this process, user and system."""
    began = time.process_time()
    result = divide_ground(
        ground.buildings, ground.boundary, ground.barriers, cells=cells,
        **wanted,  # type: ignore[arg-type]
    )  # fmt: skip
    return result, time.process_time() - began


if __name__ == "__main__":
    main()
