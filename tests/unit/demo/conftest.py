"""Generated communities, one generation each for all tests."""

from __future__ import annotations

import datetime as dt
from functools import cache

import geopandas as gpd
import pytest

from demo import NAMES, DemoCommunity, generate
from geodata.crs import metric_srid

TODAY = dt.date(2026, 11, 22)


@cache
def generated(name: str) -> DemoCommunity:
    return generate(name, today=TODAY)


@pytest.fixture(params=NAMES)
def community(request: pytest.FixtureRequest) -> DemoCommunity:
    """Give each community in turn."""
    return generated(request.param)


@pytest.fixture
def kangle() -> DemoCommunity:
    return generated("kangle")


@pytest.fixture
def dongshan() -> DemoCommunity:
    return generated("dongshan")


@pytest.fixture
def renhe() -> DemoCommunity:
    return generated("renhe")


@pytest.fixture
def sanyuan() -> DemoCommunity:
    return generated("sanyuan")


@pytest.fixture
def metric(community: DemoCommunity) -> dict[str, gpd.GeoDataFrame]:
    """Give the frames of a community in metres."""
    srid = metric_srid(*community.figures.centre)
    names = ("boundary", "buildings", "entrances", "paths", "estates", "cells")
    return {name: getattr(community, name).to_crs(srid) for name in names}
