"""Blocks lie between what is drawn, around houses, and ways lead across what is closed."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from shapely import LineString, box

from geodata.divide.barriers import Barriers, Seam
from geodata.divide.blocks import lay_blocks
from geodata.divide.bridges import bridges_between
from geodata.divide.seams import find_borders

GROUND = box(0, 0, 200, 100)
STREET = LineString([(100, -5), (100, 105)])
NONE = np.empty(0, object)


def lay(*houses: shapely.Polygon, line: LineString = STREET) -> tuple[np.ndarray, np.ndarray]:
    """Lay blocks along one line."""
    seams = np.array([Seam.STREET])
    return lay_blocks(GROUND, np.array([line], object), seams, np.array(houses, object))


def test_a_street_parts_two_blocks() -> None:
    blocks, block_of = lay(box(20, 20, 40, 40), box(150, 20, 170, 40))
    assert len(blocks) == 2
    assert block_of[0] != block_of[1]
    assert shapely.coverage_is_valid(blocks)
    assert shapely.area(blocks).sum() == pytest.approx(GROUND.area)


def test_a_house_that_a_street_crosses_stays_whole() -> None:
    crossed = box(90, 40, 104, 60)
    blocks, block_of = lay(crossed, box(20, 20, 40, 40), box(150, 20, 170, 40))
    assert len(blocks) == 2
    assert blocks[block_of[0]].buffer(0.01).contains(crossed)
    assert block_of[0] == block_of[1]  # Most of it stands on the west side.
    assert shapely.coverage_is_valid(blocks)


def test_a_dead_end_parts_nothing() -> None:
    blocks, _ = lay(box(20, 20, 40, 40), line=LineString([(100, -5), (100, 60)]))
    assert len(blocks) == 1


def rail_and_ways(*ways: LineString) -> Barriers:
    """Give a rail where the street was, and ways."""
    lines = np.array([STREET, *ways], object)
    seams = np.array([Seam.CLOSED] + [Seam.LANE] * len(ways))
    return Barriers(lines, seams, np.arange(len(lines)) > 0, NONE)


@pytest.mark.parametrize(
    ("way", "leads"),
    [
        (LineString([(50, 50), (150, 50)]), True),
        (LineString([(50, 50), (95, 50)]), False),
    ],
)
def test_only_a_way_that_crosses_leads_across_a_rail(way: LineString, leads: bool) -> None:
    pieces = np.array([box(0, 0, 100, 100), box(100, 0, 200, 100)], object)
    barriers = rail_and_ways(way)
    borders = find_borders(pieces, barriers.lines, barriers.seams)
    assert borders.length_m[0, Seam.CLOSED] == pytest.approx(100)
    crossed, bridges = bridges_between(pieces, borders, barriers, np.zeros(2, np.bool_))
    assert crossed.tolist() == [leads]
    assert not len(bridges)


def test_a_bridge_joins_the_banks_of_a_river() -> None:
    banks = [box(0, 0, 90, 100), box(90, 0, 110, 100), box(110, 0, 200, 100)]
    pieces, wet = np.array(banks, object), np.array([False, True, False])
    shores = [LineString([(x, 0), (x, 100)]) for x in (90, 110)]
    bridge = LineString([(50, 50), (150, 50)])
    lines = np.array([*shores, bridge], object)
    seams = np.array([Seam.CLOSED, Seam.CLOSED, Seam.LANE])
    barriers = Barriers(lines, seams, np.array([False, False, True]), pieces[wet])
    borders = find_borders(pieces, lines, seams)
    assert bridges_between(pieces, borders, barriers, wet)[1].tolist() == [[0, 2]]


def river(*bridges: LineString) -> list[list[int]]:
    """Lay a river from south to north between four blocks, and give the banks that are joined."""
    rows = [(0, 50), (50, 100)]
    dry = [box(x, low, x + 90, high) for low, high in rows for x in (0, 110)]
    water = [box(90, low, 110, high) for low, high in rows]
    pieces, wet = np.array([*dry, *water], object), np.array([False] * 4 + [True] * 2)
    shores = [LineString([(x, 0), (x, 100)]) for x in (90, 110)]
    lines = np.array([*shores, *bridges], object)
    seams = np.array([Seam.CLOSED] * 2 + [Seam.LANE] * len(bridges))
    barriers = Barriers(lines, seams, seams == Seam.LANE, pieces[wet])
    borders = find_borders(pieces, lines, seams)
    found: list[list[int]] = bridges_between(pieces, borders, barriers, wet)[1].tolist()
    return found


def test_a_bridge_between_four_blocks_joins_those_that_face_each_other() -> None:
    assert river(LineString([(50, 50), (150, 50)])) == [[0, 1], [2, 3]]


def test_a_way_that_crosses_twice_joins_only_what_lies_opposite() -> None:
    there_and_back = LineString([(50, 10), (150, 10), (150, 90), (50, 90)])
    assert river(there_and_back) == [[0, 1], [2, 3]]
