"""Real extracts of OpenStreetMap."""

from __future__ import annotations

import json

import geopandas as gpd
import pytest
import shapely

from geodata.errors import InputRefused
from geodata.osm import read_osm
from geodata.walkable import is_walkable

EXTRACTS = {
    # buildings, entrances on an outline, walkable paths, compounds
    "beijing_cau": (257, 0, 296, 10),
    "hangzhou_zijingang": (155, 88, 396, 3),
    "beijing_bupt": (111, 92, 186, 4),
}


@pytest.fixture(scope="module")
def extracts(shared_data):
    return {name: read_osm(shared_data / "osm" / name / f"{name}.osm.pbf") for name in EXTRACTS}


@pytest.mark.parametrize("name", EXTRACTS)
def test_extract_holds_what_its_statistics_say(shared_data, extracts, name):
    folder = shared_data / "osm" / name
    extract = extracts[name]
    # What is cut at gates counts once.
    ways = extract.paths[~extract.paths["key"].str.fullmatch(r"way/\d+/\d+")]
    counts = (extract.buildings, extract.entrances, ways, extract.estates)
    assert tuple(map(len, counts)) == EXTRACTS[name]
    stats = json.loads((folder / "stats.json").read_text())
    assert len(extract.buildings) == stats["buildings"]
    reference = gpd.read_file(folder / f"{name}.gpkg", layer="buildings")
    keys = reference["osm_type"] + "/" + reference["osm_id"].astype(str)
    assert set(extract.buildings["key"]) == set(keys)
    for frame in (*counts, extract.areas):
        assert frame.geometry.is_valid.all()
        assert frame.crs == 4326
        assert frame["key"].is_unique


def test_relations_stay_one_building(extracts):
    extract = extracts["beijing_bupt"]
    relations = extract.buildings[extract.buildings["key"].str.startswith("relation/")]
    assert len(relations) > 0
    assert shapely.get_num_interior_rings(shapely.get_geometry(relations.geometry, 0)).sum() > 0


def test_entrances_touch_the_building_that_they_name(extracts):
    extract = extracts["hangzhou_zijingang"]
    outline = extract.buildings.set_index("key").geometry.boundary
    gaps = extract.entrances.geometry.to_numpy()
    owners = outline.loc[extract.entrances["building_key"]].to_numpy()
    assert (shapely.distance(gaps, owners) < 1e-5).all()


def test_loose_entrances_are_found_and_gates_marked(extracts):
    extract = extracts["beijing_cau"]
    loose = [f for f in extract.findings if f.code == "entrance_without_building"]
    assert len(loose) == 5
    assert loose[0].place is not None
    gates = extract.paths[extract.paths["barrier"].eq("gate")]
    assert len(gates) == 15  # On 14 ways.
    assert set(gates.to_crs(32650).length.round(1)) == {2.0, 4.0}
    assert {"motorway", "construction"}.isdisjoint(extract.paths["kind"])
    assert {"green", "water"} == set(extract.areas["kind"])
    assert "静淑苑" in set(extract.estates["name"])


def test_kinds_are_told_by_tags_names_and_ground(extracts):
    """What is tagged ``yes`` becomes what its use, its name or its ground says."""
    kinds = extracts["beijing_cau"].buildings.set_index("name")["kind"]
    assert kinds["中国农业大学东区图书馆"] == "public"
    assert kinds["金码大厦"] == "commercial"
    assert kinds["学生公寓二号楼"] == "apartment"  # On the campus, but its name says a home.
    assert kinds["计算中心楼"] == "school"  # By the campus alone.
    assert kinds["石化楼"] == "public"  # By office=research.
    counts = extracts["beijing_cau"].buildings["kind"].value_counts()
    assert (counts["apartment"], counts["unknown"]) == (96, 52)
    assert "unknown" not in set(extracts["hangzhou_zijingang"].buildings["kind"])


def test_barriers_are_lines_that_are_no_paths(extracts):
    """Tunnels and viaducts part nothing; a motorway on which nobody walks is no path."""
    extract = extracts["beijing_cau"]
    assert extract.barriers["kind"].value_counts().to_dict() == {
        "fence": 13, "wall": 3, "motorway": 2, "motorway_link": 2, "water": 1, "hedge": 1,
    }  # fmt: skip
    assert set(extract.barriers["key"]).isdisjoint(extract.paths["key"])
    passable = [finding for finding in extract.findings if finding.code == "passable_barrier"]
    assert len(passable) == 5


def test_bbox_and_boundary_narrow_the_extract(shared_data, extracts):
    path = shared_data / "osm" / "beijing_cau" / "beijing_cau.osm.pbf"
    whole = extracts["beijing_cau"]
    estate = whole.estates.set_index("name").geometry["静淑苑"]
    inside = read_osm(path, boundary=estate)
    middles = shapely.point_on_surface(whole.buildings.geometry.to_numpy())
    assert len(inside.buildings) == shapely.intersects(estate, middles).sum() > 0
    boxed = read_osm(path, bbox=estate.bounds)
    assert len(inside.buildings) <= len(boxed.buildings) < len(whole.buildings)
    with pytest.raises(InputRefused, match="no buildings and no paths"):
        read_osm(path, bbox=(0, 0, 1, 1))


def test_garbage_is_refused(tmp_path):
    path = tmp_path / "x.osm.pbf"
    path.write_bytes(b"garbage" * 100)
    with pytest.raises(InputRefused, match=r"x\.osm\.pbf"):
        read_osm(path)
    with pytest.raises(InputRefused, match="no file"):
        read_osm(tmp_path / "no.osm.pbf")
    (tmp_path / "x.json").write_text("{}")
    with pytest.raises(InputRefused, match="no extract"):
        read_osm(tmp_path / "x.json")


@pytest.mark.parametrize(
    ("tags", "answer"),
    [
        (("footway",), True),
        (("motorway",), False),
        (("trunk", "yes"), True),
        (("service", "no"), False),
        (("service", None, "no"), False),
        (("service", None, "private"), True),
        (("construction", "yes"), False),
        ((None,), True),
    ],
)
def test_what_is_walkable(tags, answer):
    assert is_walkable(*tags) is answer
