"""Records of stops from a sheet: what was written down, or another system's marks."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import pandas as pd
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Building, Community, Patrol, Stop, VisitHow
from app.queries.scope import Action, Viewer, require
from app.services.patrols.record.ticks import Tick, tick_stop
from app.settings import Settings
from geodata.crs import STORAGE_SRID
from geodata.errors import N_
from geodata.findings import Finding, Severity
from geodata.read import ReadOptions, read_table
from geodata.text import normal
from patrol.track import read_records


@dataclass(frozen=True)
class SheetRecorded:
    """What came of a sheet: marks taken, of them doubtful ones, and what was left out."""

    taken: int
    doubtful: int
    findings: tuple[Finding, ...]


def import_records(
    session: Session,
    viewer: Viewer,
    community: Community,
    patrol: Patrol,
    path: Path,
    *,
    settings: Settings,
    at: dt.datetime,
) -> SheetRecorded:
    """Take in the records of the stops of a patrol.

    A record finds its stop by name, by the building's number, or by its place.

    Parameters
    ----------
    session : Session
    viewer : Viewer
        Must be allowed to walk.
    community : Community
    patrol : Patrol
        In the viewer's scope, with a route.
    path : Path
        CSV or Excel.
    settings : Settings
    at : datetime.datetime
        Now.

    Returns
    -------
    SheetRecorded

    Raises
    ------
    InputRefused
        If the sheet cannot be read, or names neither stops nor places.
    """
    require(viewer, Action.WALK)
    sheet = read_table(path, ReadOptions(places="ignored"))
    records = read_records(pd.DataFrame(sheet.frame), zone=settings.wangge_timezone)
    stops = _stops(session, patrol)
    findings = list(records.findings)
    doubts = []
    for entry in records.table.itertuples(index=False):
        stop_id = _stop_of(entry.name, entry.lon, entry.lat, stops, community)
        if stop_id is None:
            findings.append(_unknown(int(entry.row), entry.name))
            continue
        tick = _tick(stop_id, entry.at, entry.lon, entry.lat)
        doubts.append(tick_stop(session, viewer, community, patrol, tick, settings=settings, at=at))
    doubtful = sum(doubt is not None for doubt in doubts)
    return SheetRecorded(len(doubts), doubtful, tuple(findings))


def _tick(stop_id: int, moment: pd.Timestamp, lon: float, lat: float) -> Tick:
    placed = pd.notna(lon) and pd.notna(lat)
    return Tick(
        stop_id,
        at=None if pd.isna(moment) else moment.to_pydatetime(),
        lon=lon if placed else None,
        lat=lat if placed else None,
        how=VisitHow.PAPER,
    )


def _stops(session: Session, patrol: Patrol) -> gpd.GeoDataFrame:
    """Read the stops of the patrol's route, with the words by which sheets name them."""
    rows = session.execute(
        select(Stop.id, Stop.name, Building.number, Building.name, Stop.point)
        .outerjoin(Building, Building.id == Stop.building_id)
        .where(Stop.route_id == patrol.route_id)
        .order_by(Stop.sequence)
    ).all()
    words = [{normal(word) for word in row[1:4] if word} for row in rows]
    return gpd.GeoDataFrame(
        {"id": [row[0] for row in rows], "words": words},
        geometry=[row[4] for row in rows],
        crs=STORAGE_SRID,
    )


_NEAR_M = 50.0


def _stop_of(
    name: str, lon: float, lat: float, stops: gpd.GeoDataFrame, community: Community
) -> int | None:
    """Find the stop that a record means: by its words, else by its place."""
    if stops.empty:
        return None
    word = normal(name)
    named = [
        int(key) for key, words in zip(stops["id"], stops["words"], strict=True) if word in words
    ]
    if named:
        return named[0]
    if pd.isna(lon) or pd.isna(lat) or community.metric_srid is None:
        return None
    here = gpd.GeoSeries.from_xy([lon], [lat], crs=STORAGE_SRID).to_crs(community.metric_srid)
    away_m = stops.geometry.to_crs(community.metric_srid).distance(here.iloc[0])
    nearest = int(away_m.to_numpy().argmin())
    return int(stops["id"].iloc[nearest]) if away_m.iloc[nearest] <= _NEAR_M else None


def _unknown(row: int, name: str) -> Finding:
    template = N_("Row %(row)s: the route has no stop %(name)s: left out.")
    params = {"row": row, "name": name[:40]}
    return Finding(
        "record_without_stop", Severity.WARNING, template, params, row=row, layer="records"
    )
