"""What is wrong with a division, before it is published and after."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import replace

import geopandas as gpd
import pandas as pd
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models import Building, BuildingCell, Cell, Division, DivisionState
from app.queries.divisions import Chosen, read_change, vacancies_after
from app.queries.divisions.problem import closing_barriers, community_houses, division_cells
from app.queries.households import living_there
from app.queries.scope import Viewer, published_division
from app.services.sql import statement
from geodata.check import check_cells, check_codes, check_contiguity, check_load
from geodata.errors import N_
from geodata.findings import Finding, Severity

LARGEST_LIST = 1000
ASTRIDE_SHARE = 0.05
"""A building counts as astride when more than this share of it lies outside its cell."""

BLOCKING = frozenset(
    {
        "invalid_cell", "cell_gap", "cell_overlap",
        "cell_code_missing", "cell_code_wrong", "cell_code_twice",
    }
)  # fmt: skip
"""What must be mended before a division is published; the rest somebody should look at."""

_IN_NO_CELL = N_("Building %(building)s lies in no cell.")
_ASTRIDE = N_("Building %(building)s lies in cell %(cell)s with only %(share)s %% of its area.")
_CELL_VACANT = N_(
    "Nobody answers for %(cell)s, nor for %(buildings)s buildings and %(entrances)s entrances in "
    "it: appoint somebody."
)
_PLACES_VACANT = N_(
    "In %(cell)s nobody answers for %(buildings)s buildings and %(entrances)s entrances."
)


def check_division(
    session: Session, division: Division, *, on: dt.date, chosen: Chosen | None = None
) -> list[Finding]:
    """Check a division before it is published, or as it stands.

    Parameters
    ----------
    session : Session
    division : Division
        From the viewer's scope, with its buildings assigned.
    on : datetime.date
        First day on which a draft would hold; for another the day whose duties count.
    chosen : mapping, optional
        As :func:`app.services.areas.publish` takes it.

    Returns
    -------
    list of Finding
        At most 1,000 of each sort, those that block publishing (errors) first. ``params`` have
        ``cell_id`` or ``building_id`` where a finding is about one.
    """
    found = [*ground_findings(session, division), *_vacancies(session, division, on, chosen)]
    return sorted(found, key=lambda finding: finding.severity is not Severity.ERROR)


def ground_findings(
    session: Session, division: Division, only: Collection[int] | None = None
) -> list[Finding]:
    """Find what is wrong with cells and buildings, whoever answers for them.

    Parameters
    ----------
    session : Session
    division : Division
        With its buildings assigned.
    only : collection of int, optional
        Look at these cells and the buildings in them; the codes of all are looked at in any case.
        Gaps and overlaps are not: they can't come about in the steps that edit a few cells.

    Returns
    -------
    list of Finding
    """
    cells = _loaded(session, division, only)
    names, community = cells["name"], division.community
    found = _codes(division, cells, names)
    if only is None:
        uncoded = cells.assign(code=None)  # Codes have a check of their own.
        found = [*check_cells(uncoded, community.boundary, names=names), *found]
    some = cells if only is None else cells[cells["id"].isin(only)].reset_index(drop=True)
    loaded = [
        *check_load(some, _wished(division)),
        *_contiguity(session, division, some),
    ]
    told = [
        *(_with_cell(finding, cells) for finding in found),
        *(_with_cell(finding, some) for finding in loaded),
    ]
    return [*told[:LARGEST_LIST], *_building_findings(session, division, only)]


def _codes(division: Division, cells: gpd.GeoDataFrame, names: pd.Series) -> list[Finding]:
    """Check the codes; another order is proposed only while it can still be had."""
    found = check_codes(cells, division.community.code, names)
    is_draft = division.state is DivisionState.DRAFT
    return [finding for finding in found if is_draft or finding.code != "cell_code_order"]


def _loaded(session: Session, division: Division, only: Collection[int] | None) -> gpd.GeoDataFrame:
    """Read the cells, and of those that are looked at the buildings and households."""
    cells = division_cells(session, division)
    counted = (
        select(BuildingCell.cell_id, func.count(), func.coalesce(func.sum(living_there()), 0))
        .join(Building, Building.id == BuildingCell.building_id)
        .where(BuildingCell.division_id == division.id, Building.vanished_on.is_(None))
        .group_by(BuildingCell.cell_id)
    )
    if only is not None:
        counted = counted.where(BuildingCell.cell_id.in_(only))
    sums = session.execute(counted)
    known = {cell: (buildings, int(households or 0)) for cell, buildings, households in sums}
    loads = [known.get(key, (0, 0)) for key in cells["id"]]
    return cells.assign(
        buildings=[buildings for buildings, _ in loads],
        households=[households for _, households in loads],
    )


def _wished(division: Division) -> tuple[int, int] | None:
    """Give the range of households that was wished of a cell, if one was."""
    wish = (division.wish or {}).get("households")
    return (int(wish[0]), int(wish[1])) if wish else None


def _contiguity(session: Session, division: Division, cells: gpd.GeoDataFrame) -> list[Finding]:
    """Find cells in pieces; houses are read only where something parts ground at all."""
    barriers = closing_barriers(session, division.community)
    houses = cells.iloc[:0] if barriers.empty else community_houses(session, division.community)
    return check_contiguity(cells, houses, barriers)


def _with_cell(finding: Finding, cells: gpd.GeoDataFrame) -> Finding:
    """Say by its key which cell a finding is about, and whether it blocks publishing."""
    severity = Severity.ERROR if finding.code in BLOCKING else finding.severity
    if finding.row is None:
        return replace(finding, severity=severity)
    params = {**finding.params, "cell_id": int(cells["id"].iloc[finding.row - 1])}
    return replace(finding, severity=severity, params=params)


def _building_findings(
    session: Session, division: Division, only: Collection[int] | None
) -> list[Finding]:
    """Find buildings in no cell, and those that only partly lie in theirs."""
    rows = session.execute(
        statement("misplaced_buildings").columns(place=Cell.shape.type),
        {
            "division_id": division.id,
            "cell_ids": None if only is None else list(only),
            "share": ASTRIDE_SHARE,
            "most": LARGEST_LIST,
        },
    )
    return [
        Finding(
            row.code,
            Severity.WARNING,
            _ASTRIDE if row.code == "astride" else _IN_NO_CELL,
            {
                "building": row.label,
                "building_id": row.building_id,
                "cell": row.cell,
                "share": row.inside_percent,
            },
            key=row.key,
            place=row.place,
        )
        for row in rows
    ]


def _vacancies(
    session: Session, division: Division, on: dt.date, chosen: Chosen | None
) -> list[Finding]:
    """Find what nobody will answer for, one finding a cell."""
    community = division.community
    is_draft = division.state is DivisionState.DRAFT
    before = published_division(session, community) if is_draft else None
    change = read_change(session, Viewer(on=on), community, before, division, chosen)
    found = []
    for each in vacancies_after(session, community, change, on):
        cell = change.new[each.cell_id]
        params = {
            "cell": cell.name,
            "cell_id": cell.id,
            "buildings": each.buildings,
            "entrances": each.entrances,
        }
        template = _CELL_VACANT if each.cell_vacant else _PLACES_VACANT
        code = "cell_vacant" if each.cell_vacant else "places_vacant"
        place = cell.shape.representative_point()
        found.append(Finding(code, Severity.WARNING, template, params, place=place))
    return found
