"""The picture of routes: everything is on it, numbers keep apart, and no name breaks the page."""

from __future__ import annotations

from itertools import combinations
from math import hypot
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st
from shapely import LineString, box

from mapping.route_map import DrawnRoute, Ground, render_route_map
from mapping.route_numbers import NumberMark, place_numbers

WEST, SOUTH = 116.0, 40.0
BOUNDS = (WEST, SOUTH, WEST + 0.004, SOUTH + 0.002)
LINE = LineString([(WEST, SOUTH), (WEST + 0.004, SOUTH), (WEST + 0.004, SOUTH + 0.002)])


def picture(**more: object) -> ElementTree.Element:
    ground = Ground(
        paths=[(LINE, "residential"), (LINE, "steps")],
        buildings=[(box(WEST + 0.001, SOUTH + 0.0005, WEST + 0.002, SOUTH + 0.001), "<5&号>")],
        areas=[(box(WEST, SOUTH, WEST + 0.001, SOUTH + 0.001), "green")],
        outline=box(*BOUNDS),
    )
    first = DrawnRoute(LINE, [(WEST, SOUTH), (WEST + 0.004, SOUTH)], 1)
    second = DrawnRoute(LineString(), [(WEST + 0.002, SOUTH + 0.001)], 2)
    svg = render_route_map(
        ground, [first, second], [(WEST, SOUTH + 0.001)], bounds=BOUNDS, title='"a" & b', **more
    )
    return ElementTree.fromstring(svg)  # noqa: S314 - our own markup.


def test_the_picture_is_whole_and_well_formed() -> None:
    svg = picture()
    assert svg.get("aria-label") == '"a" & b'
    marks = [(g.get("data-walker"), g.get("data-stop")) for g in svg.iter() if g.get("data-stop")]
    assert marks == [("1", "1"), ("1", "2"), ("2", "1")]
    texts = [text.text for text in svg.iter("text")]
    assert "<5&号>" in texts
    assert "N" in texts
    # A strict page forbids styles and scripts in its markup.
    assert not [part for part in svg.iter() if part.get("style") or part.tag == "script"]


def test_north_is_up_and_the_shape_of_the_ground_is_kept() -> None:
    """0.004 degrees of longitude at 40 N are 341 m, 0.002 of latitude 223 m."""
    svg = picture(width=1000, height=1000)
    outline = next(p for p in svg.iter("path") if p.get("stroke-dasharray") == "9 5").get("d") or ""
    numbers = [float(n) for n in outline.strip("MZ").split()]
    xs, ys = numbers[::2], numbers[1::2]
    ratio = (max(xs) - min(xs)) / (max(ys) - min(ys))
    assert abs(ratio - 2 * 0.766) < 0.01


@given(st.lists(st.tuples(st.floats(20, 480), st.floats(20, 380)), max_size=25))
def test_numbers_never_cover_each_other(places: list[tuple[float, float]]) -> None:
    marks = [NumberMark(x, y, str(n), "#000", 1) for n, (x, y) in enumerate(places)]
    placed = place_numbers(marks, 500, 400)
    at = [(mark.x + mark.dx, mark.y + mark.dy) for mark in placed]
    assert all(hypot(a[0] - b[0], a[1] - b[1]) >= 17 for a, b in combinations(at, 2))
    assert all(8 < x < 492 and 8 < y < 392 for x, y in at)
