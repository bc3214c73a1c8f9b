from __future__ import annotations

import json

import numpy as np
import pytest

from bench.routing.__main__ import main
from bench.routing.keywords import Unreadable
from bench.routing.minmax import longest_of
from bench.routing.top import is_outing, read_outing, total_score

OUTING = "n;5\nm;2\ntmax;10.0\n0.0;0.0;0\n1.0;3.0;5\n1.0;-3;7\n9;9;90\n2.000;0.000;0\n"
CROSS = """TYPE: TSP
DIMENSION: 5
EDGE_WEIGHT_TYPE: EUC_2D
NODE_COORD_SECTION
1 0 0
2 2.4 0
3 0 2.4
4 -2.4 0
5 0 -2.4
EOF
"""


def written(tmp_path, text, name="p.txt"):
    path = tmp_path / name
    path.write_text(text)
    return path


@pytest.mark.parametrize("text", [OUTING, OUTING.replace(";", " ")])
def test_outings_are_read_and_checked(tmp_path, text):
    path = written(tmp_path, text)
    outing = read_outing(path)
    assert is_outing(path)
    assert (outing.walkers, outing.longest, outing.score.sum()) == (2, 10.0, 102)
    assert total_score(outing, [np.array([1]), np.array([2])]) == 12
    with pytest.raises(AssertionError, match="too long"):
        total_score(outing, [np.array([1, 2])])
    with pytest.raises(AssertionError, match="twice"):
        total_score(outing, [np.array([1]), np.array([1])])


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [("n;5", "n;6", "6 lines"), ("m;2", "k;2", "no lines"), ("m;2", "m;0", "small"),
     ("9;9;90", "9;nine;90", "no number"), ("9;9;90", "9;9", "no number")],
)  # fmt: skip
def test_what_is_wrong_with_an_outing_is_said(tmp_path, old, new, why):
    with pytest.raises(Unreadable, match=why):
        read_outing(written(tmp_path, OUTING.replace(old, new)))


def test_the_longest_way_is_measured_after_every_point_is_met():
    apart = np.array([[0, 1.0, 2.5], [1.0, 0, 9], [2.5, 9, 0]])
    assert longest_of(apart, [np.array([1]), np.array([2])], 2) == 5.0
    with pytest.raises(AssertionError, match="missed"):
        longest_of(apart, [np.array([1])], 2)


def test_a_folder_holds_outings_and_rounds_for_several(tmp_path, capsys):
    written(tmp_path, OUTING)
    written(tmp_path, "n is for notes".upper(), "notes.txt")
    written(tmp_path, CROSS, "cross.tsp")
    best = {"p": 16, "cross": 10, "cross-m4": 4.8, "cross-m": 1, "crossing-m2": 1}
    written(tmp_path, json.dumps(best), "best.json")
    main([str(tmp_path), "--time-limit", "0.3"])
    lines = {line["name"]: line for line in map(json.loads, capsys.readouterr().out.splitlines())}
    assert list(lines) == ["cross", "cross-m4", "p"]
    assert (lines["cross-m4"]["kind"], lines["cross-m4"]["gap_pct"]) == ("minmax", 0)
    assert (lines["p"]["kind"], lines["p"]["cost"], lines["p"]["gap_pct"]) == ("top", 12, 25)
