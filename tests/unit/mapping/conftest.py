"""A small map with names that try to break out of where they stand."""

from __future__ import annotations

import pytest

from mapping.layers import catalogue
from mapping.spec import MapSpec

HOSTILE = "</script><img src=x onerror=alert(1)>\u2028'\"&"


@pytest.fixture
def hostile() -> str:
    return HOSTILE


@pytest.fixture
def spec() -> MapSpec:
    layers = catalogue(lambda file: f"/api/layers/{file}", "/api/tiles/buildings/{z}/{x}/{y}.mvt")
    return MapSpec(
        key="kangle",
        title=HOSTILE,
        center=(114.3, 34.8),
        zoom=16,
        layers=layers,
        bounds=(114.29, 34.79, 114.31, 34.81),
        attribution=HOSTILE,
        schematic=True,
        panel_url="/c/kangle/panel/{kind}/{id}",
        search_url="/c/kangle/search",
        page_url="/c/kangle/",
    )
