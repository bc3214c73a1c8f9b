"""A division as a picture: soft tints, firm edges, streets, figures in each cell."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterator

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from bench.division.borders import MAIN
from bench.ground import Divided, Ground
from geodata.colouring import colour_neighbours
from geodata.crs import metric_srid, to_metric
from mapping import palette

WIDTH_PX = 1240
"""A4 at 150 dots an inch."""

_MARGIN_PX, _FOOT_PX = 24, 64
_STREET_PX = {**dict.fromkeys(MAIN, 5.0), "residential": 3.0, "unclassified": 3.0}
_LANE_PX = 1.4
_WALLS, _WATERS = ("estate", "wall", "fence", "hedge"), ("water", "stream")
_NICE_M = (50, 100, 200, 500, 1000, 2000)

Objects = NDArray[np.object_]
Place = Callable[[gpd.GeoDataFrame], Objects]


def draw(ground: Ground, divided: Divided, source: str) -> str:
    """Draw a division.

    Parameters
    ----------
    ground : Ground
    divided : Divided
    source : str
        Whose ground it is; written below.

    Returns
    -------
    str
        SVG, :data:`WIDTH_PX` wide.
    """
    srid = metric_srid(*shapely.get_coordinates(shapely.centroid(ground.boundary))[0])
    cells = to_metric(divided.cells, srid).geometry.to_numpy()
    west, south, east, north = shapely.total_bounds(cells)
    scale = (WIDTH_PX - 2 * _MARGIN_PX) / (east - west)
    height = round((north - south) * scale) + 2 * _MARGIN_PX + _FOOT_PX

    def place(frame: gpd.GeoDataFrame) -> Objects:
        shapes = to_metric(frame, srid).geometry.to_numpy() if len(frame) else np.array([])
        return np.asarray(shapely.transform(shapes, pixels))

    def pixels(xy: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.asarray((xy - (west, north)) * (scale, -scale) + _MARGIN_PX)

    layers = "".join(_layers(ground, divided, place))
    foot = "".join(_foot(ground, source, height, scale))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH_PX}" height="{height}" '
        f'font-family="Noto Sans CJK SC, sans-serif">'
        f'<rect width="100%" height="100%" fill="#ffffff"/>'
        f'<svg width="{WIDTH_PX}" height="{height - _FOOT_PX}">{layers}</svg>{foot}</svg>'
    )


def _layers(ground: Ground, divided: Divided, place: Place) -> Iterator[str]:
    """Give the layers from the ground up."""
    cells, barriers = place(divided.cells), ground.barriers
    tints = colour_neighbours(list(cells))
    for shape, tint in zip(cells, tints, strict=True):
        yield _path(shape, fill=palette.CELL_TINTS[tint], opacity=0.55)
    is_area = shapely.get_dimensions(barriers.geometry.to_numpy()) == 2
    for shape in place(barriers[is_area & (barriers["kind"] == "water")]):
        yield _path(shape, fill=palette.WATER, stroke=palette.WATER_EDGE)
    for shape in place(barriers[~is_area & barriers["kind"].isin(_WATERS)]):
        yield _path(shape, stroke=palette.WATER_EDGE, width=2.4)
    for shape in place(barriers[barriers["kind"].isin(_WALLS)]):
        yield _path(shape, stroke=palette.ESTATE_EDGE, width=1.6, dash="5 3")
    ways = barriers[~is_area & ~barriers["kind"].isin([*_WALLS, *_WATERS])]
    for kind, shape in zip(ways["kind"], place(ways), strict=True):
        narrow = kind not in _STREET_PX
        colour = palette.FOOTWAY if narrow else palette.PATH
        if not narrow:
            yield _path(shape, stroke=palette.PATH_EDGE, width=_STREET_PX[kind] + 1.6)
        yield _path(shape, stroke=colour, width=_STREET_PX.get(kind, _LANE_PX))
    for kind, shape in zip(ground.buildings["kind"], place(ground.buildings), strict=True):
        fill = palette.BUILDING.get(kind, palette.BUILDING["other"])
        yield _path(shape, fill=fill, stroke=palette.BUILDING_EDGE, width=0.6)
    for shape, tint in zip(cells, tints, strict=True):
        yield _path(shape, stroke=palette.CELL_INKS[tint], width=3.2)
    yield from _labels(ground, divided, cells)


def _labels(ground: Ground, divided: Divided, cells: Objects) -> Iterator[str]:
    """Write number, households and deviation into each cell."""
    homes = ground.buildings.set_index("key")["households"]
    load = homes.groupby(divided.cell_of.reindex(homes.index)).sum()
    mean = ground.households / len(cells)
    for number, shape in enumerate(cells):
        circle = shapely.maximum_inscribed_circle(shape, tolerance=1.0)
        x, y = shapely.get_coordinates(circle)[0]
        count = int(load.get(number, 0))
        lines = (
            (f"{number + 1}", 20, -8),
            (f"{count} · {100 * (count / mean - 1):+.1f} %", 15, 12),
        )
        for text, size, down in lines:
            yield (
                f'<text x="{x:.1f}" y="{y + down:.1f}" text-anchor="middle" font-size="{size}" '
                f'font-weight="700" fill="{palette.INK}" stroke="{palette.HALO}" stroke-width="4" '
                f'paint-order="stroke" stroke-linejoin="round">{text}</text>'
            )


def _foot(ground: Ground, source: str, height: int, scale: float) -> Iterator[str]:
    """Write below: what it is, how long a hundred metres are, whose ground it is."""
    low = height - _FOOT_PX + 14
    length_m = max((m for m in _NICE_M if m * scale < WIDTH_PX / 6), default=_NICE_M[0])
    end = WIDTH_PX - _MARGIN_PX
    mean = ground.households / ground.cells
    what = (
        f"{ground.name}: {len(ground.buildings)} buildings, {ground.households} households "
        f"(estimated), {ground.cells} cells, mean {mean:.0f}; in each cell: households, deviation"
    )
    for text, down, size in ((what, 0, 16), (source, 24, 13)):
        yield (
            f'<text x="{_MARGIN_PX}" y="{low + down}" font-size="{size}" '
            f'fill="{palette.INK_SOFT}">{html.escape(text)}</text>'
        )
    bar = shapely.LineString([(end - length_m * scale, low + 26), (end, low + 26)])
    yield _path(bar, stroke=palette.INK_SOFT, width=3)
    yield (
        f'<text x="{end}" y="{low + 18}" text-anchor="end" font-size="13" '
        f'fill="{palette.INK_SOFT}">{length_m} m</text>'
    )


def _path(
    shape: BaseGeometry, *, fill: str = "none", stroke: str = "none", width: float = 1.0,
    opacity: float = 1.0, dash: str = "",
) -> str:  # fmt: skip
    """Write a shape as an SVG path."""
    parts = shapely.get_parts(shape)
    is_area = shapely.get_dimensions(shape) == 2
    lines = shapely.get_rings(parts) if is_area else parts
    steps = "".join(
        "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in shapely.get_coordinates(line))
        for line in lines
    )
    extra = f' stroke-dasharray="{dash}"' if dash else ""
    return (
        f'<path d="{steps}" fill="{fill}" fill-rule="evenodd" fill-opacity="{opacity}" '
        f'stroke="{stroke}" stroke-width="{width}" stroke-linejoin="round"{extra}/>'
    )
