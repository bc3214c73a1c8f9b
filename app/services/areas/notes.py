"""What is wrong with a division as it stands, kept beside it for the map."""

from __future__ import annotations

import geopandas as gpd
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.models import AreaNote, Cell, Division
from app.services.sql import statement
from geodata.check import check_cells
from geodata.crs import STORAGE_SRID
from geodata.errors import N_
from geodata.findings import Finding, Severity

LARGEST_LIST = 1000
ASTRIDE_SHARE = 0.05
"""A building counts as astride when more than this share of it lies outside its cell."""

_TEXTS = {
    "in_no_cell": N_("Building %(building)s lies in no cell."),
    "astride": N_(
        "Building %(building)s lies in cell %(cell)s with only %(share)s %% of its area."
    ),
}


def renew_notes(session: Session, division: Division) -> None:
    """Check a division and replace what was noted about it.

    Parameters
    ----------
    session : Session
    division : Division
        With its buildings assigned.
    """
    session.execute(delete(AreaNote).where(AreaNote.division_id == division.id))
    for found in [*_cell_findings(session, division), *_building_findings(session, division)]:
        session.add(
            AreaNote(
                division_id=division.id,
                code=found.code,
                severity=found.severity,
                template=found.template,
                params=found.params,
                place=found.place,
            )
        )
    session.flush()


def _cell_findings(session: Session, division: Division) -> list[Finding]:
    """Find gaps, overlaps and faulty codes among the cells."""
    rows = session.execute(
        select(Cell.code, Cell.name, Cell.kind, Cell.shape).where(Cell.division_id == division.id)
    ).all()
    cells = gpd.GeoDataFrame(
        [row[:3] for row in rows],
        columns=["code", "name", "kind"],
        geometry=[row.shape for row in rows],
        crs=STORAGE_SRID,
    )
    boundary = division.community.boundary
    return check_cells(cells, boundary, community_code=division.community.code)[:LARGEST_LIST]


def _building_findings(session: Session, division: Division) -> list[Finding]:
    """Find buildings in no cell, and those that only partly lie in theirs."""
    rows = session.execute(
        statement("misplaced_buildings").columns(place=Cell.shape.type),
        {"division_id": division.id, "share": ASTRIDE_SHARE, "most": LARGEST_LIST},
    )
    return [
        Finding(
            row.code,
            Severity.WARNING,
            _TEXTS[row.code],
            {"building": row.label, "cell": row.cell, "share": row.inside_percent},
            key=row.key,
            place=row.place,
        )
        for row in rows
    ]


def division_notes(session: Session, division: Division) -> list[Finding]:
    """Give what was noted about a division when it was last assigned.

    Parameters
    ----------
    session : Session
    division : Division
        From the viewer's scope.

    Returns
    -------
    list of Finding
        At most :data:`LARGEST_LIST`.
    """
    notes = session.scalars(
        select(AreaNote)
        .where(AreaNote.division_id == division.id)
        .order_by(AreaNote.id)
        .limit(LARGEST_LIST)
    )
    return [
        Finding(note.code, Severity(note.severity), note.template, note.params, place=note.place)
        for note in notes
    ]
