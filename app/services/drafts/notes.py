"""Findings of a draft after a step: those of the cells that it touched are looked for anew."""

from __future__ import annotations

import shapely
from sqlalchemy import BigInteger, cast, delete, or_, select
from sqlalchemy.orm import Session

from app.models import AreaNote, BuildingCell, Division
from app.services.areas.checks import ground_findings
from app.services.areas.notes import keep_notes, renew_notes
from app.services.drafts.snapshot import Snapshot, ids_of

_OF_CODES = ("cell_code_missing", "cell_code_wrong", "cell_code_twice", "cell_code_order")
_OF_EDGES = ("cell_overlap", "invalid_cell")
_SAME_GROUND_DEG2 = 1e-12
"""About a hundredth of a square metre."""


def renew_around(session: Session, division: Division, before: Snapshot, after: Snapshot) -> None:
    """Look again at the cells that a step touched, and leave what was found of all others.

    Where the ground of the division grew or shrank, or cells did not fit together before, all is
    looked at again.

    Parameters
    ----------
    session : Session
    division : Division
    before, after : Snapshot
        Of the touched cells.
    """
    touched = ids_of(before) | ids_of(after)
    about = cast(AreaNote.params["cell_id"].astext, BigInteger)
    mine = AreaNote.division_id == division.id
    edges = select(AreaNote.id).where(mine, AreaNote.code.in_(_OF_EDGES), about.in_(touched))
    other_ground = abs(_ground(before) - _ground(after)) > _SAME_GROUND_DEG2
    if other_ground or session.scalar(edges.limit(1)) is not None:
        renew_notes(session, division)
        return
    here = select(BuildingCell.building_id).where(
        BuildingCell.division_id == division.id, BuildingCell.cell_id.in_(ids_of(after))
    )
    house = cast(AreaNote.params["building_id"].astext, BigInteger)
    stale = or_(AreaNote.code.in_(_OF_CODES), about.in_(touched), house.in_(here))
    session.execute(delete(AreaNote).where(mine, stale))
    keep_notes(session, division, ground_findings(session, division, ids_of(after)))


def _ground(snapshot: Snapshot) -> float:
    """Measure the ground of a state, in square degrees."""
    shapes = shapely.from_wkb([row["shape"] for row in snapshot["cells"]])
    return float(shapely.area(shapes).sum())
