"""Planted towns: equal neighbourhoods between main roads, so that the perfect division is known.

Only one division has every border on a main road, no main road inside a cell and no deviation:
its cells are the faces between the main roads. Lanes and streets inside offer other borders, other
neighbourhoods other sums, and none of them is as good.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.random import Generator
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from bench.ground import Ground
from bench.towns import degrees
from geodata.crs import STORAGE_SRID

Floats = NDArray[np.float64]

HOUSEHOLDS = 400
"""Of each neighbourhood, exactly."""

_STEP_M = 20.0
_SNAP_M = 1e-6
_MARGIN_M = 14.0
_HOUSE_M = (9.0, 6.0)
_SIGNS = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]], dtype=float)


@dataclass
class _Plan:
    """What has been drawn so far, in metres, before the town is bent."""

    lines: list[BaseGeometry] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)
    houses: list[Floats] = field(default_factory=list)
    homes: list[NDArray[np.int64]] = field(default_factory=list)

    def draw(self, kind: str, *points: tuple[float, float]) -> None:
        """Add a street."""
        self.lines.append(shapely.LineString(points))
        self.kinds.append(kind)


def planted(seed: int) -> Ground:
    """Generate a town whose perfect division is known.

    Parameters
    ----------
    seed : int
        The same seed gives the same town: 3 to 5 rows of 3 to 5 neighbourhoods, their corners
        not above one another, all bent.

    Returns
    -------
    Ground
        With ``perfect``.
    """
    rng = np.random.default_rng(seed)
    counts = rng.integers(3, 6, int(rng.integers(3, 6)))
    heights_m = rng.uniform(220.0, 380.0, len(counts))
    size_m = np.array([300.0 * counts.mean(), heights_m.sum()])
    south_m = np.concatenate([[0.0], np.cumsum(heights_m)])
    plan = _Plan()
    for row, count in enumerate(counts):
        widths = rng.uniform(0.75, 1.25, count)
        west_m = np.concatenate([[0.0], np.cumsum(widths)]) * size_m[0] / widths.sum()
        for column in range(count):
            box = (west_m[column], south_m[row], west_m[column + 1], south_m[row + 1])
            _settle(plan, box, rng)
        for x in west_m:
            plan.draw("secondary", (x, south_m[row]), (x, south_m[row + 1]))
    for y in south_m:
        plan.draw("primary", (0.0, y), (size_m[0], y))
    return _ground(f"planted-{seed}", plan, size_m, rng)


def _settle(plan: _Plan, box: tuple[float, float, float, float], rng: Generator) -> None:
    """Build a neighbourhood: two streets that cross, houses in its four quarters, equal homes."""
    west, south, east, north = box
    x = west + (east - west) * rng.uniform(0.35, 0.65)
    y = south + (north - south) * rng.uniform(0.35, 0.65)
    plan.draw("residential", (west, y), (east, y))
    plan.draw("service", (x, south), (x, north))
    pitch_m = rng.uniform((26.0, 22.0), (52.0, 44.0))
    quarters = [(a, b) for a in ((west, x), (x, east)) for b in ((south, y), (y, north))]
    houses = np.concatenate([_rows(a, b, pitch_m) for a, b in quarters])
    shares = rng.dirichlet(np.full(len(houses), 4.0))
    plan.houses.append(houses)
    plan.homes.append(1 + rng.multinomial(HOUSEHOLDS - len(houses), shares))


def _rows(x_m: tuple[float, float], y_m: tuple[float, float], pitch_m: Floats) -> Floats:
    """Give the corners of houses in rows, shape (n, 4, 2)."""
    middles = [
        _MARGIN_M + low + (np.arange(count) + 0.5) * (high - low - 2 * _MARGIN_M) / count
        for (low, high), pitch in zip((x_m, y_m), pitch_m, strict=True)
        for count in [max(1, int((high - low - 2 * _MARGIN_M) // pitch))]
    ]
    middle = np.stack(np.meshgrid(*middles), axis=-1).reshape(-1, 1, 2)
    return np.asarray(middle + _SIGNS * np.array(_HOUSE_M))


def _ground(name: str, plan: _Plan, size_m: Floats, rng: Generator) -> Ground:
    """Bend the town and put its parts together, in degrees."""
    phase = rng.uniform(0.0, 2 * np.pi, 2)

    def bend(xy: Floats) -> Floats:
        waves = np.sin(xy[..., ::-1] / (150.0, 170.0) + phase)
        return degrees(xy + 18.0 * waves, size_m)

    # Where streets meet, both have a corner: bending must not pull them apart.
    meetings = shapely.multipoints(shapely.get_coordinates([line.boundary for line in plan.lines]))
    drawn = shapely.snap([*plan.lines, shapely.box(0.0, 0.0, *size_m)], meetings, _SNAP_M)
    *streets, town = shapely.segmentize(drawn, _STEP_M)
    barriers = gpd.GeoDataFrame(
        {"kind": plan.kinds}, geometry=shapely.transform(streets, bend), crs=STORAGE_SRID
    )
    cell = np.repeat(np.arange(len(plan.homes)), [len(homes) for homes in plan.homes])
    keys = [f"b{number}" for number in range(1, len(cell) + 1)]
    houses = gpd.GeoDataFrame(
        {"key": keys, "kind": "apartment", "levels": 6, "households": np.concatenate(plan.homes)},
        geometry=shapely.polygons(bend(np.concatenate(plan.houses))),
        crs=STORAGE_SRID,
    )
    perfect = pd.Series(cell, index=keys)
    return Ground(name, shapely.transform(town, bend), houses, barriers, len(plan.homes), perfect)
