"""What a division costs: one objective for the search and, without shapes, for the exact model."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from geodata.divide.graph import Graph

_ROUNDING = 1e-9


@dataclass(frozen=True)
class Goal:
    """The price of a division, in metres.

    ``cut edges + slope * households outside [low, high] + even * deviations²
    + round * shapes + moved buildings``

    Attributes
    ----------
    cells : int
        How many cells.
    low, high : float
        Households that a cell may have without a price.
    slope_m : float
        Price of each household outside.
    even_m : float
        Price of a cell's squared deviation from the mean, as a share: it lets households flow
        through cells that are inside their limits.
    mean : float
        Households of a cell if all had the same.
    tolerance : float
        Deviation from the mean beyond which more ground is opened to bring a cell back.
    scale_m : float
        Outline of a typical cell: the measure of prices, and of temperatures.
    round_m : float
        Price of a cell's shape, times outline² / (4 pi area): 1 for a circle.
    home : ndarray of int, shape (n,)
        Cell in which each atom lies today, -1 where in none.
    moving_m : ndarray of float, shape (n,)
        Price of an atom that leaves its cell of today.
    """

    cells: int
    low: float
    high: float
    slope_m: float
    even_m: float
    mean: float
    tolerance: float
    scale_m: float
    round_m: float
    home: NDArray[np.int64]
    moving_m: NDArray[np.float64]

    def load(self, graph: Graph, labels: NDArray[np.int64]) -> NDArray[np.float64]:
        """Give the households of each cell."""
        return np.bincount(labels, graph.weight, self.cells).astype(np.float64)

    def excess_of(self, graph: Graph, labels: NDArray[np.int64]) -> NDArray[np.float64]:
        """Give the households that each cell has too much, below 0 too little."""
        load = self.load(graph, labels)
        return np.asarray(load - np.clip(load, self.low, self.high))

    def off(self, graph: Graph, labels: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Tell which cells are outside of their limits."""
        return np.abs(self.excess_of(graph, labels)) > _ROUNDING

    def excess(self, graph: Graph, labels: NDArray[np.int64]) -> float:
        """Give the households that cells have too much or too little, in sum."""
        return float(np.abs(self.excess_of(graph, labels)).sum())

    def cost_m(self, graph: Graph, labels: NDArray[np.int64]) -> float:
        """Give the price of a division."""
        around_m, area_m2 = graph.outlines(labels, self.cells)
        shapes = around_m**2 / (4 * np.pi * np.maximum(area_m2, 1e-3))
        moved = (self.home >= 0) & (labels != self.home)
        return (
            graph.cut_m(labels)
            + self.slope_m * self.excess(graph, labels)
            + self.even_m * float(((self.load(graph, labels) / self.mean - 1) ** 2).sum())
            + self.round_m * float(shapes.sum())
            + float(self.moving_m[moved].sum())
        )

    def among(self, cells: NDArray[np.int64], atoms: NDArray[np.int64]) -> Goal:
        """Give the same goal for the atoms of some cells alone, numbered in their order."""
        place = np.full(max(self.cells, int(self.home.max(initial=0)) + 1) + 1, -1, np.int64)
        place[cells] = np.arange(len(cells))
        home = place[self.home[atoms]]
        moving_m = np.where(home >= 0, self.moving_m[atoms], 0.0)
        return replace(self, cells=len(cells), home=home, moving_m=moving_m)

    def stricter(self) -> Goal:
        """Give the same goal with a higher price for households outside of the limits."""
        return replace(self, slope_m=4 * self.slope_m)

    def aligned(self, labels: NDArray[np.int64]) -> NDArray[np.int64]:
        """Give cells the numbers with which least changes its cell of today.

        The assignment problem between new cells and those of today, by the Hungarian method.
        """
        known = self.home >= 0
        if not known.any():
            return labels
        kept = np.zeros((self.cells, self.cells))
        np.add.at(kept, (labels[known], self.home[known]), 1.0 + self.moving_m[known])
        new, today = linear_sum_assignment(kept, maximize=True)
        number = np.empty(self.cells, np.int64)
        number[new] = today
        return number[labels]
