"""Places open in map apps on the datum that each wants."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import numpy as np
import pytest

from app.web.patrols.links import app_links
from geodata.datum import gcj02_to_wgs84

KAIFENG = (114.2987, 34.8000)
METRE_DEGREES = 1e-5


def numbers(url: str, name: str) -> list[float]:
    value = parse_qs(urlsplit(url).query)[name][0]
    return [float(part) for part in value.split(",")[:2]]


def test_amap_and_apple_get_shifted_ground_and_osmand_does_not() -> None:
    links = {link.app: link.url for link in app_links(*KAIFENG, "5号楼, 1单元", 4546)}
    assert list(links) == ["Amap", "Apple Maps", "OsmAnd"]
    east, north = numbers(links["Amap"], "to")
    assert abs(east - KAIFENG[0]) > 300 * METRE_DEGREES
    back = gcj02_to_wgs84(np.array([[east, north]]))[0]
    assert back == pytest.approx(KAIFENG, abs=METRE_DEGREES)
    assert "coordinate=gaode" in links["Amap"]
    assert parse_qs(urlsplit(links["Amap"]).query)["to"][0].split(",")[2] == "5号楼  1单元"
    assert numbers(links["Apple Maps"], "daddr") == pytest.approx([north, east], abs=1e-6)
    assert numbers(links["OsmAnd"], "pin") == pytest.approx(KAIFENG[::-1], abs=1e-6)


def test_elsewhere_nothing_is_shifted_and_amap_has_no_map() -> None:
    """Singapore, on UTM."""
    links = {link.app: link.url for link in app_links(103.89, 1.39, "Blk 5", 32648)}
    assert list(links) == ["Apple Maps", "OsmAnd"]
    assert numbers(links["Apple Maps"], "daddr") == pytest.approx([1.39, 103.89], abs=1e-6)
