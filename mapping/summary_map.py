"""Hot and cold pieces of ground as a picture for a printed report: an SVG without script."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from math import cos, radians

import numpy as np
import shapely
from shapely import affinity
from shapely.geometry.base import BaseGeometry

from mapping import palette
from mapping.hotspots.judge import Verdict

WIDTH, HEIGHT = 640, 340
FONT = "Noto Sans CJK SC, Noto Sans SC, Microsoft YaHei, sans-serif"
FILLS = {
    Verdict.HOT: "#e4572e",
    Verdict.COLD: "#3d7ea6",
    Verdict.USUAL: "#efe9dd",
    Verdict.TOO_FEW: "#f8f6f1",
}
_EDGE, _FINENESS = 8.0, 0.4
_FONT_SIZE = 11
_SIGN_WIDTH = 11.0


@dataclass(frozen=True)
class Piece:
    """A piece of ground; ``shape`` in EPSG:4326, ``name`` written on it where there is room."""

    shape: BaseGeometry
    verdict: Verdict
    name: str = ""


@dataclass(frozen=True)
class Outline:
    """A cell around the pieces; ``is_own`` is the one that the picture is about."""

    shape: BaseGeometry
    name: str = ""
    is_own: bool = False


def render_summary_map(pieces: Sequence[Piece], outlines: Sequence[Outline], *, title: str) -> str:
    """Draw pieces in the colour of what is said of them, with the outlines of cells.

    Parameters
    ----------
    pieces : sequence of Piece
    outlines : sequence of Outline
        If one of them is the picture's own, the picture shows its surroundings only.
    title : str
        Read aloud instead of the picture.

    Returns
    -------
    str
        Markup with all texts escaped; empty where there is nothing to draw. Hot ground is also
        hatched, so that it is told apart on a grey copy.
    """
    own = [outline.shape for outline in outlines if outline.is_own]
    shown = own or [*(one.shape for one in pieces), *(one.shape for one in outlines)]
    if not shown:
        return ""
    matrix = _matrix(shown)
    bases = [_path(_fit(outline.shape, matrix), _ground(outline)) for outline in outlines]
    drawn = [_draw(_fit(piece.shape, matrix), piece) for piece in pieces]
    edges = [_path(_fit(outline.shape, matrix), _edge(outline)) for outline in outlines]
    named = pieces if own else outlines
    names = [_name(_fit(one.shape, matrix), one.name) for one in named]
    return (
        f'<svg class="summary-map" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'aria-label="{escape(title, quote=True)}" font-family="{FONT}">{_HATCH}'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{palette.GROUND}"/>'
        f"{''.join((*bases, *drawn, *edges, *names))}</svg>"
    )


_HATCH = (
    '<defs><pattern id="hot-hatch" width="7" height="7" patternUnits="userSpaceOnUse" '
    'patternTransform="rotate(45)"><path d="M0 0v7" stroke="#7a1c05" stroke-width="1.6"/>'
    "</pattern></defs>"
)


def _matrix(shapes: Sequence[BaseGeometry]) -> list[float]:
    """Give the way from degrees to the units of the picture, north up."""
    west, south, east, north = shapely.total_bounds(np.array(shapes, dtype=object))
    # A degree of longitude is shorter than one of latitude by the cosine.
    narrow = cos(radians((south + north) / 2))
    wide, high = max((east - west) * narrow, 1e-9), max(north - south, 1e-9)
    scale = min((WIDTH - 2 * _EDGE) / wide, (HEIGHT - 2 * _EDGE) / high)
    left, top = (WIDTH - wide * scale) / 2, (HEIGHT - high * scale) / 2
    return [narrow * scale, 0, 0, -scale, left - west * narrow * scale, top + north * scale]


def _fit(shape: BaseGeometry, matrix: list[float]) -> BaseGeometry:
    return affinity.affine_transform(shape, matrix).simplify(_FINENESS)


def _draw(shape: BaseGeometry, piece: Piece) -> str:
    """Draw one piece, a hot one hatched."""
    edge = f'stroke="{palette.BUILDING_EDGE}" stroke-width="0.7"'
    drawn = _path(shape, f'fill="{FILLS[piece.verdict]}" {edge}')
    if piece.verdict is Verdict.HOT:
        drawn += _path(shape, 'fill="url(#hot-hatch)" fill-opacity="0.55"')
    return drawn


def _ground(outline: Outline) -> str:
    return f'fill="{"#fffdf8" if outline.is_own else palette.FOREIGN}"'


def _edge(outline: Outline) -> str:
    wide = 2.4 if outline.is_own else 1.2
    return f'fill="none" stroke="{palette.INK_SOFT}" stroke-width="{wide}"'


def _path(shape: BaseGeometry, look: str) -> str:
    """Write a polygon as a path; points have no area to show."""
    rings = [
        ring
        for part in shapely.get_parts(shape)
        if part.geom_type == "Polygon"
        for ring in (part.exterior, *part.interiors)
    ]
    lines = (
        "M" + " ".join(f"{x:.1f} {y:.1f}" for x, y in shapely.get_coordinates(ring)) + "Z"
        for ring in rings
    )
    return f'<path fill-rule="evenodd" d="{"".join(lines)}" {look}/>'


def _name(shape: BaseGeometry, name: str) -> str:
    """Write a name inside its piece, if it fits there."""
    left, top, right, bottom = shape.bounds
    wide = sum(_SIGN_WIDTH if ord(sign) > 0x2E80 else _SIGN_WIDTH * 0.6 for sign in name)
    if not name or wide > (right - left) * 0.9 or bottom - top < _FONT_SIZE * 1.4:
        return ""
    at = shape.representative_point()
    place = f'x="{at.x:.1f}" y="{at.y + 4:.1f}" font-size="{_FONT_SIZE}" text-anchor="middle"'
    # The halo is a text of its own: paper knows no paint-order.
    halo = f'<text {place} fill="none" stroke="#fff" stroke-width="2.4">{escape(name)}</text>'
    return f'{halo}<text {place} fill="{palette.INK}">{escape(name)}</text>'
