"""How good a division is, in figures that its readers can check."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from geodata.divide.atoms import Atoms
from geodata.divide.barriers import Seam
from geodata.divide.graph import Graph
from geodata.divide.ground import Ground
from geodata.divide.least import least_largest_deviation
from geodata.divide.problem import Problem
from geodata.divide.wishes import Size

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

_EDGE_M = 2.0


@dataclass(frozen=True)
class DivisionReport:
    """Figures of a division; shares are from 0 to 1.

    Attributes
    ----------
    cells : int
    households : float
        Of the whole community.
    mean_households : float
        Of a cell.
    largest_deviation, p95_deviation : float
        From the mean, as a share of it: the worst cell, and 95 of 100 cells.
    least_deviation : float
        What no division of whole buildings can do better than, as far as is known
        (:func:`geodata.divide.least.least_largest_deviation`).
    in_range : float
        Cells inside the wished range.
    in_pieces : int
        Cells that do not hang together on foot.
    compactness_mean, compactness_least : float
        Polsby-Popper: ``4 pi area / perimeter ** 2``, 1 for a circle (Polsby, Popper: The third
        criterion, Yale Law & Policy Review 9, 1991).
    border_on_streets : float
        Inner border along ways, walls, edges of compounds, rails or water.
    main_inside : float
        Main roads that do not lie between two cells.
    estates_torn, buildings_torn : int
        Compounds that lie in several cells, and their houses outside of the cell that has most.
    walk_diameter_m : float
        The longest way inside one cell, from block to block; an estimate.
    """

    cells: int
    households: float
    mean_households: float
    largest_deviation: float
    p95_deviation: float
    least_deviation: float
    in_range: float
    in_pieces: int
    compactness_mean: float
    compactness_least: float
    border_on_streets: float
    main_inside: float
    estates_torn: int
    buildings_torn: int
    walk_diameter_m: float


def make_report(
    ground: Ground, problem: Problem, labels: Ints, size: Size, shapes: NDArray[np.object_]
) -> DivisionReport:
    """Measure a division.

    Parameters
    ----------
    ground : Ground
    problem : Problem
    labels : ndarray of int, shape (atoms,)
        Cell of each atom, below ``size.cells`` for those that take part.
    size : Size
    shapes : ndarray of Polygon
        The cells, in metres.

    Returns
    -------
    DivisionReport
    """
    atoms, graph = problem.atoms, problem.graph
    free = labels[problem.free]
    load = np.bincount(labels, atoms.households, len(shapes))[: size.cells]
    mean = float(load.mean())
    off = np.abs(load - mean) / max(mean, 1e-9)
    compact = 4 * np.pi * shapely.area(shapes) / shapely.length(shapes) ** 2
    torn, buildings = _torn(atoms, labels, problem.estate_of)
    shared_out = labels[atoms.atom_of] < size.cells
    return DivisionReport(
        cells=len(shapes),
        households=float(load.sum()),
        mean_households=mean,
        largest_deviation=float(off.max()),
        p95_deviation=float(np.percentile(off, 95)),
        least_deviation=least_largest_deviation(ground.houses.households[shared_out], size.cells),
        in_range=float(((load >= size.low - 1e-9) & (load <= size.high + 1e-9)).mean()),
        in_pieces=_in_pieces(graph, free),
        compactness_mean=float(compact.mean()),
        compactness_least=float(compact.min()),
        border_on_streets=_on_streets(atoms, labels),
        main_inside=_main_inside(ground, atoms, labels),
        estates_torn=torn,
        buildings_torn=buildings,
        walk_diameter_m=_diameter_m(atoms.pieces[problem.free], graph, free),
    )


def _in_pieces(graph: Graph, labels: Ints) -> int:
    """Count the cells of several pieces."""
    pieces = np.unique(np.column_stack([labels, graph.pieces(labels)]), axis=0)
    return int((np.bincount(pieces[:, 0]) > 1).sum())


def _on_streets(atoms: Atoms, labels: Ints) -> float:
    """Give the share of inner border along something that can be seen."""
    borders = atoms.borders
    cut = labels[borders.first] != labels[borders.second]
    total_m = float(borders.total_m[cut].sum())
    if not total_m:
        return 1.0
    return 1 - float(borders.length_m[cut, Seam.NOTHING].sum()) / total_m


def _main_inside(ground: Ground, atoms: Atoms, labels: Ints) -> float:
    """Give the share of main roads, those along the outer boundary left out, inside of cells."""
    main = ground.barriers.lines[ground.barriers.seams == Seam.MAIN]
    inner = shapely.buffer(ground.boundary, -_EDGE_M)
    main_m = float(shapely.length(shapely.intersection(shapely.union_all(main), inner)))
    cut = labels[atoms.borders.first] != labels[atoms.borders.second]
    between_m = float(atoms.borders.length_m[cut, Seam.MAIN].sum())
    return max(0.0, 1 - between_m / main_m) if main_m > 0 else 0.0


def _torn(atoms: Atoms, labels: Ints, estate_of: Ints) -> tuple[int, int]:
    """Count torn compounds, and their houses that are apart."""
    house_estate, house_cell = estate_of[atoms.atom_of], labels[atoms.atom_of]
    torn = apart = 0
    for estate in np.unique(house_estate[house_estate >= 0]):
        counts = np.bincount(house_cell[house_estate == estate])
        torn += int((counts > 0).sum() > 1)
        apart += int(counts.sum() - counts.max())
    return torn, apart


def _diameter_m(pieces: NDArray[np.object_], graph: Graph, labels: Ints) -> float:
    """Give the longest way inside a cell, by two sweeps from atom to neighbouring atom."""
    inside = graph.foot & (labels[graph.source] == labels[graph.target])
    xy = shapely.get_coordinates(shapely.point_on_surface(pieces))
    step = np.hypot(*(xy[graph.source] - xy[graph.target]).T)[inside]
    shape = (graph.atoms, graph.atoms)
    links = csr_array((step, (graph.source[inside], graph.target[inside])), shape=shape)
    _, first = np.unique(labels, return_index=True)
    for _ in range(2):
        away = dijkstra(links, indices=first)
        away[~np.isfinite(away)] = -1.0
        first, longest_m = away.argmax(axis=1), float(away.max())
    return longest_m
