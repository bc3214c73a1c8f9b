"""A generated community: frames and records that the application loads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import geopandas as gpd
import pandas as pd

from demo.figures import Figures
from demo.records.cases import Happened


@dataclass(frozen=True)
class DemoCommunity:
    """A schematic community, generated to published figures.

    Frames follow ``docs/frames.md`` (EPSG:4326). Keys in the records refer to keys of the frames:
    buildings, entrances and estates by ``key``, cells by ``code``. Missing is ``None``, ``NaN`` or
    ``NaT`` (``pandas.isna``), times are aware UTC.

    Attributes
    ----------
    key, name, code, place
        Key within the demo, name, statistical code (``None`` where the community has none yet)
        and the administrative units above it.
    boundary, buildings, entrances, paths, estates, areas, cells : GeoDataFrame
        The ground; ``cells`` tile ``boundary`` and are empty where there is no division yet.
    organisations : DataFrame
        ``key, parent_key, name, level``; parents before their children.
    people : DataFrame
        ``key, name, phone, is_member, organisation_key, home_building_key, home_entrance_key``.
        Names are surname and numerals, phone numbers begin with 100, which no subscriber has.
    teams, team_members : DataFrame
        ``key, name, kind`` and ``team_key, person_key``.
    duties : DataFrame
        ``person_key | team_key | organisation_key`` (exactly one), ``place_kind``
        (``cell building entrance estate``), ``place_key``, ``role``, ``since``, ``until``.
    issues : DataFrame
        ``source_ref, category, title, description, channel, status, reported_at, closed_at,
        building_key, entrance_key, lon, lat, affected_building_keys`` (list), ``merged_into`` (the
        ``source_ref`` of the one that goes on for both), ``reporter_name, reporter_phone`` (of a
        resident, while it is open).
    issue_events : DataFrame
        ``source_ref, kind`` (verb of the glossary), ``at, by_person_key, by_account, note``, and
        what some verbs need: ``to_person_key | to_unit_key`` (of a dispatch), ``extra_days``
        (working days of an extension), ``score``, ``into`` (of a merge).
    deliberations : Mapping
        What happened in the deliberation of an issue, in the order of time, by ``source_ref``.
    units : DataFrame
        Handling units: ``key, name, phone``; one account acts for each.
    patrols : DataFrame
        ``cell_code, team_key, started_at, ended_at, state``.
    accounts : DataFrame
        ``username, role, person_key, unit_key``; the application makes the passwords.
    meeting_point : tuple of float
        Longitude and latitude of the service centre, where patrols start.
    figures : Figures
        What the community was generated to; ``figures.assumed`` names what was not published.
    schematic : bool
        Always true: the ground is invented, and every page must say so.
    """

    key: str
    name: str
    code: str | None
    place: str
    boundary: gpd.GeoDataFrame
    buildings: gpd.GeoDataFrame
    entrances: gpd.GeoDataFrame
    paths: gpd.GeoDataFrame
    estates: gpd.GeoDataFrame
    areas: gpd.GeoDataFrame
    cells: gpd.GeoDataFrame
    organisations: pd.DataFrame
    people: pd.DataFrame
    teams: pd.DataFrame
    team_members: pd.DataFrame
    duties: pd.DataFrame
    issues: pd.DataFrame
    issue_events: pd.DataFrame
    deliberations: Mapping[str, Sequence[Happened]]
    units: pd.DataFrame
    patrols: pd.DataFrame
    accounts: pd.DataFrame
    meeting_point: tuple[float, float]
    figures: Figures
    schematic: bool = True

    @property
    def baseline_issues_solved(self) -> int:
        """Issues that the community says it has solved so far; not among ``issues``."""
        return self.figures.baseline_issues_solved

    @property
    def cell_term(self) -> str:
        """What the community calls a cell."""
        return self.figures.cell_term
