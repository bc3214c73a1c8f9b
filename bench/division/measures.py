"""All measures of one division, from its cells alone: nothing is asked of the solver."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from bench.division.balance import balance, same_division
from bench.division.borders import borders
from bench.division.coverage import NO_AREA_M2, compactness, coverage
from bench.division.feet import pieces
from bench.ground import Divided, Ground


@dataclass(frozen=True)
class Measure:
    """What is printed, and which way is better.

    Attributes
    ----------
    key : str
    title : str
    more : bool
        More is better.
    decimals : int
    """

    key: str
    title: str
    more: bool = False
    decimals: int = 0


MEASURES = (
    Measure("largest_percent", "largest deviation %", decimals=1),
    Measure("p95_percent", "95th percentile deviation %", decimals=1),
    Measure("in_range_percent", "cells in range %", more=True),
    Measure("pieces", "cells in pieces"),
    Measure("gaps_m2", "gaps m2"),
    Measure("overlaps_m2", "overlaps m2"),
    Measure("edges_differ", "cells with edges that differ"),
    Measure("split", "buildings split"),
    Measure("unassigned", "buildings unassigned"),
    Measure("compact_mean", "Polsby-Popper, mean", more=True, decimals=3),
    Measure("compact_least", "Polsby-Popper, least", more=True, decimals=3),
    Measure("on_lines_percent", "border on ways, walls, edges %", more=True, decimals=1),
    Measure("on_roads_percent", "the same without footways %", more=True, decimals=1),
    Measure("main_inside_percent", "main road inside cells %", decimals=1),
    Measure("cpu_s", "CPU s", decimals=2),
    Measure("recovered", "perfect division found", more=True),
)
"""In the order in which they are printed; each is ranked by itself."""


def measure(ground: Ground, divided: Divided) -> dict[str, float]:
    """Measure a division.

    Parameters
    ----------
    ground : Ground
    divided : Divided

    Returns
    -------
    dict
        A figure for each of :data:`MEASURES` but ``cpu_s``, and ``cells``; ``recovered`` only
        where the perfect division is known.
    """
    cells = len(divided.cells)
    cell_of = divided.cell_of.where(divided.cell_of >= 0)
    figures = {
        "cells": float(cells),
        **balance(ground, cell_of, cells),
        "pieces": float(pieces(ground, divided.cells, cell_of)),
        **coverage(ground, divided.cells, cell_of),
        **compactness(divided.cells),
        **borders(ground, divided.cells),
    }
    for area in ("gaps_m2", "overlaps_m2"):
        if figures[area] < NO_AREA_M2:
            figures[area] = 0.0
    if ground.perfect is not None:
        figures["recovered"] = float(same_division(cell_of, ground.perfect))
    return {key: value for key, value in figures.items() if not np.isnan(value)}
