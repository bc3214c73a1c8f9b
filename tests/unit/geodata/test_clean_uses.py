"""What buildings are for, and which lines divide ground: read from tags, names and words."""

from __future__ import annotations

import geopandas as gpd
import pytest
import shapely

from geodata.clean import clean
from geodata.clean.uses import kind_in_name

HOUSE = shapely.box(116, 40, 116.0003, 40.0002)
HUNDRED_M = 0.00117


def kinds_of(**tags):
    frame = gpd.GeoDataFrame(
        {"osm_id": ["1"], **{tag.replace("__", ":"): [value] for tag, value in tags.items()}},
        geometry=[HOUSE],
        crs=4326,
    )
    return clean("buildings", frame).frame["kind"].iloc[0]


@pytest.mark.parametrize(
    ("tags", "kind"),
    [
        ({"building": "yes"}, "unknown"),
        ({"building": "yes", "amenity": "parking"}, "other"),
        ({"building": "yes", "amenity": "kindergarten", "office": "company"}, "school"),
        ({"building": "yes", "amenity": "courthouse"}, "public"),
        ({"building": "yes", "shop": "mall"}, "commercial"),
        ({"building": "yes", "office": "research"}, "public"),
        ({"building": "yes", "power": "substation"}, "other"),
        ({"building": "yes", "tourism": "hotel", "name": "图书馆"}, "commercial"),
        ({"building": "apartments", "shop": "convenience"}, "apartment"),
        ({"building": "greenhouse"}, "other"),
        ({"building": "folly"}, "unknown"),
        ({"类型": "其他"}, "other"),
    ],
)
def test_tags_tell_the_kind_only_where_it_is_unknown(tags, kind):
    assert kinds_of(**tags) == kind


def test_nothing_said_stays_nothing():
    """So that a survey without kinds takes none away that is known."""
    assert kinds_of(name="甲楼") is None
    assert kinds_of(name="第一小学") == "school"


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("中国农业大学体育馆", "public"),
        ("学生公寓二号楼", "apartment"),
        ("学生公寓3号楼", "apartment"),
        ("东6东7教学楼", "school"),
        ("圆正·启真酒店", "commercial"),
        ("Nan Chiau High School", "school"),
        ("Opera House", None),
        ("21号楼", None),
        ("甲", None),
        ("", None),
        (None, None),
    ],
)
def test_the_end_of_a_name_tells(name, kind):
    assert kind_in_name(name) == kind


def test_words_of_barriers_and_what_is_passable():
    """A tunnel and a viaduct part nothing, a bridge over one street and a wall on a bridge do."""
    rows = [
        ("铁路", None, None, 1), ("rail", "yes", None, 0.5), ("rail", "yes", None, 3),
        ("rail", None, "yes", 1), ("canal", None, "culvert", 1), ("围墙", "yes", None, 3),
        ("rail", "no", "no", 3), ("moat", None, None, 1), (None, None, None, 1),
    ]  # fmt: skip
    frame = gpd.GeoDataFrame(
        {
            "类型": [row[0] for row in rows],
            "bridge": [row[1] for row in rows],
            "tunnel": [row[2] for row in rows],
        },
        geometry=[
            shapely.LineString([(116, 40 + y / 100), (116 + row[3] * HUNDRED_M, 40 + y / 100)])
            for y, row in enumerate(rows)
        ],
        crs=4326,
    )
    cleaned = clean("barriers", frame)
    assert cleaned.frame["kind"].tolist() == ["rail", "rail", "wall", "rail"]
    codes = [finding.code for finding in cleaned.findings]
    assert (codes.count("passable_barrier"), codes.count("unknown_kind")) == (3, 1)
