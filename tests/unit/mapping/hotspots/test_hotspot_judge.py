"""What the map says of each piece of ground, and how sure it is."""

from __future__ import annotations

import numpy as np
import pytest
from shapely import box

from geodata.errors import InputRefused
from mapping.hotspots import (
    Verdict,
    as_frame,
    judge_by_clusters,
    judge_by_neighbours,
    judge_emerging,
    say,
    scan,
    touching,
)

SIDE = 10
CELLS = [box(x, y, x + 1, y + 1) for y in range(SIDE) for x in range(SIDE)]
NEAR = touching(CELLS)
XY = np.array([[cell.centroid.x, cell.centroid.y] for cell in CELLS]) * 100
HOUSEHOLDS = np.full(SIDE * SIDE, 300.0)
CORNER = [0, 1, SIDE, SIDE + 1]


def usual(seed: int = 3) -> np.ndarray:
    return np.random.default_rng(seed).poisson(6, SIDE * SIDE)


def test_a_bad_corner_is_hot_and_said_so() -> None:
    cases = usual()
    cases[CORNER] += 20
    said = judge_by_neighbours(cases, HOUSEHOLDS, NEAR)
    assert said.verdict[0] is Verdict.HOT
    assert Verdict.HOT not in said.verdict[5 * SIDE :]
    assert said.low[0] < said.times_usual[0] < said.high[0]
    sentence = say(said, 0)
    assert "chance under 1 in" in sentence.template
    assert sentence.params["odds"] == "1,000"
    assert as_frame(said).verdict.value_counts()["usual"] > 80


def test_a_quiet_corner_is_cold() -> None:
    cases = usual() + 10
    cases[CORNER] = 0
    said = judge_by_neighbours(cases, HOUSEHOLDS, NEAR)
    assert said.verdict[0] is Verdict.COLD
    assert "fewer than elsewhere" in say(said, 0).template


def test_many_issues_where_many_live_are_usual() -> None:
    households = HOUSEHOLDS.copy()
    households[CORNER] *= 10
    cases = np.random.default_rng(1).poisson(households * 0.02)
    said = judge_by_neighbours(cases, households, NEAR)
    assert set(said.verdict) == {Verdict.USUAL}
    assert "within what chance makes" in say(said, 0).template


def test_where_hardly_anybody_lives_one_issue_is_not_enough_data() -> None:
    households, cases = HOUSEHOLDS.copy(), usual()
    households[0], cases[0] = 2.0, 3
    said = judge_by_neighbours(cases, households, NEAR)
    assert said.verdict[0] is Verdict.TOO_FEW
    assert Verdict.HOT not in said.verdict
    assert say(said, 0).params == {"cases": 3}


def test_few_pieces_are_judged_by_clusters() -> None:
    few = slice(0, 8)
    cases = np.array([30, 5, 6, 4, 5, 6, 5, 4])
    clusters = scan(XY[few], cases, HOUSEHOLDS[few])
    said = judge_by_clusters(cases, HOUSEHOLDS[few], clusters)
    assert said.verdict[0] is Verdict.HOT
    assert said.verdict[1:] == (Verdict.USUAL,) * 7


def test_without_any_issue_nothing_is_said() -> None:
    said = judge_by_neighbours(np.zeros(SIDE * SIDE), HOUSEHOLDS, NEAR)
    assert set(said.verdict) == {Verdict.TOO_FEW}


def test_a_spot_that_comes_up_at_the_end_is_new() -> None:
    rng = np.random.default_rng(11)
    table = rng.poisson(6, (SIDE * SIDE, 12))
    table[CORNER, 11] += 20
    said = judge_emerging(table, HOUSEHOLDS, NEAR)
    assert said.kinds[0] == "new_hot"
    assert said.bins[0].tolist() == [0] * 11 + [1]
    assert said.kinds[55] == "none"
    with pytest.raises(InputRefused, match="too few"):
        judge_emerging(table[:, :9], HOUSEHOLDS, NEAR)
