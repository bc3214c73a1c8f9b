"""Numbers of stops on paper: none covers another, each stands by its stop or is led to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import escape
from math import cos, hypot, pi, sin

_RADIUS = 8.5
_ROOM = 2 * _RADIUS + 1
_AROUND = 16
_FARTHEST = 5
_SHAPES = (
    '<circle r="8.500"/>',
    '<rect x="-8" y="-8" width="16" height="16"/>',
    '<path d="M0 -11L11 0L0 11L-11 0Z"/>',
    '<path d="M-5.500 -9.500h11l5.500 9.500l-5.500 9.500h-11l-5.500 -9.500Z"/>',
)
"""Of the volunteers in their order: colour alone must not tell them apart."""


@dataclass(frozen=True)
class NumberMark:
    """The number of a stop, in units of the picture.

    Attributes
    ----------
    x, y : float
        Where the stop is.
    text, ink : str
        Number and colour.
    walker : int
        From 1; gives the shape.
    dx, dy : float
        From the stop to its number.
    """

    x: float
    y: float
    text: str
    ink: str
    walker: int
    dx: float = 0.0
    dy: float = 0.0

    @property
    def leader(self) -> str:
        """Draw the line to its stop where it stands apart; under all numbers."""
        if not (self.dx or self.dy):
            return ""
        return (
            f'<g transform="translate({self.x:.1f} {self.y:.1f})">'
            f'<path d="M0 0L{self.dx:.1f} {self.dy:.1f}" stroke="{self.ink}" '
            f'stroke-width="1.2"/><circle r="2.2" fill="{self.ink}"/></g>'
        )

    @property
    def svg(self) -> str:
        """Draw it."""
        shape = _SHAPES[(self.walker - 1) % len(_SHAPES)]
        size = 8 if len(self.text) > 2 else 10
        return (
            f'<g class="stop-mark" data-walker="{self.walker}" data-stop="{escape(self.text)}" '
            f'transform="translate({self.x + self.dx:.1f} {self.y + self.dy:.1f})">'
            f'<g fill="#fff" stroke="{self.ink}" stroke-width="2">{shape}</g>'
            f'<text y="3.5" font-size="{size}" font-weight="700" text-anchor="middle" '
            f'fill="{self.ink}">{escape(self.text)}</text></g>'
        )


def place_numbers(marks: Sequence[NumberMark], width: float, height: float) -> list[NumberMark]:
    """Move numbers aside until none covers another.

    Parameters
    ----------
    marks : sequence of NumberMark
        Those that come first stand nearest to their stops.
    width, height : float
        Of the picture, which no number leaves.

    Returns
    -------
    list of NumberMark
        Same order.
    """
    taken: list[tuple[float, float]] = []
    placed = []
    for mark in marks:
        dx, dy = _free(mark, taken, width, height)
        taken.append((mark.x + dx, mark.y + dy))
        placed.append(replace(mark, dx=dx, dy=dy))
    return placed


def _free(
    mark: NumberMark, taken: list[tuple[float, float]], width: float, height: float
) -> tuple[float, float]:
    """Find the nearest place around a stop where nothing stands; the stop itself if none is."""
    offsets = [(0.0, 0.0)] + [
        (step * _ROOM * cos(turn), step * _ROOM * sin(turn))
        for step in range(1, _FARTHEST)
        for turn in (2 * pi * k / _AROUND for k in range(_AROUND))
    ]
    for dx, dy in offsets:
        x, y = mark.x + dx, mark.y + dy
        inside = _RADIUS < x < width - _RADIUS and _RADIUS < y < height - _RADIUS
        if inside and all(hypot(x - ox, y - oy) >= _ROOM for ox, oy in taken):
            return dx, dy
    return 0.0, 0.0
