"""Checks before publishing: codes, load, and whether a cell hangs together on foot."""

from __future__ import annotations

from collections.abc import Sequence

import geopandas as gpd
import pytest
import shapely
from shapely import LineString, MultiPolygon, box

from geodata.check import check_cells, check_codes, check_contiguity, check_load
from geodata.findings import Finding

COMMUNITY = "110108010019"
WEST, NORTH, STEP = 116.0, 40.0, 0.001


def square(x: float, y: float, width: float = 1, height: float = 1) -> shapely.Polygon:
    """Give a rectangle of steps, x to the east and y to the north."""
    west, south = WEST + x * STEP, NORTH + y * STEP
    return box(west, south, west + width * STEP, south + height * STEP)


def line(*points: tuple[float, float]) -> LineString:
    """Give a line through points in steps."""
    return LineString([(WEST + x * STEP, NORTH + y * STEP) for x, y in points])


def cells(*shapes: shapely.Geometry, codes: Sequence[str | None] = ()) -> gpd.GeoDataFrame:
    """Give a frame of cells A, B, C ..."""
    numbers = [f"{COMMUNITY}{number:03d}" for number in range(1, len(shapes) + 1)]
    return gpd.GeoDataFrame(
        {
            "code": list(codes) or numbers,
            "name": list("ABCDEFGH"[: len(shapes)]),
            "kind": "general",
        },
        geometry=list(shapes),
        crs=4326,
    )


def houses(*places: tuple[float, float]) -> gpd.GeoDataFrame:
    """Give small houses."""
    shapes = [square(x, y, 0.05, 0.05) for x, y in places]
    return gpd.GeoDataFrame({"key": range(len(shapes))}, geometry=shapes, crs=4326)


def barriers(*rows: tuple[str, shapely.Geometry]) -> gpd.GeoDataFrame:
    """Give a frame of barriers."""
    return gpd.GeoDataFrame(
        {"kind": [kind for kind, _ in rows]}, geometry=[shape for _, shape in rows], crs=4326
    )


def codes_of(findings: list[Finding]) -> list[str]:
    """Give the codes of findings."""
    return [finding.code for finding in findings]


RIVER = ("water", square(1.4, -1, 0.2, 3))
RAIL = ("rail", line((1.5, -1), (1.5, 2)))
BOTH_BANKS = houses((0.3, 0.3), (0.6, 0.3), (0.3, 0.7), (2.5, 0.5))


@pytest.mark.parametrize("barrier", [RIVER, RAIL, ("motorway", RAIL[1])])
def test_a_barrier_without_a_crossing_parts_a_cell(barrier: tuple[str, shapely.Geometry]) -> None:
    """The side with fewer houses is counted as cut off."""
    (found,) = check_contiguity(cells(square(0, 0, 3, 1)), BOTH_BANKS, barriers(barrier))
    assert (found.code, found.params["buildings"]) == ("cell_apart_on_foot", 1)
    assert str(found).startswith("In A 1 buildings are cut off")


@pytest.mark.parametrize("barrier", [RIVER, RAIL])
@pytest.mark.parametrize(
    ("way", "parted"),
    [
        (line((0.5, 0.5), (2.5, 0.5)), False),
        (line((1.2, 0.5), (1.8, 0.5)), False),
        (line((0.5, 0.5), (1.3, 0.5)), True),  # It ends before the bank.
        (line((0.5, 1.5), (2.5, 1.5)), True),  # It crosses outside of the cell.
    ],
)
def test_a_bridge_inside_the_cell_joins_it(
    barrier: tuple[str, shapely.Geometry], way: LineString, parted: bool
) -> None:
    """A footway that leads across makes one cell of two banks."""
    ground = barriers(barrier, ("footway", way))
    found = check_contiguity(cells(square(0, 0, 3, 1)), BOTH_BANKS, ground)
    assert codes_of(found) == ["cell_apart_on_foot"] * parted


def test_a_bridge_of_several_ways_joins_too() -> None:
    """Surveyors cut a way at every change of its surface."""
    ways = [line((x / 10, 0.5), (x / 10 + 0.1, 0.5)) for x in range(10, 20)]
    ground = barriers(RIVER, *(("footway", way) for way in ways))
    assert check_contiguity(cells(square(0, 0, 3, 1)), BOTH_BANKS, ground) == []


def test_an_empty_bank_parts_nothing() -> None:
    """Where nobody lives across the river, nobody has to cross."""
    one_bank = BOTH_BANKS.iloc[:3]
    assert check_contiguity(cells(square(0, 0, 3, 1)), one_bank, barriers(RIVER)) == []
    assert check_contiguity(cells(square(0, 0, 3, 1)), houses(), barriers(RIVER)) == []


def test_pieces_and_corners_are_told_apart() -> None:
    """Both are findings; who reads them learns which."""
    apart = MultiPolygon([square(0, 0), square(2, 0)])
    corner = MultiPolygon([square(0, 1), square(1, 2)])
    whole = square(1, 0)
    found = check_contiguity(cells(apart, corner, whole), BOTH_BANKS, barriers())
    assert codes_of(found) == ["cell_in_pieces", "cell_touches_at_corner"]
    assert [finding.row for finding in found] == [1, 2]
    assert check_contiguity(cells(), BOTH_BANKS, barriers()) == []


def test_codes_missing_wrong_and_twice() -> None:
    """Each is told of the cell by its name."""
    frame = cells(*(square(x, 0) for x in range(4)), codes=[None, "7", *[f"{COMMUNITY}001"] * 2])
    found = check_codes(frame, COMMUNITY, frame["name"])
    assert codes_of(found) == ["cell_code_missing", "cell_code_wrong", "cell_code_twice"]
    assert [finding.params["cell"] for finding in found] == ["A", "B", "D"]
    assert str(found[0]).startswith("A has no code")


def test_codes_of_another_community_are_wrong() -> None:
    """The prefix is that of the community."""
    frame = cells(square(0, 0), codes=["110108010020001"])
    assert codes_of(check_codes(frame, COMMUNITY)) == ["cell_code_wrong"]


def test_order_is_proposed_once_for_all_cells() -> None:
    """From west to east, then from north to south."""
    numbers = [f"{COMMUNITY}{number:03d}" for number in (2, 1, 3)]
    frame = cells(square(0, 0), square(1, 0), square(0, -1), codes=numbers)
    (found,) = check_codes(frame, COMMUNITY)
    assert found.code == "cell_code_order"
    assert found.params["proposals"] == {numbers[0]: numbers[1], numbers[1]: numbers[0]}
    assert check_codes(frame.assign(code=sorted(numbers)), COMMUNITY) == []


def test_a_community_with_a_code_of_its_own_numbers_as_it_likes() -> None:
    """No form and no order are asked for; twice is still twice."""
    frame = cells(square(0, 0), square(1, 0), square(2, 0), codes=["b-2", "b-1", "b-1"])
    assert codes_of(check_codes(frame, "tiegong")) == ["cell_code_twice"]


def test_load_is_compared_with_the_wish() -> None:
    """An exclusive cell has as many households as it has."""
    frame = cells(*(square(x, 0) for x in range(5))).assign(
        kind=["general", "general", "general", "exclusive", "micro"],
        buildings=[3, 3, 0, 0, 3],
        households=[299, 501, 0, 0, 300],
    )
    found = check_load(frame, (300, 500))
    assert [(finding.code, finding.row) for finding in found] == [
        ("households_outside_wish", 1),
        ("households_outside_wish", 2),
        ("cell_without_buildings", 3),
    ]
    assert ["fewer" in str(found[0]), "more" in str(found[1])] == [True, True]
    assert codes_of(check_load(frame)) == ["cell_without_buildings"]


def test_cells_are_named_where_people_look_at_a_map() -> None:
    """The same fault reads otherwise for who has the file and who has the map."""
    frame = cells(square(0, 0, 1.2, 1), square(1, 0))
    (by_row,) = check_cells(frame)
    (by_name,) = check_cells(frame, names=frame["name"])
    assert str(by_row).startswith("The cells in row 2 and row 1 overlap")
    assert str(by_name).startswith("B and A overlap by")
