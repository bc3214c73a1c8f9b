"""A division as a small picture: an SVG of its cells in their tints, for choosing among several."""

from __future__ import annotations

from collections.abc import Sequence
from math import cos, radians

import numpy as np
from numpy.typing import NDArray
from shapely import affinity, get_coordinates, total_bounds
from shapely.geometry.base import BaseGeometry

from mapping.palette import CELL_INKS, CELL_TINTS

_EDGE_PX = 2.0
_FINENESS_PX = 0.4


def render_thumbnail(
    cells: Sequence[tuple[BaseGeometry, int]], *, width_px: int = 240, height_px: int = 160
) -> str:
    """Draw cells as an SVG.

    Parameters
    ----------
    cells : sequence of (shapely polygon or multipolygon, int)
        Shape in EPSG:4326 and tint of each cell.
    width_px, height_px : int
        Size of the picture; the cells are fitted into it, north up.

    Returns
    -------
    str
        Markup of figures alone, safe to stand in a page; hidden from readers of the screen,
        for whom the words beside it speak.
    """
    head = (
        f'<svg class="thumbnail" viewBox="0 0 {width_px} {height_px}" width="{width_px}" '
        f'height="{height_px}" aria-hidden="true" focusable="false">'
    )
    shapes = _fitted([shape for shape, _ in cells], width_px, height_px)
    paths = [_path(shape, tint) for shape, (_, tint) in zip(shapes, cells, strict=True)]
    return f"{head}{''.join(paths)}</svg>"


def _fitted(shapes: list[BaseGeometry], width_px: int, height_px: int) -> list[BaseGeometry]:
    """Bring shapes from degrees into the pixels of the picture."""
    if not shapes:
        return []
    west, south, east, north = total_bounds(np.array(shapes, dtype=object))
    # A degree of longitude is shorter than one of latitude by the cosine.
    narrow = cos(radians((south + north) / 2))
    spread = max((east - west) * narrow / (width_px - 2 * _EDGE_PX), 1e-12)
    scale = 1 / max(spread, (north - south) / (height_px - 2 * _EDGE_PX))
    left = (width_px - (east - west) * narrow * scale) / 2
    top = (height_px - (north - south) * scale) / 2
    matrix = (narrow * scale, 0, 0, -scale, left - west * narrow * scale, top + north * scale)
    return [affinity.affine_transform(shape, matrix).simplify(_FINENESS_PX) for shape in shapes]


def _path(shape: BaseGeometry, tint: int) -> str:
    """Draw one cell."""
    fill, ink = CELL_TINTS[tint % len(CELL_TINTS)], CELL_INKS[tint % len(CELL_INKS)]
    parts = getattr(shape, "geoms", [shape])
    rings = [ring for part in parts for ring in (part.exterior, *part.interiors)]
    outline = "".join(_ring(get_coordinates(ring)) for ring in rings)
    return f'<path d="{outline}" fill="{fill}" stroke="{ink}" stroke-width="1"/>'


def _ring(corners: NDArray[np.float64]) -> str:
    """Write a closed ring as part of a path."""
    return "M" + " ".join(f"{x:.1f} {y:.1f}" for x, y in corners[:-1]) + "Z"
