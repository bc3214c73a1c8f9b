"""Footprints made one of two, and two of one."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import LineString, MultiPolygon, Point, Polygon, box
from shapely.affinity import rotate, scale, translate

from geodata.errors import InputRefused
from geodata.footprints import cut_footprint, join_footprints, line_across, parts_of

HERE = Point(116.3, 40.0)
METRE = 1 / 111_320
LONG, WIDE = 60 * METRE, 12 * METRE


def slab(degrees: float) -> Polygon:
    """Give a house of 60 m by 12 m, turned, as it lies on the globe."""
    flat = box(-LONG / 2, -WIDE / 2, LONG / 2, WIDE / 2)
    turned = rotate(flat, degrees, origin=(0, 0))
    squeezed = scale(turned, 1 / math.cos(math.radians(HERE.y)), 1, origin=(0, 0))
    return translate(squeezed, HERE.x, HERE.y)


@given(degrees=st.floats(-90, 90), share=st.floats(0.05, 0.95))
def test_cut_straight_across(degrees: float, share: float) -> None:
    """Whichever way a house stands, the part at its west end has the share that was asked for."""
    whole = slab(degrees)
    large, small = cut_footprint(whole, line_across(whole, share))
    assert large.union(small).symmetric_difference(whole).area < 1e-9 * whole.area
    assert large.intersection(small).area < 1e-9 * whole.area
    assert small.area / whole.area == pytest.approx(min(share, 1 - share), abs=0.006)
    if abs(degrees) < 40 and share < 0.49:
        assert small.centroid.x < large.centroid.x


def test_halves_keep_the_western_one() -> None:
    """Half and half is no accident of the last digit: the first stairs stay."""
    first, second = cut_footprint(slab(0), line_across(slab(0), 0.5))
    assert first.centroid.x < second.centroid.x


def test_parts_on_one_side_stay_one() -> None:
    """A line may cut a court through both wings: each side stays one building."""
    court = box(0, 0, 3, 3).difference(box(1, -1, 2, 2))
    both = cut_footprint(court, LineString([(-1, 1), (4, 1)]))
    assert [side.geom_type for side in both] == ["Polygon", "MultiPolygon"]


@pytest.mark.parametrize(
    ("shape", "line", "words"),
    [
        (box(0, 0, 1, 1), [(2, 0), (2, 1)], "does not cut"),
        (box(0, 0, 1, 1), [(0.5, 0.2), (0.5, 0.8)], "does not cut"),
        (Point(0, 0), [(2, 0), (2, 1)], "Only a point"),
    ],
)
def test_lines_that_cut_nothing(
    shape: Polygon | Point, line: list[tuple[float, float]], words: str
) -> None:
    with pytest.raises(InputRefused, match=words):
        cut_footprint(shape, LineString(line))


def test_shares_and_points_that_give_no_line() -> None:
    with pytest.raises(InputRefused, match="between 1 and 99"):
        line_across(slab(0), 1.0)
    with pytest.raises(InputRefused, match="Only a point"):
        line_across(HERE, 0.5)


def test_joining_and_parts() -> None:
    """An outline counts more than a point; parts come by size."""
    west, east = box(0, 0, 1, 1), box(2, 0, 4, 1)
    assert join_footprints(west, HERE).equals(west)
    assert join_footprints(HERE, west).equals(west)
    both = join_footprints(west, east)
    assert isinstance(both, MultiPolygon)
    assert [part.area for part in parts_of(both)] == [2, 1]
    for whole in (west, HERE):
        with pytest.raises(InputRefused, match="in one part"):
            parts_of(whole)
