"""From a site in local metres to the frames of docs/frames.md in longitude and latitude."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.random import Generator

from demo.figures import Figures
from demo.housing import buildings_frame, entrances_frame, homes_of, number_houses
from demo.layout.network import noded
from demo.numerals import chinese
from demo.placer import Placer, frame_of
from demo.site import Site


def build_frames(
    site: Site, figures: Figures, place: Placer, rng: Generator
) -> dict[str, gpd.GeoDataFrame]:
    """Give all frames with geometry of a community.

    Parameters
    ----------
    site : Site
        The ground, local metres.
    figures : Figures
        Sums that must be met exactly.
    place : Placer
        Moves local metres to the globe.
    rng : Generator
        Chooses which flats are joined and how many live where.

    Returns
    -------
    dict of str to GeoDataFrame
        ``boundary buildings entrances paths estates areas cells``, EPSG:4326.
    """
    houses = site.ground.houses
    number_houses(houses)
    homes = homes_of(houses, figures, rng)
    sums = np.array([counts.sum() for counts in homes])
    cells = _cells(site, figures, place)
    outline = shapely.coverage_union_all(cells.geometry) if len(cells) else place(site.boundary)
    return {
        "boundary": frame_of({"name": [figures.name]}, [outline]),
        "buildings": buildings_frame(houses, figures, sums, place, rng),
        "entrances": entrances_frame(houses, figures, homes, place),
        "paths": _paths(site, place),
        "estates": _estates(site, place),
        "areas": _areas(site, place),
        "cells": cells,
    }


def _paths(site: Site, place: Placer) -> gpd.GeoDataFrame:
    lanes = noded(site.ground.lanes)
    return frame_of(
        {
            "key": [f"p{i:04d}" for i in range(1, len(lanes) + 1)],
            "name": [lane.name for lane in lanes],
            "kind": [lane.kind for lane in lanes],
            "barrier": [lane.barrier for lane in lanes],
            "hours": [None] * len(lanes),
            "layer": pd.array([pd.NA] * len(lanes), dtype="Int64"),
        },
        [place(lane.line) for lane in lanes],
    )


def _estates(site: Site, place: Placer) -> gpd.GeoDataFrame:
    estates = site.ground.estates
    keys = [f"e{i:02d}" for i in range(1, len(estates) + 1)]
    return frame_of({"key": keys, "name": list(estates)}, [place(s) for s in estates.values()])


def _areas(site: Site, place: Placer) -> gpd.GeoDataFrame:
    areas = site.ground.areas
    return frame_of(
        {
            "key": [f"a{i:03d}" for i in range(1, len(areas) + 1)],
            "kind": [area.kind for area in areas],
            "name": [area.name for area in areas],
        },
        [place(area.shape) for area in areas],
    )


def _cells(site: Site, figures: Figures, place: Placer) -> gpd.GeoDataFrame:
    cells = site.cells()
    numbers = range(1, len(cells) + 1)
    return frame_of(
        {
            "code": [f"{figures.code}{i:03d}" if figures.code else None for i in numbers],
            "name": [
                site.cell_name.format(number=chinese(i), estate=_estate_of(site, cell))
                for i, cell in zip(numbers, cells, strict=True)
            ],
            "kind": ["general"] * len(cells),
        },
        [place(cell) for cell in cells],
    )


def _estate_of(site: Site, cell: shapely.Polygon) -> str:
    estates = site.ground.estates
    return max(estates, key=lambda name: estates[name].intersection(cell).area)
