"""What is wrong with a draft as it stands, with the cell or building that it is about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session

from app.models import Division
from app.services.sql import statement

MOST_FINDINGS = 1_000


@dataclass(frozen=True)
class DraftFinding:
    """One finding; ``template`` filled with ``params`` is its sentence."""

    code: str
    severity: str
    template: str
    params: dict[str, Any]
    cell_id: int | None
    building_id: int | None
    lon: float | None
    lat: float | None


def draft_findings(session: Session, division: Division) -> tuple[DraftFinding, ...]:
    """Read what was noted about a draft when it last changed.

    Parameters
    ----------
    session : Session
    division : Division
        From the viewer's scope.

    Returns
    -------
    tuple of DraftFinding
        At most :data:`MOST_FINDINGS`.
    """
    rows = session.execute(
        statement("draft_findings").columns(params=JSONB),
        {"division_id": division.id, "most": MOST_FINDINGS},
    )
    return tuple(DraftFinding(**row._mapping) for row in rows)
