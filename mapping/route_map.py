"""Routes as a picture: an SVG for the printed sheet and for a phone without signal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape
from math import cos, radians

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import affinity
from shapely.geometry.base import BaseGeometry

from mapping import palette
from mapping.route_numbers import NumberMark, place_numbers

_WIDTHS = {"primary": 7.0, "secondary": 6.0, "tertiary": 5.5, "residential": 4.5,
           "unclassified": 4.5, "living_street": 4.0, "service": 3.0}  # fmt: skip
_EDGE = 14.0
_ARROW_EVERY = 46.0
_METRES_A_DEGREE = 111_320.0
_SCALES_M = (10, 20, 50, 100, 200, 500, 1000, 2000, 5000)

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Ground:
    """What lies under the routes, EPSG:4326.

    Attributes
    ----------
    paths : sequence of (line, kind)
    buildings : sequence of (polygon, number)
    areas : sequence of (polygon, kind)
        ``green`` or ``water``.
    outline : polygon, optional
        Of the cell.
    """

    paths: Sequence[tuple[BaseGeometry, str]] = ()
    buildings: Sequence[tuple[BaseGeometry, str]] = ()
    areas: Sequence[tuple[BaseGeometry, str]] = ()
    outline: BaseGeometry | None = None


@dataclass(frozen=True)
class DrawnRoute:
    """One route, EPSG:4326.

    Attributes
    ----------
    line : LineString
    stops : sequence of (lon, lat)
        In order of walking.
    walker : int
        From 1; gives its colour and the shape of its numbers.
    """

    line: BaseGeometry
    stops: Sequence[tuple[float, float]]
    walker: int = 1

    @property
    def ink(self) -> str:
        """Its colour."""
        return palette.WALKER_INKS[(self.walker - 1) % len(palette.WALKER_INKS)]


@dataclass
class _Paper:
    """The way from degrees to the units of the picture."""

    matrix: tuple[float, float, float, float, float, float]
    units_a_metre: float
    parts: list[str] = field(default_factory=list)

    def shape(self, shape: BaseGeometry) -> BaseGeometry:
        return affinity.affine_transform(shape, self.matrix)

    def point(self, lon: float, lat: float) -> tuple[float, float]:
        a, b, d, e, x, y = self.matrix
        return a * lon + b * lat + x, d * lon + e * lat + y


def render_route_map(
    ground: Ground,
    routes: Sequence[DrawnRoute],
    unreached: Sequence[tuple[float, float]] = (),
    *,
    bounds: tuple[float, float, float, float],
    width: int = 1000,
    height: int = 700,
    title: str = "",
) -> str:
    """Draw routes with arrows and numbered stops on their ground.

    Parameters
    ----------
    ground : Ground
    routes : sequence of DrawnRoute
    unreached : sequence of (lon, lat)
        Stops that no route visits: crossed circles.
    bounds : (west, south, east, north)
        Degrees; fitted into the picture, north up.
    width, height : int
        Units of the picture; numbers and lines have their sizes in them.
    title : str
        Read aloud instead of the picture.

    Returns
    -------
    str
        Markup without style or script, safe to stand in a page. Its ``data-matrix`` holds a, b,
        d, e, x, y: longitude and latitude become ``a lon + b lat + x``, ``d lon + e lat + y``.
    """
    paper = _paper(bounds, width, height)
    _draw_ground(paper, ground)
    for route in routes:
        _draw_line(paper, route)
    marks = [
        NumberMark(*paper.point(*stop), str(number), route.ink, route.walker)
        for route in routes
        for number, stop in enumerate(route.stops, 1)
    ]
    placed = place_numbers(marks, width, height)
    paper.parts += [mark.leader for mark in placed] + [mark.svg for mark in placed]
    paper.parts += [_cross(*paper.point(*place)) for place in unreached]
    paper.parts.append(_scale_bar(paper, width, height))
    return (
        f'<svg class="route-map" viewBox="0 0 {width} {height}" role="img" '
        f'data-matrix="{" ".join(f"{value:.9g}" for value in paper.matrix)}" '
        f'aria-label="{escape(title, quote=True)}" preserveAspectRatio="xMidYMid meet">'
        f'<rect width="{width}" height="{height}" fill="{palette.GROUND}"/>'
        f"{''.join(paper.parts)}</svg>"
    )


def _paper(bounds: tuple[float, float, float, float], width: int, height: int) -> _Paper:
    west, south, east, north = bounds
    # A degree of longitude is shorter than one of latitude by the cosine.
    narrow = cos(radians((south + north) / 2))
    spread = max(
        (east - west) * narrow / (width - 2 * _EDGE),
        (north - south) / (height - 2 * _EDGE),
        1e-9,
    )
    scale = 1 / spread
    left = (width - (east - west) * narrow * scale) / 2
    top = (height - (north - south) * scale) / 2
    matrix = (narrow * scale, 0.0, 0.0, -scale, left - west * narrow * scale, top + north * scale)
    return _Paper(matrix, scale / _METRES_A_DEGREE)


def _draw_ground(paper: _Paper, ground: Ground) -> None:
    """Draw areas, paths, buildings with their numbers, and the outline of the cell."""
    fills = {"green": palette.GREEN, "water": palette.WATER}
    for shape, kind in ground.areas:
        paper.parts.append(f'<path d="{_d(paper.shape(shape))}" fill="{fills.get(kind, "none")}"/>')
    roads = [(paper.shape(line), _WIDTHS.get(kind, 1.4), kind) for line, kind in ground.paths]
    for line, wide, _ in roads:
        paper.parts.append(_stroke(_d(line), palette.PATH_EDGE, wide + 1.4))
    for line, wide, kind in roads:
        dash = 'stroke-dasharray="2 2"' if kind == "steps" else ""
        color = palette.PATH if kind in _WIDTHS else palette.FOOTWAY
        paper.parts.append(_stroke(_d(line), color, wide, dash))
    for shape, number in ground.buildings:
        _draw_building(paper, paper.shape(shape), number)
    if ground.outline is not None:
        dash = 'stroke-dasharray="9 5"'
        paper.parts.append(_stroke(_d(paper.shape(ground.outline)), palette.INK_SOFT, 1.6, dash))


def _draw_building(paper: _Paper, shape: BaseGeometry, number: str) -> None:
    paper.parts.append(
        f'<path d="{_d(shape)}" fill="#dcd5ca" stroke="#a59b8c" stroke-width="0.8"/>'
    )
    left, top, right, bottom = shape.bounds
    if number and right - left > 5.5 * len(number) + 3 and bottom - top > 9:
        at = shape.representative_point()
        paper.parts.append(
            f'<text x="{at.x:.1f}" y="{at.y + 3.2:.1f}" font-size="9.5" text-anchor="middle" '
            f'fill="{palette.INK_SOFT}">{escape(number)}</text>'
        )


def _draw_line(paper: _Paper, route: DrawnRoute) -> None:
    """Draw the walk with heads of arrows along it."""
    line = paper.shape(route.line)
    if line.is_empty:
        return
    dash = 'stroke-dasharray="10 5"' if route.walker > len(palette.WALKER_INKS) else ""
    paper.parts.append(_stroke(_d(line), "#ffffff", 6.5))
    paper.parts.append(_stroke(_d(line), route.ink, 3.2, dash))
    for along in np.arange(_ARROW_EVERY / 2, line.length, _ARROW_EVERY):
        here, there = line.interpolate(along), line.interpolate(along + 2.0)
        turn = np.degrees(np.arctan2(there.y - here.y, there.x - here.x))
        paper.parts.append(
            f'<path d="M6 0L-4 -5L-4 5Z" fill="{route.ink}" stroke="#fff" stroke-width="1" '
            f'transform="translate({here.x:.1f} {here.y:.1f}) rotate({turn:.0f})"/>'
        )
    x, y = line.coords[0]
    paper.parts.append(
        f'<path d="M{x:.1f} {y:.1f}v-22l13 5l-13 5" fill="{route.ink}" stroke="{route.ink}" '
        'stroke-width="2"/>'
    )


def _stroke(d: str, color: str, wide: float, more: str = "") -> str:
    return (
        f'<path d="{d}" fill="none" stroke="{color}" stroke-width="{wide:.1f}" '
        f'stroke-linejoin="round" stroke-linecap="round" {more}/>'
    )


def _cross(x: float, y: float) -> str:
    """Mark a stop that no route visits."""
    return (
        f'<g transform="translate({x:.1f} {y:.1f})" stroke="{palette.OVERDUE}" fill="#fff" '
        'stroke-width="2.2"><circle r="7"/><path d="M-3.5 -3.5L3.5 3.5M3.5 -3.5L-3.5 3.5"/></g>'
    )


def _scale_bar(paper: _Paper, width: int, height: int) -> str:
    """Draw the scale and which way is north."""
    metres = max(
        (metres for metres in _SCALES_M if metres * paper.units_a_metre < width / 4),
        default=_SCALES_M[0],
    )
    wide, y = metres * paper.units_a_metre, height - 12
    return (
        f'<g font-size="12" fill="{palette.INK}">'
        f'<rect x="8" y="{y - 22}" width="{wide + 62:.1f}" height="30" fill="#fff" opacity="0.85"/>'
        f'<path d="M14 {y - 5}v5h{wide:.1f}v-5" fill="none" stroke="{palette.INK}" '
        f'stroke-width="1.5"/><text x="14" y="{y - 9}">{metres} m</text>'
        f'<path d="M{wide + 40:.1f} {y - 18}l6 18l-6 -4l-6 4Z" fill="{palette.INK}"/>'
        f'<text x="{wide + 50:.1f}" y="{y - 8}">N</text></g>'
    )


def _d(shape: BaseGeometry) -> str:
    """Write lines and rings as the data of a path."""
    lines: list[str] = []
    for part in shapely.get_parts(shape):
        closed = part.geom_type == "Polygon"
        for ring in (part.exterior, *part.interiors) if closed else (part,):
            xy = shapely.get_coordinates(ring)
            lines.append("M" + " ".join(f"{x:.1f} {y:.1f}" for x, y in xy) + "Z" * closed)
    return "".join(lines)
