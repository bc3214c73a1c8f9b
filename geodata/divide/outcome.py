"""What is worth saying about a division that was found."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geodata.crs import STORAGE_SRID, crs_of
from geodata.divide.ground import Ground
from geodata.divide.report import DivisionReport
from geodata.divide.share import Shared
from geodata.divide.wishes import Size
from geodata.errors import N_
from geodata.findings import Finding, Severity


def describe(ground: Ground, shared: Shared, report: DivisionReport, size: Size) -> list[Finding]:
    """Say what somebody should look at before a division is published.

    Parameters
    ----------
    ground : Ground
    shared : Shared
    report : DivisionReport
    size : Size

    Returns
    -------
    list of Finding
    """
    return [
        *_heavy(ground, size),
        *_islands(ground, shared),
        *_empty(shared),
        *_deviation(report, shared.problem.goal.tolerance),
    ]


def _degrees(ground: Ground, place: BaseGeometry) -> BaseGeometry:
    """Bring a point to EPSG:4326."""
    point = gpd.GeoSeries([shapely.point_on_surface(place)], crs=crs_of(ground.srid))
    degrees: BaseGeometry = point.to_crs(STORAGE_SRID).iloc[0]
    return degrees


def _heavy(ground: Ground, size: Size) -> list[Finding]:
    """Name houses that alone have more households than a cell may have."""
    houses, high = ground.houses, size.high
    return [
        Finding(
            "building_too_large", Severity.WARNING,
            N_("Building %(key)s alone has %(households)s households, a cell may have "
               "%(high)s: it can't be split, so its cell is above the range."),
            {"households": round(float(houses.households[house])), "high": round(high),
             "key": str(houses.keys[int(np.argmax(houses.house_of == house))])},
            place=_degrees(ground, houses.shapes[house]),
        )
        for house in np.flatnonzero(houses.households > high)[:20]
    ]  # fmt: skip


def _islands(ground: Ground, shared: Shared) -> list[Finding]:
    """Name inhabited ground that no way joins with its cell."""
    atoms = shared.problem.atoms
    return [
        Finding(
            "cut_off", Severity.WARNING,
            N_("%(households)s households are cut off from their cell by rails, water or a "
               "motorway: no way across is known. Add the missing path, or give them a cell."),
            {"households": round(float(atoms.households[atom]))},
            place=_degrees(ground, atoms.pieces[atom]),
        )
        for atom in shared.problem.islands[:20]
        if atoms.households[atom] > 0
    ]  # fmt: skip


def _empty(shared: Shared) -> list[Finding]:
    """Say how many cells have no household."""
    goal = shared.problem.goal
    load = goal.load(shared.problem.graph, shared.labels[shared.problem.free])
    empty = int((load <= 0).sum())
    if not empty:
        return []
    return [
        Finding(
            "cells_without_households", Severity.WARNING,
            N_("%(cells)s cells have no household: ask for fewer cells."), {"cells": empty},
        )
    ]  # fmt: skip


def _deviation(report: DivisionReport, tolerance: float) -> list[Finding]:
    """Say that cells differ more than they should, and what whole buildings allow."""
    if report.largest_deviation <= max(tolerance, report.least_deviation) + 1e-9:
        return []
    return [
        Finding(
            "cells_differ", Severity.WARNING,
            N_("A cell differs from the mean by %(percent)s %%; whole buildings force %(least)s %% "
               "at least. Give the search more time, ask for another number of cells, or move "
               "buildings by hand."),
            {"percent": round(100 * report.largest_deviation, 1),
             "least": round(100 * report.least_deviation, 1)},
        )
    ]  # fmt: skip
