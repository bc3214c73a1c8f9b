"""Towns for benchmarks: as many as asked for, valid, the same for the same seed."""

from __future__ import annotations

import pytest
import shapely

from bench.towns import town


def test_counts_and_shapes() -> None:
    buildings, cells = town(2_000, 30, seed=3)
    assert (len(buildings), len(cells)) == (2_000, 30)
    assert buildings.geometry.is_valid.all()
    assert shapely.coverage_is_valid(cells.geometry.to_numpy())
    middles = buildings.geometry.representative_point()
    assert len(cells.sindex.query(middles, predicate="within")[0]) == 2_000
    left, right = buildings.sindex.query(buildings.geometry, predicate="intersects")
    assert (left == right).all()


def test_the_same_seed_gives_the_same_town() -> None:
    first, again, other = town(50, 4, seed=1), town(50, 4, seed=1), town(50, 4, seed=2)
    assert first[0].equals(again[0])
    assert first[1].equals(again[1])
    assert not first[0].equals(other[0])


@pytest.mark.parametrize(("buildings", "cells"), [(0, 0), (10, 0), (3, 4)])
def test_impossible_towns_are_refused(buildings: int, cells: int) -> None:
    with pytest.raises(ValueError, match="needs"):
        town(buildings, cells)


@pytest.mark.parametrize("buildings", [1, 2, 7])
def test_the_smallest_towns(buildings: int) -> None:
    made, cells = town(buildings, 1)
    assert (len(made), len(cells)) == (buildings, 1)
