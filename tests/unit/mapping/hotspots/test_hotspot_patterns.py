"""Near repeats, density and meshes."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from shapely import LineString, Point, box

from geodata.errors import InputRefused
from mapping.hotspots import blocks, hexagons, kernel_density, knox, squares, touching


def test_repeats_at_one_address_are_told_from_chance() -> None:
    rng = np.random.default_rng(1)
    xy, days = rng.uniform(0, 2000, (200, 2)), rng.uniform(0, 365, 200)
    again = rng.choice(200, 30, replace=False)
    xy, days = np.vstack([xy, xy[again]]), np.r_[days, days[again] + 3]
    found = knox(xy, days, replications=199)
    assert found.observed[0, 0] == 30
    assert found.p[0, 0] == pytest.approx(1 / 200)
    assert found.ratio[0, 0] > 5
    assert (found.p[2:] > 0.05).all()


def test_pairs_are_counted_once_in_the_band_where_they_lie() -> None:
    xy, days = [[0, 0], [0, 60], [0, 1000]], [0, 10, 12]
    found = knox(xy, days, distances_m=[50, 100], spans_days=[7, 14], replications=9)
    assert found.observed.tolist() == [[0, 0], [0, 1]]


@pytest.mark.parametrize("ends", [[], [-1, 5], [5, 5], [10, 5]])
def test_bands_rise(ends: list[float]) -> None:
    with pytest.raises(InputRefused, match="rising"):
        knox([[0, 0]], [0], distances_m=ends)


def test_density_adds_up_to_the_issues_and_ends_at_the_bandwidth() -> None:
    x, y = np.meshgrid(np.arange(-300, 301, 5.0), np.arange(-300, 301, 5.0))
    at = np.column_stack([x.ravel(), y.ravel()])
    found = kernel_density([[0, 0], [20, 0]], at, 200)
    assert found.sum() * 25 / 1e6 == pytest.approx(2, rel=0.01)
    assert kernel_density([[0, 0]], [[200, 0], [199, 0]], 200)[0] == 0
    assert kernel_density(np.empty((0, 2)), at, 200).sum() == 0
    with pytest.raises(InputRefused, match="above zero"):
        kernel_density([[0, 0]], at, 0)


@pytest.mark.parametrize("cut", [squares, hexagons])
def test_a_mesh_covers_the_ground_without_overlap(cut) -> None:  # type: ignore[no-untyped-def]
    ground = Point(1234.5, -77).buffer(500)
    pieces = cut(ground, 100)
    assert shapely.union_all(pieces).buffer(1e-3).covers(ground)
    assert shapely.area(pieces).sum() == pytest.approx(shapely.union_all(pieces).area, rel=1e-6)
    assert all(piece.intersection(ground).area > 0 for piece in pieces)
    assert touching(pieces).sum(axis=1).max() == (9 if cut is squares else 7)


def test_a_mesh_stays_where_it_is_when_the_ground_grows() -> None:
    for cut in (squares, hexagons):
        small, large = cut(box(10, 10, 250, 250), 50), cut(box(-100, -300, 400, 400), 50)
        assert {piece.wkt for piece in small} <= {piece.wkt for piece in large}


def test_a_mesh_too_fine_for_any_map_is_refused() -> None:
    with pytest.raises(InputRefused, match="choose a larger size"):
        squares(box(0, 0, 10_000, 10_000), 5)
    with pytest.raises(InputRefused, match="above zero"):
        hexagons(box(0, 0, 10, 10), 0)


def test_blocks_lie_between_streets() -> None:
    streets = [
        LineString([(0, 50), (100, 50)]),
        LineString([(50, -10), (50, 120)]),
        LineString([(70, 60), (70, 80)]),
    ]
    found = blocks(box(0, 0, 100, 100), streets)
    assert sorted(round(piece.area) for piece in found) == [2500] * 4
