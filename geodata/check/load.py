"""Checks of what is in each cell: buildings at all, and about as many households as wished."""

from __future__ import annotations

from collections.abc import Iterator

import geopandas as gpd

from geodata.check.labels import Labels, Texts
from geodata.errors import N_
from geodata.findings import Finding

_EMPTY = Texts(
    N_("The cell in row %(row)s has no building."),
    N_("%(cell)s has no building: merge it with a neighbour, or keep it as an exclusive cell."),
)
_FEW = Texts(
    N_("The cell in row %(row)s has %(households)s households; %(low)s to %(high)s are wished."),
    N_("%(cell)s has %(households)s households, fewer than the %(low)s to %(high)s wished."),
)
_MANY = Texts(
    _FEW.by_row,
    N_("%(cell)s has %(households)s households, more than the %(low)s to %(high)s wished."),
)
_EXCLUSIVE = "exclusive"


def check_load(cells: gpd.GeoDataFrame, wish: tuple[int, int] | None = None) -> list[Finding]:
    """Check that every cell has buildings, and households in the wished range.

    Parameters
    ----------
    cells : GeoDataFrame
        ``name``, ``kind``, ``buildings`` and ``households`` (numbers). Exclusive cells, for a
        school or a factory, have as many households as they have.
    wish : tuple of int, optional
        Fewest and most households of a cell.

    Returns
    -------
    list of Finding
        ``cell_without_buildings``, ``households_outside_wish``.
    """
    return list(_look(cells, Labels.of(cells, None, cells["name"]), wish))


def _look(
    cells: gpd.GeoDataFrame, labels: Labels, wish: tuple[int, int] | None
) -> Iterator[Finding]:
    columns = (cells[name] for name in ("kind", "buildings", "households", "geometry"))
    for cell, (kind, buildings, count, place) in enumerate(zip(*columns, strict=True)):
        if kind == _EXCLUSIVE:
            continue
        if not buildings:
            yield labels.finding("cell_without_buildings", _EMPTY, cell, place)
        elif wish is not None and not wish[0] <= count <= wish[1]:
            texts = _FEW if count < wish[0] else _MANY
            facts = {"households": int(count), "low": wish[0], "high": wish[1]}
            yield labels.finding("households_outside_wish", texts, cell, place, facts)
