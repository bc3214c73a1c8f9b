"""Buildings, paths, cells and the rest of the ground."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from shapely.affinity import translate

from geodata.clean import CleanOptions, clean, empty_frame
from geodata.errors import InputRefused
from geodata.findings import Severity
from geodata.limits import MAX_FINDINGS_PER_CODE
from geodata.read import ReadOptions, read_table
from geodata.schema import frame_columns

HOUSE = shapely.box(116.35, 40, 116.3503, 40.0002)


def frame(shapes, **columns):
    return gpd.GeoDataFrame(columns, geometry=list(shapes), crs=4326)


def found(cleaned, code):
    return [finding for finding in cleaned.findings if finding.code == code]


def row_of_houses(count):
    return [translate(HOUSE, n * 0.001, 0) for n in range(count)]


def test_buildings_come_out_as_the_frame_says():
    raw = frame(
        row_of_houses(2),
        楼号=["41号楼", "４２＃"],
        类型=["住宅", "平房"],
        户数=["60户", None],
        层数=[6.0, None],
    )
    cleaned = clean("buildings", raw)
    assert list(cleaned.frame.columns) == [*frame_columns("buildings"), "geometry"]
    assert cleaned.frame.crs == 4326
    assert cleaned.frame["number"].tolist() == ["41", "42"]
    assert cleaned.frame["kind"].tolist() == ["apartment", "bungalow"]
    assert cleaned.frame["households"].dtype == "Int64"
    assert cleaned.frame["households"].isna().tolist() == [False, True]
    assert cleaned.frame["name"].tolist() == [None, None]
    assert cleaned.findings == []


def test_every_bad_shape_is_found_with_its_row():
    bowtie = shapely.Polygon([(116, 40), (116.001, 40.001), (116.001, 40), (116, 40.001)])
    shapes = [
        HOUSE,
        None,
        shapely.Polygon(),
        bowtie,
        shapely.box(0, 0, 0.0001, 0.0001),
        shapely.LineString([(116, 40), (116.1, 40)]),
        translate(HOUSE, 1, 0).buffer(-0.0001 + 5e-6).simplify(1e-6),
        shapely.box(116.5, 40, 116.500005, 40.000005),
        HOUSE,
    ]
    cleaned = clean("buildings", frame(shapes, 楼号=[str(n) for n in range(9)]))
    assert [f.row for f in found(cleaned, "empty_geometry")] == [2, 3]
    assert [f.row for f in found(cleaned, "invalid_geometry")] == [4]
    assert [f.row for f in found(cleaned, "null_island")] == [5]
    assert [f.row for f in found(cleaned, "wrong_geometry_type")] == [6]
    assert [f.row for f in found(cleaned, "sliver")] == [8]
    (overlap,) = found(cleaned, "overlap")
    assert (overlap.row, overlap.params["other"]) == (9, 1)
    assert overlap.params["area_m2"] == pytest.approx(569, rel=0.01)
    assert overlap.place.equals_exact(HOUSE.normalize(), 1e-9) or overlap.place.equals(HOUSE)
    assert cleaned.frame.geometry.is_valid.all()
    assert found(cleaned, "invalid_geometry")[0].severity is Severity.REPAIRED


def test_repeated_row_is_left_out_and_repeated_number_is_told():
    raw = frame([HOUSE, HOUSE, *row_of_houses(3)[1:]], 楼号=["1", "1", "2", "2"])
    cleaned = clean("buildings", raw)
    assert [f.row for f in found(cleaned, "duplicate")] == [2]
    assert [f.row for f in found(cleaned, "duplicate_number")] == [4]
    assert len(cleaned.frame) == 3


def test_missing_numbers_row_by_row_or_at_once():
    few = clean("buildings", frame(row_of_houses(4), 楼号=["1", "2", "3", None]))
    assert [f.row for f in found(few, "missing_number")] == [4]
    all_lack = clean("buildings", frame(row_of_houses(4), 楼号=[None] * 4))
    assert found(all_lack, "missing_numbers")[0].params == {"count": 4, "all": 4}


def test_outside_of_the_community():
    boundary = shapely.box(116.3499, 39.9999, 116.3504, 40.0003)
    cleaned = clean("buildings", frame(row_of_houses(2), 楼号=["1", "2"]), boundary=boundary)
    (finding,) = found(cleaned, "outside_community")
    assert (finding.row, finding.severity) == (2, Severity.WARNING)
    assert finding.place.intersects(translate(HOUSE, 0.001, 0))


def test_number_in_the_name_wins_over_the_plate_of_the_street():
    raw = frame(
        row_of_houses(2),
        **{"addr:housenumber": ["18", "20"], "addr:street": ["学院路", None]},
        name=["10号楼", "食堂"],
    )
    cleaned = clean("buildings", raw).frame
    assert cleaned["number"].tolist() == ["10", "20"]
    assert cleaned["address"].tolist() == ["学院路 18", None]


def test_wrong_crs_is_suspected_when_nothing_lies_near_the_community():
    boundary = shapely.box(100, 30, 100.01, 30.01)
    cleaned = clean("buildings", frame(row_of_houses(3), 楼号=list("123")), boundary=boundary)
    (finding,) = found(cleaned, "crs_suspected")
    assert "--crs" in str(finding)
    assert found(cleaned, "outside_community") == []


def test_pile_of_outlines_does_not_hang():
    pile = [translate(HOUSE, n * 1e-8, 0) for n in range(1_000)]
    cleaned = clean("buildings", frame(pile, 楼号=[str(n) for n in range(1_000)]))
    assert len(cleaned.frame) == 1_000
    assert len(found(cleaned, "overlap")) == MAX_FINDINGS_PER_CODE  # Of half a million pairs.
    assert found(cleaned, "more_findings")


class TestKeys:
    """A later edition finds its rows again."""

    def keys(self, raw):
        return clean("buildings", raw).frame["key"].tolist()

    def test_identifier_of_the_file_with_its_type(self):
        raw = frame(row_of_houses(2), osm_id=[1, 2], osm_type=["way", "relation"])
        assert self.keys(raw) == ["way/1", "relation/2"]

    def test_number_outlives_a_moved_outline(self):
        before = frame(row_of_houses(2), 楼号=["1", "2"])
        after = frame([translate(s, 3e-5, 0) for s in row_of_houses(2)], 楼号=["1号楼", "2号楼"])
        assert self.keys(before) == self.keys(after) == ["number:1", "number:2"]

    def test_same_number_in_two_places_is_told_apart_and_stays(self):
        raw = frame(row_of_houses(2), 楼号=["1", "1"])
        keys = self.keys(raw)
        assert len(set(keys)) == 2
        assert self.keys(raw.iloc[::-1].reset_index(drop=True)) == keys[::-1]

    def test_identifier_twice_is_found(self):
        cleaned = clean("buildings", frame(row_of_houses(2), id=["a", "a"], 楼号=["1", "2"]))
        assert cleaned.frame["key"].tolist() == ["a", "a~2"]
        assert [f.row for f in found(cleaned, "duplicate_key")] == [2]


def test_paths_are_walkable_lines_of_one_part():
    line = shapely.LineString([(116, 40), (116.001, 40)])
    raw = frame(
        [
            line,
            translate(line, 0, 0.001),
            shapely.MultiLineString([translate(line, 0, 0.002), translate(line, 0, 0.003)]),
            shapely.LineString([(116, 40.01), (116, 40.01)]),
            translate(line, 0, 0.005),
        ],
        highway=["footway", "motorway", "步道", "path", "service"],
        foot=[None, None, None, None, "no"],
    )
    cleaned = clean("paths", raw)
    assert cleaned.frame["kind"].tolist() == ["footway", "footway", "footway"]
    assert cleaned.frame.geom_type.unique().tolist() == ["LineString"]
    assert [f.row for f in found(cleaned, "not_walkable")] == [2, 5]
    assert {f.row for f in cleaned.findings if f.code in {"zero_length", "empty_geometry"}} <= {4}
    assert cleaned.frame["key"].is_unique


def test_boundary_of_several_parts_is_one_row():
    raw = frame([HOUSE, translate(HOUSE, 0.0003, 0)], 社区=["康乐社区", None])
    cleaned = clean("boundary", raw)
    assert len(cleaned.frame) == 1
    assert cleaned.frame["name"].tolist() == ["康乐社区"]
    assert found(cleaned, "merged_boundary")[0].params["count"] == 2


def test_closed_line_is_an_outline():
    cleaned = clean(
        "cells", frame([shapely.LineString(HOUSE.exterior.coords)], 网格编码=["110108010019001"])
    )
    assert cleaned.frame.geom_type.tolist() == ["Polygon"]
    assert [f.row for f in found(cleaned, "line_as_outline")] == [1]


def test_cells_are_checked_as_a_division():
    raw = frame(
        [HOUSE, translate(HOUSE, 0.0002, 0)],
        网格编码=["110108010019001", "12"],
        网格名称=["一网格", "二网格"],
        网格类型=["普通网格", "微网格"],
    )
    options = CleanOptions(community_code="110108010019")
    cleaned = clean("cells", raw, options=options)
    assert cleaned.frame["kind"].tolist() == ["general", "micro"]
    assert [f.row for f in found(cleaned, "cell_code_wrong")] == [2]
    assert found(cleaned, "cell_overlap")[0].params["area_m2"] > 100


def test_areas_keep_green_and_water_only():
    raw = frame(row_of_houses(3), leisure=["park", None, None], landuse=[None, "basin", "retail"])
    cleaned = clean("areas", raw)
    assert cleaned.frame["kind"].tolist() == ["green", "water"]


def test_layer_without_shapes_is_refused_and_unknown_subject_too():
    with pytest.raises(InputRefused, match="no geometry"):
        clean("cells", pd.DataFrame({"code": ["1"]}))
    with pytest.raises(InputRefused, match="Subjects are"):
        clean("cats", pd.DataFrame())


@pytest.mark.parametrize("subject", ["buildings", "entrances", "paths", "estates", "cells"])
def test_layer_of_which_nothing_is_left(subject):
    nowhere = shapely.Point(0, 0) if subject == "entrances" else shapely.box(0, 0, 1e-4, 1e-4)
    nowhere = nowhere.exterior if subject == "paths" else nowhere
    cleaned = clean(subject, frame([nowhere], name=["x"]), boundary=HOUSE)
    assert cleaned.frame.empty
    assert list(cleaned.frame.columns) == [*frame_columns(subject), "geometry"]
    assert cleaned.findings


@pytest.mark.parametrize("subject", ["buildings", "issues", "ledger", "members", "paths"])
def test_empty_frames_have_the_columns_of_full_ones(subject):
    assert [c for c in empty_frame(subject) if c != "geometry"] == frame_columns(subject)


@pytest.mark.parametrize(
    ("subject", "layer", "rows"), [("buildings", "buildings", 114), ("paths", "roads", 406)]
)
def test_geopackage_of_sengkang(shared_data, subject, layer, rows):
    path = shared_data / "osm" / "singapore_sengkang" / "singapore_sengkang.gpkg"
    cleaned = clean(subject, read_table(path, ReadOptions(layer=layer, places="required")))
    assert len(cleaned.frame) == rows
    if subject == "buildings":
        assert cleaned.frame["number"].notna().sum() == 99
        assert cleaned.frame["address"].iloc[0] == "Anchorvale Road 308"
        assert cleaned.frame["levels"].notna().sum() == 21
    else:
        assert set(cleaned.frame["kind"]) >= {"footway", "service"}
