"""What dividing a community stands on: its ground as the store has it, and what shall be kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd
from shapely.geometry.base import BaseGeometry
from sqlalchemy.orm import Session

from app.models import CellKind, Community
from app.queries.divisions.problem import (
    community_barriers,
    community_estates,
    community_houses,
    division_cells,
)
from app.queries.scope import published_division
from geodata.divide import Wishes
from geodata.errors import N_, InputRefused

if TYPE_CHECKING:
    from app.services.areas.divide import DivideWish


@dataclass(frozen=True)
class CommunityGround:
    """What is divided, as the solver takes it; all in EPSG:4326.

    Attributes
    ----------
    boundary : Polygon or MultiPolygon
    houses, barriers, estates : GeoDataFrame
        As :mod:`app.queries.divisions.problem` reads them.
    existing : GeoDataFrame or None
        The cells of the division that holds, if one does.
    """

    boundary: BaseGeometry
    houses: gpd.GeoDataFrame
    barriers: gpd.GeoDataFrame
    estates: gpd.GeoDataFrame
    existing: gpd.GeoDataFrame | None

    @property
    def has_existing(self) -> bool:
        """Whether a division holds."""
        return self.existing is not None

    @classmethod
    def read(cls, session: Session, community: Community) -> CommunityGround:
        """Read the ground of a community.

        Parameters
        ----------
        session : Session
        community : Community
            From the viewer's scope.

        Raises
        ------
        InputRefused
            If there is no outline or no building; the sentence says what to import first.
        """
        if community.boundary is None:
            raise InputRefused(
                N_("%(name)s has no outline yet: nobody knows what is to be divided. Import it "
                   "first (import boundary)."),
                name=community.name,
            )  # fmt: skip
        houses = community_houses(session, community)
        if houses.empty:
            raise InputRefused(
                N_("%(name)s has no buildings. Import some first (import buildings, or import "
                   "osm)."),
                name=community.name,
            )  # fmt: skip
        holds = published_division(session, community)
        return cls(
            community.boundary,
            houses,
            community_barriers(session, community),
            community_estates(session, community),
            None if holds is None else division_cells(session, holds),
        )

    def wishes(self, wish: DivideWish) -> Wishes:
        """Say what the solver shall respect.

        Parameters
        ----------
        wish : DivideWish

        Raises
        ------
        InputRefused
            If cells of today are to be kept and none hold, or a compound is not known.
        """
        if wish.is_stable and self.existing is None:
            raise InputRefused(
                N_("No division holds yet that could be kept. Choose balance or streets.")
            )
        kept = self.existing if wish.is_stable else None
        return Wishes(
            estates=self.estates if wish.keep_estates and len(self.estates) else None,
            existing=None if kept is None else kept[kept["kind"] != CellKind.EXCLUSIVE],
            exclusive=self._exclusive(wish),
        )

    def _exclusive(self, wish: DivideWish) -> gpd.GeoDataFrame | None:
        """Give the grounds that are cells of their own."""
        unknown = set(wish.exclusive) - set(self.estates["key"])
        if unknown:
            raise InputRefused(N_("There is no compound with the key %(key)s."), key=min(unknown))
        frames = [self.estates[self.estates["key"].isin(wish.exclusive)]]
        if wish.is_stable and self.existing is not None:
            frames.append(self.existing[self.existing["kind"] == CellKind.EXCLUSIVE])
        grounds = [frame[["name", "geometry"]] for frame in frames if len(frame)]
        return gpd.GeoDataFrame(pd.concat(grounds, ignore_index=True)) if grounds else None
