"""Checks of divisions, codes, estimates, metric coordinate systems."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from geodata.check import check_assignment, check_cells
from geodata.codes import is_cell_code, is_community_code, propose_cell_codes
from geodata.crs import metric_srid, suggest_references, to_metric
from geodata.estimate import estimate_households

COMMUNITY = "110108010019"


def grid(columns, rows, size=0.001):
    shapes = [
        shapely.box(116 + x * size, 40 - (y + 1) * size, 116 + (x + 1) * size, 40 - y * size)
        for y in range(rows)
        for x in range(columns)
    ]
    codes = [f"{COMMUNITY}{n + 1:03d}" for n in range(len(shapes))]
    return gpd.GeoDataFrame({"code": codes}, geometry=shapes, crs=4326)


def found(findings):
    return sorted(finding.code for finding in findings)


def test_sound_division_has_no_findings():
    cells = grid(3, 2)
    boundary = shapely.union_all(cells.geometry)
    assert check_cells(cells, boundary, community_code=COMMUNITY) == []


def test_gap_overlap_and_outside_are_measured():
    cells = grid(3, 1)
    boundary = shapely.union_all(cells.geometry)
    cells.loc[0, "geometry"] = shapely.box(116, 39.999, 116.0009, 40)  # A gap in the east.
    cells.loc[2, "geometry"] = shapely.box(116.0019, 39.999, 116.0031, 40)  # Over both edges.
    findings = check_cells(cells, boundary, community_code=COMMUNITY)
    assert found(findings) == ["cell_gap", "cell_outside", "cell_overlap"]
    strip_m2 = 8.54 * 111.0
    for finding in findings:
        assert finding.params["area_m2"] == pytest.approx(strip_m2, rel=0.01)
        assert finding.place.within(shapely.box(115.99, 39.99, 116.01, 40.01))
    overlap = next(f for f in findings if f.code == "cell_overlap")
    assert (overlap.row, overlap.params["other"]) == (3, 2)


def test_hole_is_a_gap_without_a_boundary_too():
    findings = check_cells(grid(3, 3).drop(index=4).reset_index(drop=True))
    assert found(findings) == ["cell_gap"]


def test_invalid_cells_and_codes():
    cells = grid(2, 1)
    cells["code"] = ["110108010020001", None]
    cells.loc[1, "geometry"] = shapely.Polygon(
        [(116.001, 40), (116.002, 39.999), (116.002, 40), (116.001, 39.999)]
    )
    assert set(found(check_cells(cells, community_code=COMMUNITY))) >= {
        "cell_code_wrong",
        "invalid_cell",
    }
    twice = grid(2, 1)
    twice["code"] = [f"{COMMUNITY}001"] * 2
    assert found(check_cells(twice)) == ["cell_code_twice"]
    assert check_cells(twice.iloc[:0]) == []


def test_buildings_in_no_cell_or_astride():
    cells = grid(2, 1)
    shapes = [
        shapely.box(116.0002, 39.9995, 116.0004, 39.9997),
        shapely.box(116.0008, 39.9995, 116.0012, 39.9997),
        shapely.box(116.5, 39.9995, 116.5004, 39.9997),
        shapely.Point(116.001, 39.9995),
    ]
    buildings = gpd.GeoDataFrame(
        {"key": list("abcd"), "number": ["1", "2", None, "4"]}, geometry=shapes, crs=4326
    )
    findings = check_assignment(buildings, cells)
    assert [(f.code, f.key) for f in findings] == [
        ("building_in_no_cell", "c"),
        ("building_astride", "b"),
    ]
    assert "Building c" in str(findings[0])
    assert check_assignment(buildings.iloc[:0], cells) == []


@pytest.mark.parametrize(
    ("code", "answer"),
    [
        (COMMUNITY, True),
        ("110108010000", False),
        ("11010801001", False),
        ("x" * 12, False),
        ("１１０１０８０１００１９", False),
    ],
)
def test_community_codes(code, answer):
    assert is_community_code(code) is answer


def test_cell_codes():
    assert is_cell_code(f"{COMMUNITY}001", COMMUNITY)
    assert not is_cell_code(f"{COMMUNITY}000")
    assert not is_cell_code(f"{COMMUNITY}001", "110108010020")


def test_codes_run_west_to_east_then_north_to_south():
    cells = grid(3, 2).sample(frac=1, random_state=1).reset_index(drop=True)
    codes = propose_cell_codes(cells.drop(columns="code"), COMMUNITY)
    assert codes == cells["code"].tolist()


def test_right_codes_are_kept_and_wrong_ones_replaced():
    cells = grid(3, 1)
    cells["code"] = ["9", f"{COMMUNITY}001", f"{COMMUNITY}001"]
    assert propose_cell_codes(cells, COMMUNITY) == [f"{COMMUNITY}{n:03d}" for n in (2, 1, 3)]
    with pytest.raises(ValueError, match="not a community code"):
        propose_cell_codes(cells, "12")
    assert propose_cell_codes(cells.iloc[:0], COMMUNITY) == []


def test_households_are_estimated_where_unknown():
    shape = shapely.box(116, 40, 116.0005, 40.0002)  # 42.7 m by 22.2 m.
    buildings = gpd.GeoDataFrame(
        {
            "kind": ["apartment", "apartment", "bungalow", "commercial", "apartment"],
            "levels": pd.Series([5, None, 1, 3, 5], dtype="Int64"),
            "households": pd.Series([None, None, None, None, 7], dtype="Int64"),
        },
        geometry=[shape] * 5,
        crs=4326,
    )
    estimate = estimate_households(buildings, m2_per_household=100)
    assert estimate["households"].tolist() == [47, 57, 1, pd.NA, 7]
    assert estimate["estimated"].tolist() == [True, True, True, False, False]
    with pytest.raises(ValueError, match="positive"):
        estimate_households(buildings, m2_per_household=0)


def test_unknown_kinds_may_be_lived_in():
    """Three levels where unknown, from 40 m2 on; a known shed is none."""
    large, shed = (shapely.box(116, 40, 116 + x, 40 + x / 2) for x in (0.0002, 0.0001))
    buildings = gpd.GeoDataFrame(
        {
            "kind": ["unknown", None, "unknown", "unknown", "other", "unknown"],
            "levels": pd.Series([None, None, 10, None, None, None], dtype="Int64"),
            "households": pd.Series([None] * 6, dtype="Int64"),
        },
        geometry=[large, large, large, shed.buffer(-2e-5), large, shapely.Point(116, 40)],
        crs=4326,
    )
    estimate = estimate_households(buildings)
    assert estimate["households"].tolist() == [6, 6, 19, pd.NA, pd.NA, pd.NA]
    assert estimate["estimated"].tolist() == [True, True, True, False, False, False]


@pytest.mark.parametrize(
    ("at", "srid"), [((116.35, 40), 4548), ((103.88, 1.39), 32648), ((-122.4, 37.8), 32610)]
)
def test_metric_coordinate_systems(at, srid):
    assert metric_srid(*at) == srid


def test_metres_of_an_empty_frame_are_empty():
    empty = grid(1, 1).iloc[:0]
    assert to_metric(empty).empty
    assert to_metric(grid(1, 1)).area.iloc[0] == pytest.approx(9_480, rel=0.01)


@pytest.mark.parametrize(
    ("bounds", "first"),
    [
        ((116.0, 39.0, 117.0, 40.0), "EPSG:4326"),
        ((39_440_000.0, 4_420_000.0, 39_450_000.0, 4_430_000.0), "EPSG:4527"),
        ((20_440_000.0, 4_420_000.0, 20_450_000.0, 4_430_000.0), "EPSG:4498"),
        ((440_000.0, 4_420_000.0, 450_000.0, 4_430_000.0), "EPSG:4534"),
        ((12_950_000.0, 4_850_000.0, 12_960_000.0, 4_860_000.0), "EPSG:3857"),
    ],
)
def test_ranges_suggest_coordinate_systems(bounds, first):
    assert suggest_references(bounds)[0] == first
