"""``python -m bench hotspots``: whether what is called hot is, and what it costs to know.

Boards of 20 x 20 cells with about 350 households each, log-normal and in clusters, 2 issues in
100 households. Maps of chance have the same risk everywhere; in the others it is higher in one
block of nine cells. Then Gi* beside PySAL's and the scan beside a straightforward one in NumPy.
"""

from __future__ import annotations

import argparse
import math
import time
import warnings
from collections.abc import Sequence

import numpy as np
from esda import G_Local
from libpysal.weights import WSP, WSP2W
from scipy import sparse
from shapely import box

from bench.hotspots.plain import plain_scan
from bench.hotspots.trust import RISKS, WAYS, deceived, power
from bench.timing import in_turn, table
from mapping.hotspots import gi_star, scan, touching

_SIZES = (100, 300, 1000)
_PERMUTATIONS = 999
_GOAL_RISK = 2.0


def main(words: Sequence[str] = ()) -> None:
    """Measure trust, then cost.

    Parameters
    ----------
    words : sequence of str
        Options as written in the terminal.
    """
    parser = argparse.ArgumentParser(prog="python -m bench hotspots", description=__doc__)
    parser.add_argument("--maps", type=int, default=1000, help="maps of each kind")
    parser.add_argument("--seed", type=int, default=20261121)
    asked = parser.parse_args(words)
    print(f"Trust: {asked.maps} maps of chance and of risk x {_GOAL_RISK:g}, fewer others\n")
    print(f"{'':<52}{'chance':>8}" + "".join(f"{f'risk x {risk:g}':>18}" for risk in RISKS))
    for name, way in WAYS.items():
        said = f"{name:<52}{deceived(way, asked.maps, asked.seed):8.1%}"
        for risk in RISKS:
            # The goal is about twice the risk; the others show how it goes below and above.
            maps = asked.maps if risk == _GOAL_RISK else max(1, asked.maps // 5)
            found, cells = power(way, risk, maps, asked.seed + 1)
            said += f"{f'{found:.1%} ({cells:.0%})':>18}"
        print(said, flush=True)
    print("\nmaps with a false hotspot; maps on which the block is found (of its cells, found)\n")
    compare_gi()
    compare_scan()


def compare_gi() -> None:
    """Compare Gi* of 3,000 cells with PySAL's, at equal answers."""
    cells = [box(x, y, x + 1, y + 1) for y in range(50) for x in range(60)]
    # Above zero: esda divides by the sum of the values, and turns with its sign.
    values = np.random.default_rng(1).normal(10, size=len(cells))
    bare = touching(cells, itself=False)
    with_itself = sparse.csr_array(bare + sparse.eye_array(len(cells)))
    theirs = WSP2W(WSP(sparse.csr_matrix(bare)))
    theirs.transform = "B"

    def esda(permutations: int) -> G_Local:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # It warns of its own defaults.
            return G_Local(values, theirs, star=True, transform="B", permutations=permutations)

    away = np.abs(gi_star(values, with_itself) - esda(0).Zs).max()
    took = in_turn(
        {
            "ours": lambda: (gi_star(values, with_itself), None)[1],
            f"esda G_Local, {_PERMUTATIONS} permutations": lambda: (esda(_PERMUTATIONS), None)[1],
            "esda G_Local, no permutation": lambda: (esda(0), None)[1],
        },
        runs=3,
    )
    print(f"Gi* of {len(cells):,} cells, equal to {away:.0e}\n{table(took, 'ours')}\n")


def compare_scan() -> None:
    """Compare the scan with a straightforward one, and see how it grows."""
    print("Scan, 999 maps of chance, circles to half of the households")
    before: tuple[int, float] | None = None
    for count in _SIZES:
        rng = np.random.default_rng(count)
        xy = rng.uniform(0, 5000, (count, 2))
        population = rng.integers(100, 600, count).astype(np.float64)
        counted = rng.poisson(population * 0.02).astype(np.float64)
        start = time.process_time()
        ours = scan(xy, counted, population)[0]
        took = time.process_time() - start
        growth = "" if before is None else f", grows as cells to the {_power(before, count, took)}"
        before = count, took
        start = time.process_time()
        plain = plain_scan(xy, counted, population, max_share=0.5, replications=99, seed=0)
        ratio = (time.process_time() - start) * 10 / took
        same = "equal" if abs(plain[0] - ours.llr) < 1e-9 else "DIFFERENT"
        print(f"{count:>6,} cells {took:7.2f} CPU s, plain NumPy {ratio:5.1f} x, {same}{growth}")


def _power(before: tuple[int, float], count: int, took: float) -> str:
    return f"{math.log(took / before[1]) / math.log(count / before[0]):.2f}"
