"""What a metre of border costs, by what can be seen there, and what is paid to stay together."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from geodata.crs import crs_of
from geodata.divide.atoms import Atoms
from geodata.divide.barriers import Seam
from geodata.divide.ground import Ground
from geodata.divide.wishes import Variant

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_METRE = {
    Seam.NOTHING: 6.0, Seam.LANE: 0.8, Seam.STREET: 0.6, Seam.WALL: 0.6, Seam.MAIN: -2.0,
    Seam.CLOSED: -0.5,
}  # fmt: skip
"""Below zero, it is what a metre inside a cell costs: the same sum, but for a constant."""
_STREETS_FIRST = {**_METRE, Seam.NOTHING: 14.0, Seam.MAIN: -4.0}
_TORN_M = 150.0
_TORN_METRE = 4.0


def metre_prices(variant: Variant) -> Floats:
    """Give the price of a metre of border along each kind of seam.

    Parameters
    ----------
    variant : Variant

    Returns
    -------
    ndarray of float, shape (len(Seam),)
    """
    prices = _STREETS_FIRST if variant is Variant.STREETS else _METRE
    return np.array([prices[seam] for seam in Seam])


def torn_prices(atoms: Atoms, area_of: Ints) -> Floats:
    """Give what it costs to tear a compound along each border.

    Parameters
    ----------
    atoms : Atoms
    area_of : ndarray of int, shape (n,)
        Compound of each atom, -1 where in none.

    Returns
    -------
    ndarray of float, shape (borders,)
    """
    first, second = atoms.borders.first, atoms.borders.second
    together = (area_of[first] >= 0) & (area_of[first] == area_of[second])
    return np.where(together, _TORN_M + _TORN_METRE * atoms.borders.total_m, 0.0)


def areas_of_atoms(atoms: Atoms, areas: gpd.GeoDataFrame | None, ground: Ground) -> Ints:
    """Give the area (compound, cell of today) in which each atom lies.

    Parameters
    ----------
    atoms : Atoms
    areas : GeoDataFrame or None
        Polygons, any CRS.
    ground : Ground

    Returns
    -------
    ndarray of int, shape (n,)
        Row of ``areas`` that holds a point inside the atom, the smallest where several do; -1
        where none does.
    """
    found = np.full(len(atoms.pieces), -1, np.int64)
    if areas is None or areas.empty:
        return found
    shapes = shapely.make_valid(areas.to_crs(crs_of(ground.srid)).geometry.to_numpy())
    inside = _inner_points(atoms, ground)
    atom, area = shapely.STRtree(shapes).query(inside, predicate="within")
    largest_first = np.argsort(-shapely.area(shapes[area]), kind="stable")
    found[atom[largest_first]] = area[largest_first]
    return found


def _inner_points(atoms: Atoms, ground: Ground) -> NDArray[np.object_]:
    """Give a point of each atom: of its largest house, or of its ground where none stands."""
    points = shapely.point_on_surface(atoms.pieces)
    order = np.argsort(ground.houses.households, kind="stable")
    points[atoms.atom_of[order]] = shapely.point_on_surface(ground.houses.shapes[order])
    return np.asarray(points)
