"""Walks with a known truth: planned routes, walked with phones that err, stand and go silent."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.walked import SHARED, demo_ground, errors, matched, nearest_edges, real_ground
from bench.walks import Phone, make_walk

WITHIN = 0.02


@cache
def demo():
    return demo_ground()


@pytest.mark.parametrize("accuracy_m", [5.0, 8.0, 10.0])
def test_the_coverage_of_the_demo_is_true_within_two_hundredths(accuracy_m):
    network, sets = demo()
    phone = Phone(error_m=accuracy_m)
    walks = [make_walk(network, stops, phone, seed) for seed, stops in enumerate(sets)]
    found = np.array([errors(matched(network, walk.fixes), walk) for walk in walks])
    weights = [walk.truth.length_m for walk in walks]
    assert abs(np.average(found[:, 0], weights=weights)) <= WITHIN
    naive = np.array([errors(nearest_edges(network, walk.fixes), walk) for walk in walks])
    assert np.abs(naive[:, 0]).mean() > 5 * np.abs(found[:, 0]).mean()


@settings(max_examples=8, deadline=None)
@given(
    seed=st.integers(0, 10_000),
    cell=st.integers(0, 6),
    accuracy_m=st.floats(5, 10),
    gaps=st.integers(0, 3),
)
def test_no_walk_is_far_from_its_truth(seed, cell, accuracy_m, gaps):
    network, sets = demo()
    walk = make_walk(network, sets[cell], Phone(error_m=accuracy_m, gaps=gaps), seed)
    off, missed, _false = errors(matched(network, walk.fixes), walk)
    # Single walks of 700 m that lose a dead end in a gap, or stand at a corner for minutes.
    assert abs(off) <= 0.10
    assert missed <= 0.12


@pytest.mark.parametrize("town", ["beijing_cau", "hangzhou_zijingang"])
def test_real_ground_is_covered_truly(shared_data, town):
    network, sets = real_ground(SHARED / town / f"{town}.gpkg")
    for stops in sets[:2]:
        walk = make_walk(network, stops, Phone(error_m=6.0), 1)
        off, *_ = errors(matched(network, walk.fixes), walk)
        assert abs(off) <= WITHIN
