"""What is wrong with a division as it stands, kept beside it for the map."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.models import AreaNote, Division
from app.services.areas.checks import LARGEST_LIST, ground_findings
from geodata.findings import Finding, Severity


def renew_notes(session: Session, division: Division) -> None:
    """Check a division and replace what was noted about it.

    Parameters
    ----------
    session : Session
    division : Division
        With its buildings assigned.
    """
    session.execute(delete(AreaNote).where(AreaNote.division_id == division.id))
    keep_notes(session, division, ground_findings(session, division))


def keep_notes(session: Session, division: Division, findings: Iterable[Finding]) -> None:
    """Note findings beside a division.

    Parameters
    ----------
    session : Session
    division : Division
    findings : iterable of Finding
    """
    for found in findings:
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
