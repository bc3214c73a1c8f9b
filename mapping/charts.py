"""Charts for paper: bars of two periods side by side, as SVG without style or script."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from mapping import palette
from mapping.summary_map import FONT

NOW_INK, BEFORE_INK = "#1b5e8e", "#b9c7d3"
WIDTH, NARROW = 640, 340
"""Of paper and desks, and of phones: letters are as large in both."""

_LEFT, _TOP, _PLOT_HEIGHT, _FOOT = 34.0, 14.0, 120.0, 26.0
_LINE_HEIGHT, _NAME_WIDTH, _BAR_ROOM = 30.0, 150.0, 60.0
_LONGEST_NAME = 12
_LABEL_WIDTH = 38.0


@dataclass(frozen=True)
class Bar:
    """One pair of bars; ``before`` None where the other period had no such part."""

    label: str
    now: int
    before: int | None


def render_columns(bars: Sequence[Bar], *, title: str, width: int = WIDTH) -> str:
    """Draw pairs of upright bars, for parts of a period in their order.

    Parameters
    ----------
    bars : sequence of Bar
    title : str
        Read aloud instead of the picture.
    width : int
        Where it is too small for all labels, some are left out.

    Returns
    -------
    str
        Markup with all texts escaped; empty without bars.
    """
    if not bars:
        return ""
    most = _most(bars)
    room = (width - _LEFT - 8) / len(bars)
    labelled = max(1, math.ceil(_LABEL_WIDTH / room))
    wide = min(room * 0.38, 22.0)
    floor = _TOP + _PLOT_HEIGHT
    parts = [_rule(_LEFT, floor, width - 8), *_scale(most, floor, width - 8)]
    for number, bar in enumerate(bars):
        middle = _LEFT + room * (number + 0.5)
        for value, ink, left in (
            (bar.before, BEFORE_INK, middle - wide),
            (bar.now, NOW_INK, middle),
        ):
            if value is not None:
                high = _PLOT_HEIGHT * value / most
                parts.append(_rect(left, floor - high, wide - 1, high, ink))
        if bar.now:
            at = floor - _PLOT_HEIGHT * bar.now / most - 3
            parts.append(_text(middle + wide / 2, at, str(bar.now), "middle", 10))
        if number % labelled == 0:
            parts.append(_text(middle, floor + 16, bar.label, "middle", 10))
    return _svg(parts, (width, floor + _FOOT), title)


def render_lines(bars: Sequence[Bar], *, title: str, width: int = WIDTH) -> str:
    """Draw pairs of lying bars with their names before them, for groups.

    Parameters
    ----------
    bars : sequence of Bar
    title : str
    width : int

    Returns
    -------
    str
        As :func:`render_columns`.
    """
    if not bars:
        return ""
    most = _most(bars)
    room = width - _NAME_WIDTH - _BAR_ROOM
    parts = []
    for number, bar in enumerate(bars):
        top = number * _LINE_HEIGHT + 4
        parts.append(_text(_NAME_WIDTH - 8, top + 16, _short(bar.label), "end", 12))
        for value, ink, at in ((bar.now, NOW_INK, top + 2), (bar.before, BEFORE_INK, top + 13)):
            if value is not None:
                long = room * value / most
                parts.append(_rect(_NAME_WIDTH, at, max(long, 0.8), 10, ink))
                parts.append(_text(_NAME_WIDTH + long + 6, at + 9, str(value), "start", 10))
    return _svg(parts, (width, len(bars) * _LINE_HEIGHT + 8), title)


def _most(bars: Sequence[Bar]) -> int:
    return max(1, *(max(bar.now, bar.before or 0) for bar in bars))


def _short(label: str) -> str:
    return label if len(label) <= _LONGEST_NAME else label[: _LONGEST_NAME - 1] + "…"


def _svg(parts: Sequence[str], size: tuple[int, float], title: str) -> str:
    width, height = size
    kind = "chart" if width >= WIDTH else "chart chart-narrow"
    return (
        f'<svg class="{kind}" viewBox="0 0 {width} {height:.0f}" role="img" '
        f'aria-label="{escape(title, quote=True)}" font-family="{FONT}">{"".join(parts)}</svg>'
    )


def _scale(most: int, floor: float, right: float) -> list[str]:
    """Write how much the full height is."""
    return [
        _text(_LEFT - 6, _TOP + 4, str(most), "end", 10),
        _text(_LEFT - 6, floor + 3, "0", "end", 10),
        _rule(_LEFT, _TOP, right, palette.PATH_EDGE),
    ]


def _rule(left: float, y: float, right: float, ink: str = palette.INK_SOFT) -> str:
    return f'<path d="M{left:.1f} {y:.1f}H{right:.1f}" stroke="{ink}" stroke-width="0.8"/>'


def _rect(x: float, y: float, width: float, height: float, ink: str) -> str:
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" fill="{ink}"/>'


def _text(x: float, y: float, text: str, anchor: str, size: int) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" text-anchor="{anchor}" '
        f'fill="{palette.INK}">{escape(text)}</text>'
    )
