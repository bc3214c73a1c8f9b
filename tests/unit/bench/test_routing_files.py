from __future__ import annotations

import json

import numpy as np
import pytest

from bench.routing.__main__ import main
from bench.routing.cvrp import deliveries_cost, read_deliveries
from bench.routing.keywords import Unreadable, read_sections
from bench.routing.tsp import round_cost
from bench.routing.weights import weights

SQUARE = "NODE_COORD_SECTION\n1 0 0\n2 0 30.5\n3 40 30.5\n4 4.0e1 0\nEOF\n"
MATRIX = [[0, 1, 2, 3], [1, 0, 4, 5], [2, 4, 0, 6], [3, 5, 6, 0]]
FORMS = {
    "FULL_MATRIX": "0 1 2 3 1 0 4 5 2 4 0 6 3 5 6 0",
    "UPPER_ROW": "1 2 3 4\n5 6",
    "LOWER_ROW": "1 2 4 3 5 6",
    "UPPER_DIAG_ROW": "0 1 2 3 0 4 5 0 6 0",
    "LOWER_DIAG_ROW": "0 1 0 2 4 0 3 5 6 0",
    "UPPER_COL": "1 2 4 3 5 6",
    "LOWER_COL": "1 2 3 4 5 6",
    "UPPER_DIAG_COL": "0 1 0 2 4 0 3 5 6 0",
    "LOWER_DIAG_COL": "0 1 2 3 0 4 5 0 6 0",
}
SMALL = """NAME : small
COMMENT : (made up, No of trucks: 2, Optimal value: 160)
TYPE : CVRP
DIMENSION : 3
EDGE_WEIGHT_TYPE : EUC_2D
CAPACITY : 10
NODE_COORD_SECTION
1 0 0
2 0 30
3 40 0
DEMAND_SECTION
1 0
2 6
3 6
DEPOT_SECTION
 1
 -1
EOF
"""


def matrix(tmp_path, text):
    path = tmp_path / "some.tsp"
    path.write_text(text)
    return weights(read_sections(path))


@pytest.mark.parametrize(
    ("kind", "short", "long", "across"),
    [
        ("EUC_2D", 31, 40, 50),
        ("CEIL_2D", 31, 40, 51),
        ("MAN_2D", 31, 40, 71),
        ("MAX_2D", 31, 40, 40),
        ("ATT", 10, 13, 16),
    ],
)
def test_distances_of_a_square(tmp_path, kind, short, long, across):
    got = matrix(tmp_path, f"NAME: square\nDIMENSION : 4\nEDGE_WEIGHT_TYPE: {kind}\n{SQUARE}")
    assert got[0].tolist() == [0, short, across, long]
    assert (got == got.T).all()


def test_geographic_distances_are_those_of_the_manual(tmp_path):
    # The first stops of ulysses22; 509 and 501 km are published.
    places = "1 38.24 20.42\n2 39.57 26.15\n3 40.56 25.32"
    text = f"DIMENSION: 3\nEDGE_WEIGHT_TYPE: GEO\nNODE_COORD_SECTION\n{places}\n"
    assert matrix(tmp_path, text).tolist() == [[0, 509, 501], [509, 0, 126], [501, 126, 0]]


@pytest.mark.parametrize("form", FORMS)
def test_matrices_in_all_forms(tmp_path, form):
    text = (
        "DIMENSION: 4\nEDGE_WEIGHT_TYPE: EXPLICIT\n"
        f"EDGE_WEIGHT_FORMAT: {form} \nEDGE_WEIGHT_SECTION\n{FORMS[form]}\nEOF"
    )
    assert matrix(tmp_path, text).tolist() == MATRIX


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("garbage", "DIMENSION"),
        ("DIMENSION: 0\n", "not within"),
        ("DIMENSION: 9\nEDGE_WEIGHT_TYPE: EUC_2D\n" + SQUARE, "9 lines"),
        ("DIMENSION: 4\nEDGE_WEIGHT_TYPE: XRAY1\n" + SQUARE, "XRAY1"),
        ("DIMENSION: 2\nEDGE_WEIGHT_TYPE: EXPLICIT\nEDGE_WEIGHT_SECTION\n0 1 2 0", "both ways"),
        ("DIMENSION: 2\nEDGE_WEIGHT_TYPE: EXPLICIT\nEDGE_WEIGHT_SECTION\n0 1.5 1.5 0", "whole"),
        ("DIMENSION: 2\nEDGE_WEIGHT_TYPE: EXPLICIT\nEDGE_WEIGHT_SECTION\n0 1", "needs 4"),
        ("DIMENSION: 2\nNODE_COORD_SECTION\n1 a b\n", "no numbers"),
        ("DIMENSION: 1\nNODE_COORD_SECTION\n1 0 nan\n", "no number"),
    ],
)
def test_what_is_wrong_with_a_file_is_said(tmp_path, text, why):
    with pytest.raises(Unreadable, match=why):
        matrix(tmp_path, text)


def test_deliveries_are_read_and_checked(tmp_path):
    path = tmp_path / "small.vrp"
    path.write_text(SMALL)
    problem = read_deliveries(path)
    assert (problem.capacity, problem.depot, problem.optimum) == (10, 0, 160.0)
    assert problem.demand.tolist() == [0, 6, 6]
    assert deliveries_cost(problem, [np.array([1]), np.array([2])]) == 140
    with pytest.raises(AssertionError, match="capacity"):
        deliveries_cost(problem, [np.array([1, 2])])
    with pytest.raises(AssertionError, match="missed"):
        deliveries_cost(problem, [np.array([1])])
    with pytest.raises(AssertionError, match="twice"):
        round_cost(problem.matrix, np.array([0, 1, 1]))


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("TYPE : CVRP", "TYPE : VRPTW", "VRPTW"),
        ("2 6\n", "2 16\n", "larger"),
        ("2 6\n", "3 6\n", "once each"),
        (" 1\n -1", " 1\n 2\n -1", "one depot"),
        ("CAPACITY : 10", "CAPACITY : 10\nDISTANCE : 5", "distance"),
    ],
)
def test_deliveries_that_ask_for_more_are_not_solved(tmp_path, old, new, why):
    path = tmp_path / "small.vrp"
    path.write_text(SMALL.replace(old, new))
    with pytest.raises(Unreadable, match=why):
        read_deliveries(path)


def test_a_folder_is_solved_file_by_file(tmp_path, capsys):
    (tmp_path / "b.vrp").write_text(SMALL)
    (tmp_path / "a.tsp").write_text("TYPE: TSP\nDIMENSION: 4\nEDGE_WEIGHT_TYPE: EUC_2D\n" + SQUARE)
    (tmp_path / "c.tsp").write_text("nothing of use")
    (tmp_path / "notes.txt").write_text("passed over")
    (tmp_path / "best.json").write_text(json.dumps({"a": 140, "gone": {"cost": 3}}))
    main([str(tmp_path), "--time-limit", "0.2"])
    lines = {line["name"]: line for line in map(json.loads, capsys.readouterr().out.splitlines())}
    assert list(lines) == ["a", "c", "b"]
    assert lines["a"].keys() == {"name", "kind", "cost", "gap_pct", "seconds"}
    assert (lines["a"]["cost"], lines["a"]["gap_pct"]) == (142, pytest.approx(1.4286))
    assert (lines["b"]["kind"], lines["b"]["cost"], lines["b"]["gap_pct"]) == ("cvrp", 140, -12.5)
    assert "DIMENSION" in lines["c"]["error"]
