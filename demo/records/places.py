"""The ground as the records need it: which building belongs to which unit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.random import Generator

from geodata.crs import metric_srid


@dataclass(frozen=True)
class Places:
    """Buildings by unit: the cell in which they lie, or their compound before a division.

    Attributes
    ----------
    buildings : DataFrame
        Indexed by key: ``number, name, kind, households, population, lon, lat, x, y, unit``.
    entrances : DataFrame
        Indexed by key: ``building_key, name, lon, lat``.
    units : Mapping[str, str]
        Name of each unit by its key (cell code or estate key).
    divided : bool
        Whether units are cells.
    streets : DataFrame
        ``lon, lat`` of points on paths, where issues away from buildings lie.
    """

    buildings: pd.DataFrame
    entrances: pd.DataFrame
    units: Mapping[str, str]
    divided: bool
    streets: pd.DataFrame

    def of_unit(self, unit: str) -> pd.DataFrame:
        """Give the buildings of a unit.

        Parameters
        ----------
        unit : str
            Key of the unit.

        Returns
        -------
        DataFrame
        """
        return self.buildings[self.buildings.unit == unit]

    def home(self, rng: Generator, unit: str | None = None) -> str:
        """Choose the building in which somebody lives: likelier where many live.

        Parameters
        ----------
        rng : Generator
            Chooses.
        unit : str, optional
            Only in this unit.

        Returns
        -------
        str
            Key of a building.
        """
        here = self.buildings if unit is None else self.of_unit(unit)
        weights = here.population.to_numpy(dtype=float)
        return str(rng.choice(here.index.to_numpy(), p=weights / weights.sum()))


def places(ground: Mapping[str, gpd.GeoDataFrame]) -> Places:
    """Join buildings to their units.

    Parameters
    ----------
    ground : Mapping[str, GeoDataFrame]
        Frames as :func:`demo.frames.frames` gives them.

    Returns
    -------
    Places
    """
    divided = len(ground["cells"]) > 0
    units = (ground["cells"].rename(columns={"code": "key"}) if divided else ground["estates"])[
        ["key", "name", "geometry"]
    ]
    buildings = ground["buildings"].copy()
    points = buildings.representative_point()
    metric = points.to_crs(metric_srid(points.iloc[0].x, points.iloc[0].y))
    buildings["lon"], buildings["lat"] = points.x, points.y
    buildings["x"], buildings["y"] = metric.x, metric.y
    inside = gpd.sjoin(
        gpd.GeoDataFrame(geometry=points), units.rename(columns={"key": "unit"}), predicate="within"
    )
    buildings["unit"] = inside["unit"]
    entrances = ground["entrances"].assign(
        lon=ground["entrances"].geometry.x, lat=ground["entrances"].geometry.y
    )
    return Places(
        pd.DataFrame(buildings.drop(columns="geometry")).set_index("key"),
        pd.DataFrame(entrances.drop(columns="geometry")).set_index("key"),
        dict(zip(units["key"], units["name"], strict=True)),
        divided,
        _street_points(ground["paths"], ground["boundary"]),
    )


def _street_points(paths: gpd.GeoDataFrame, boundary: gpd.GeoDataFrame) -> pd.DataFrame:
    points = shapely.line_interpolate_point(paths.geometry.values, 0.5, normalized=True)
    inside = points[shapely.within(points, boundary.geometry.iloc[0])]
    lon_lat = np.round(shapely.get_coordinates(inside), 9)
    return pd.DataFrame(lon_lat, columns=["lon", "lat"])
