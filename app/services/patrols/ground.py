"""The walking network of a community, kept in memory until its paths or buildings change."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass

import geopandas as gpd
from sqlalchemy.orm import Session

from app.models import Community
from app.queries.patrol_problem import community_footprints, community_paths, ground_stamp
from geodata.errors import N_, InputRefused
from patrol.network import WalkingNetwork, build_network

MOST_KEPT = 4
"""Communities whose network stays in memory; one of 50,000 nodes takes about 30 MB."""


@dataclass(frozen=True, eq=False)
class PatrolGround:
    """Where one walks.

    Attributes
    ----------
    network : WalkingNetwork
        Of the whole community, because the way between two stops of a cell may lead outside it.
    footprints : GeoSeries
        Outlines of the buildings in the CRS of the network: nobody walks through one.
    paths : GeoDataFrame
        ``key, name, kind, barrier, layer`` and lines in the CRS of the network.
    """

    network: WalkingNetwork
    footprints: gpd.GeoSeries
    paths: gpd.GeoDataFrame


_kept: OrderedDict[tuple[int, str], PatrolGround] = OrderedDict()
_lock = threading.Lock()


def patrol_ground(session: Session, community: Community) -> PatrolGround:
    """Give the ground of a community, as it is now.

    Parameters
    ----------
    session : Session
    community : Community
        From the viewer's scope.

    Raises
    ------
    InputRefused
        If there are no paths.
    """
    key = (community.id, ground_stamp(session, community))
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key]
    ground = _build(session, community)
    with _lock:
        for old in [known for known in _kept if known[0] == community.id]:
            del _kept[old]
        _kept[key] = ground
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
    return ground


def _build(session: Session, community: Community) -> PatrolGround:
    """Read and build the network of a community."""
    paths = community_paths(session, community)
    if paths.empty or community.metric_srid is None:
        raise InputRefused(
            N_("%(name)s has no paths: a route needs some. Import paths first."),
            name=community.name,
        )
    footprints = community_footprints(session, community).geometry
    return PatrolGround(
        network=build_network(paths, srid=community.metric_srid),
        footprints=footprints.to_crs(community.metric_srid),
        paths=paths.to_crs(community.metric_srid),
    )
