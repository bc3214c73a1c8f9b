"""Every file of the folder of hostile and odd input does what that folder's README says."""

from __future__ import annotations

from pathlib import Path

import pytest
import shapely

from geodata.clean import clean
from geodata.errors import InputRefused
from geodata.findings import Severity
from geodata.read import ReadOptions, list_layers, read_table
from geodata.schema import places_of


@pytest.fixture
def messy(shared_data: Path) -> Path:
    return shared_data / "messy"


def test_01_gbk_table_reads_as_chinese_and_says_it_has_no_shapes(messy, refused):
    path = messy / "01_gbk_dbf_no_cpg.dbf"
    layer = read_table(path)
    assert layer.frame["NAME"].tolist() == ["简体国语"]
    assert layer.encoding == "gb18030"
    error = refused(path, places="required")
    assert "01_gbk_dbf_no_cpg.shp" in str(error)


def test_02_language_driver_id_tells_the_encoding(messy):
    path = messy / "02_gbk_ldid_shp" / "chinese.shp"
    (info,) = list_layers(path)
    assert (info.encoding, info.geometry_type, info.crs) == ("gb18030", "Point", "EPSG:4326")
    # Its point lies at x -249, y 626: a pixel position, whatever the .prj says.
    with pytest.raises(InputRefused, match=r"chinese\.shp.*cannot be in EPSG:4326.*--crs"):
        read_table(path)
    layer = read_table(path, ReadOptions(crs="EPSG:3857"))
    assert layer.frame["NAME"].tolist() == ["简体"]


def test_03_cpg_says_big5_and_the_crs_is_asked(messy, refused):
    path = messy / "03_big5_cpg_shp" / "big5.shp"
    error = refused(path)
    assert error.question.option == "crs"
    assert "big5.shp" in str(error)
    assert "--crs" in str(error)
    layer = read_table(path, ReadOptions(crs="EPSG:3857"))
    assert layer.frame["NAME"].tolist() == ["國語"]


def test_04_big5_without_a_word_is_asked_with_samples(messy, refused):
    error = refused(messy / "04_big5_dbf_no_cpg.dbf")
    assert error.question.option == "encoding"
    assert "big5" in error.question.choices
    sample = error.question.samples[error.question.choices.index("big5")]
    assert sample == ("繁體國語",)
    assert "--encoding" in str(error)
    layer = read_table(messy / "04_big5_dbf_no_cpg.dbf", ReadOptions(encoding="Big5"))
    assert layer.frame["NAME"].tolist() == ["繁體國語"]


def test_05_no_column_of_the_same_name_is_lost(messy):
    layer = read_table(messy / "05_duplicate_fields.dbf")
    assert {"unemployed", "unemployed (2)", "not_in_lab", "not_in_lab (2)"} <= set(layer.frame)
    assert len(layer.frame.columns) == 12
    renamed = [f for f in layer.findings if f.code == "duplicate_column"]
    assert [f.column for f in renamed] == ["unemployed (2)", "not_in_lab (2)"]


def test_06_layer_is_asked_and_each_is_reprojected_from_its_own_crs(messy, refused):
    path = messy / "06_two_layers_two_crs.gpkg"
    error = refused(path)
    assert error.question.option == "layer"
    assert error.question.choices == ("oregon_2269", "oregon_4326")
    feet, degrees = (read_table(path, ReadOptions(layer=name)) for name in error.question.choices)
    assert (feet.crs, degrees.crs) == ("EPSG:2269", "EPSG:4326")
    assert feet.frame.total_bounds == pytest.approx(degrees.frame.total_bounds, abs=0.01)


@pytest.mark.parametrize(
    ("layer", "first"), [("OR_land_2269", None), ("OR_land_4326", "EPSG:4326")]
)
def test_07_crs_is_never_assumed(messy, refused, layer, first):
    error = refused(messy / "07_missing_crs_mixed_ranges.gpkg", layer=layer)
    assert error.question.option == "crs"
    assert layer in str(error)
    if first:
        assert error.question.choices[0] == first
    else:
        error = refused(messy / "07_missing_crs_mixed_ranges.gpkg", layer=layer, crs="EPSG:4326")
        assert "cannot be in EPSG:4326" in str(error)


def test_08_tables_only_has_no_layer_with_geometry(messy, refused):
    path = messy / "08_data_only_tables.gpkg"
    error = refused(path, places="required")
    assert "no layer with geometry" in str(error)
    assert "oregon_cities" in str(error)
    with pytest.raises(InputRefused, match="oregon_cities, has no geometry"):
        clean("buildings", read_table(path, ReadOptions(layer="oregon_cities")))


def test_09_open_ring_is_closed_and_said_so(messy):
    layer = read_table(messy / "09_open_ring.json")
    (finding,) = layer.findings
    assert (finding.code, finding.severity, finding.row) == ("open_ring", Severity.REPAIRED, 1)
    assert layer.frame.geometry.iloc[0].is_valid


def test_10_invalid_rings_are_repaired_and_reported(messy):
    cleaned = clean("cells", read_table(messy / "10_invalid_rings.json"))
    assert cleaned.frame.geometry.is_valid.all()
    finding = next(f for f in cleaned.findings if f.code == "invalid_geometry")
    assert (finding.row, finding.severity, finding.layer) == (
        1,
        Severity.REPAIRED,
        "10_invalid_rings",
    )
    assert finding.place is not None


def test_11_byte_order_mark_is_no_part_of_the_header(messy):
    layer = read_table(messy / "11_utf8_bom.csv.gz")
    assert layer.frame.columns[0] == "election_dt"
    assert layer.frame["county_name"].tolist() == ["ALAMANCE"]


def test_12_no_zip(messy, refused):
    assert "12_badzip.zip is no readable zip" in str(refused(messy / "12_badzip.zip"))


def test_13_missing_shp_is_named(messy, refused):
    error = refused(messy / "13_no_shp_in_zip.zip", places="required")
    assert "counties.shp" in str(error)


def test_14_shapes_alone_are_recovered_once_the_crs_is_said(messy, refused):
    path = messy / "14_no_dbf.zip"
    assert refused(path).question.option == "crs"
    layer = read_table(path, ReadOptions(crs="EPSG:4326"))
    assert len(layer.frame) == 14
    assert layer.frame.geometry.notna().all()
    assert "no-dbf.dbf" in next(str(f) for f in layer.findings if f.code == "missing_part")


def test_15_extensions_in_mixed_case_belong_together(messy):
    layer = read_table(messy / "15_mixed_case_ext.zip")
    assert layer.frame["SENATOR"].notna().all()
    assert layer.crs == "EPSG:26986"
    assert shapely.box(-73.6, 41.1, -69.8, 43).contains(shapely.box(*layer.frame.total_bounds))


def test_16_html_as_cpg_is_ignored_and_not_shown(messy):
    layer = read_table(messy / "16_cpg_is_html" / "htmlcpg.shp")
    assert layer.frame["field"].tolist()[0] == "💩"
    (finding,) = layer.findings
    assert finding.code == "unreadable_sidecar"
    assert "htmlcpg.cpg" in str(finding)
    assert "<" not in str(finding)


def test_17_html_as_prj_leaves_the_crs_to_be_asked(messy, refused):
    error = refused(messy / "17_prj_is_html" / "htmlprj.shp")
    assert error.question.option == "crs"
    assert "<" not in str(error)


def test_18_code_page_is_understood(messy):
    layer = read_table(messy / "18_codepage_1250.zip")
    assert layer.encoding == "cp1250"
    assert layer.frame["field"].notna().any()


def test_19_line_without_length_is_left_out(messy):
    cleaned = clean("paths", read_table(messy / "19_zero_length_line.zip"))
    assert (shapely.length(cleaned.frame.geometry.to_numpy()) > 0).all()
    assert {f.code for f in cleaned.findings} & {"zero_length", "empty_geometry"}
    assert len(cleaned.frame) < 3


def test_20_shapefile_in_a_folder_of_the_zip_is_found(messy):
    layer = read_table(messy / "20_nested_folder.zip")
    assert layer.layer == "POLYLINE"
    assert len(layer.frame) == 1


def test_21_garbage_is_refused(messy, refused):
    assert "bad.shp cannot be read" in str(refused(messy / "21_bad_shp" / "bad.shp"))


def test_22_trailing_bytes_do_not_hide_good_records(messy, refused):
    path = messy / "22_corrupt_too_long" / "corrupt_too_long.shp"
    assert refused(path).question.option == "crs"
    assert len(read_table(path, ReadOptions(crs="EPSG:4326")).frame) == 10


def test_23_two_layers_are_asked(messy, refused):
    error = refused(messy / "23_two_layers.zip", places="required")
    assert error.question.choices == ("blockgroups", "blockgroups2")
    assert "--layer" in str(error)


def test_24_zip_without_geodata(messy, refused):
    assert "24_empty.zip holds no geodata" in str(refused(messy / "24_empty.zip"))


def test_25_big5_entry_names_utf8_table_twd97(messy):
    layer = read_table(messy / "25_taiwan_mrt_big5_names_twd97.zip")
    assert layer.layer == "MARK_捷運車站_1080626"
    assert layer.frame["MARKNAME1"].iloc[0] == "貓空纜車貓空站"
    assert layer.crs == "EPSG:3826"
    assert len(layer.frame) == 763
    assert shapely.box(119.9, 21.8, 122.1, 25.4).contains(shapely.box(*layer.frame.total_bounds))


def test_no_message_holds_mojibake_or_a_traceback(messy):
    for path in sorted(messy.rglob("*")):
        if path.suffix not in {".shp", ".zip", ".json", ".gz", ".gpkg", ".dbf"}:
            continue
        for subject in ("buildings", "ledger"):
            try:
                options = ReadOptions(places=places_of(subject))
                texts = [str(f) for f in clean(subject, read_table(path, options)).findings]
            except InputRefused as error:
                texts = [str(error)]
                assert path.name in texts[0]
            assert not any("\ufffd" in text or "Traceback" in text for text in texts)
