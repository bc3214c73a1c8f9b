"""Dividing ground into cells: the whole way from buildings and barriers to a division."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geodata.crs import STORAGE_SRID
from geodata.divide.coverage import dissolve, to_storage
from geodata.divide.ground import Ground, houses_outside
from geodata.divide.outcome import describe
from geodata.divide.report import DivisionReport, make_report
from geodata.divide.search import warm_up
from geodata.divide.share import Shared, share
from geodata.divide.standing import Standing
from geodata.divide.watch import Tell, Watch
from geodata.divide.wishes import TOLERANCES, Variant, Wishes, decide_size
from geodata.errors import N_, InputRefused
from geodata.findings import Finding

_STANDING = Standing()


@dataclass(frozen=True)
class DivisionResult:
    """A division of a community.

    Attributes
    ----------
    cells : GeoDataFrame
        ``code`` and ``name`` (missing), ``kind``, ``households``, ``buildings``, polygons in
        EPSG:4326: a valid coverage that tiles the boundary. Exclusive cells come last.
    assignment : Series
        Row of ``cells`` of each building inside the boundary, by its key.
    report : DivisionReport
    findings : list of Finding
    """

    cells: gpd.GeoDataFrame
    assignment: pd.Series
    report: DivisionReport
    findings: list[Finding]


def divide_ground(
    buildings: gpd.GeoDataFrame,
    boundary: BaseGeometry,
    barriers: gpd.GeoDataFrame,
    *,
    cells: int | None = None,
    households: tuple[float, float] | None = None,
    variant: Variant | str = Variant.BALANCE,
    wishes: Wishes | None = None,
    seed: int = 0,
    time_limit_s: float | None = None,
    tell: Tell | None = None,
) -> DivisionResult:
    """Divide a community into balanced, compact cells that end at streets.

    Parameters
    ----------
    buildings : GeoDataFrame
        ``key``, ``households`` (missing ones are estimated from ``kind``, ``levels`` and
        footprint), footprints or points; EPSG:4326.
    boundary : Polygon or MultiPolygon
        EPSG:4326; no cell reaches across its parts.
    barriers : GeoDataFrame
        ``kind`` (classes of OpenStreetMap's highways, ``rail``, ``water``, ``wall``, ``estate``)
        and lines or polygons, any CRS.
    cells : int, optional
        How many; or else
    households : tuple of float, optional
        How many households each may have.
    variant : Variant or str
        What comes first: ``balance``, ``streets`` or ``stable`` (needs ``wishes.existing``).
    wishes : Wishes, optional
    seed : int
        The same input and seed give the same division, unless the time limit cuts it short.
    time_limit_s : float, optional
        For the search, by the clock; the geometry before and after takes its own time. By default
        20 seconds of processor time, or 5 for each thousand buildings if that is more, and 150
        at most: a busy machine takes longer, but divides as well.
    tell : callable, optional
        Progress; returning False ends the search with the best so far.

    Returns
    -------
    DivisionResult

    Raises
    ------
    InputRefused
        If the wishes or the input can't be used; the message says what to change.
    """
    wishes = Wishes() if wishes is None else wishes
    variant = _checked(variant, wishes)
    tell = tell or (lambda _done, _doing: True)
    tell(0.0, "ground")
    ground = _STANDING.lay(buildings, boundary, _all_barriers(barriers, wishes))
    free = houses_outside(ground, wishes.exclusive)
    size, about = decide_size(
        ground.houses.households[free], cells, households, TOLERANCES[variant]
    )
    warm_up()
    usual_s = min(150.0, max(20.0, 0.005 * len(free)))
    watch = Watch(tell, time_limit_s or usual_s, at_work=time_limit_s is None)
    shared = share(ground, size, variant, wishes, seed=seed, watch=watch)
    tell(0.9, "drawing")
    atoms = shared.problem.atoms
    shapes = dissolve(atoms.pieces, shared.labels)
    report = make_report(ground, shared.problem, shared.labels, size, shapes)
    findings = [*ground.findings, *about, *describe(ground, shared, report, size)]
    tell(1.0, "done")
    return DivisionResult(
        _cells_frame(ground, shared, shapes, boundary),
        _assignment(ground, shared),
        report,
        findings,
    )


def _checked(variant: Variant | str, wishes: Wishes) -> Variant:
    """Refuse a variant that does not exist, and cells of today that are not given."""
    if variant not in set(Variant):
        raise InputRefused(
            N_("There is no variant %(variant)s: choose balance, streets or stable."),
            variant=variant,
        )
    today = 0 if wishes.existing is None else len(wishes.existing)
    if any(not 0 <= cell < today for cell in wishes.fixed.values()):
        raise InputRefused(
            N_("A building is to be held in a cell of today that was not given. Name one of the "
               "%(cells)s cells that hold today."),
            cells=today,
        )  # fmt: skip
    return Variant(variant)


def _all_barriers(barriers: gpd.GeoDataFrame, wishes: Wishes) -> gpd.GeoDataFrame:
    """Let cells end at the edges of compounds and of exclusive grounds, too."""
    own = gpd.GeoDataFrame({"kind": barriers["kind"]}, geometry=barriers.geometry)
    frames = [own]
    for areas in (wishes.estates, wishes.exclusive):
        if areas is not None and len(areas):
            edges = areas.to_crs(barriers.crs).geometry
            frames.append(
                gpd.GeoDataFrame(
                    {"kind": ["estate"] * len(edges)}, geometry=edges.to_numpy(), crs=barriers.crs
                )
            )
    return gpd.GeoDataFrame(pd.concat(frames, ignore_index=True), crs=barriers.crs)


def _cells_frame(
    ground: Ground, shared: Shared, shapes: NDArray[np.object_], boundary: BaseGeometry
) -> gpd.GeoDataFrame:
    """Make the frame of cells, as a division is published from."""
    of_building = shared.labels[shared.problem.atoms.atom_of][ground.houses.house_of]
    count = len(shapes)
    return gpd.GeoDataFrame(
        {
            "code": [None] * count,
            "name": [None] * count,
            "kind": np.where(np.arange(count) < shared.problem.goal.cells, "general", "exclusive"),
            "households": np.bincount(of_building, ground.houses.counted, count)
            .round()
            .astype(int),
            "buildings": np.bincount(of_building, minlength=count),
        },
        geometry=to_storage(shapes, ground.srid, shapely.make_valid(boundary)),
        crs=STORAGE_SRID,
    )


def _assignment(ground: Ground, shared: Shared) -> pd.Series:
    """Give the cell of each building."""
    labels = shared.labels[shared.problem.atoms.atom_of][ground.houses.house_of]
    return pd.Series(labels, index=pd.Index(ground.houses.keys, name="key"), name="cell")
