"""OpenStreetMap extracts, imported as they are."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from app.models import AuditEntry, Community, Import
from app.queries.scope import Viewer
from app.services.imports import Counts, Subject, import_file

NOW = dt.datetime(2026, 11, 22, 2, tzinfo=dt.UTC)
OPERATOR = Viewer(on=dt.date(2026, 11, 22))


def add_community(session: Session, code: str = "c1") -> Community:
    community = Community(code=code, name=code)
    session.add(community)
    session.flush()
    return community


def test_beijing_comes_whole_and_again_changes_nothing(session: Session, shared_data: Path) -> None:
    folder = shared_data / "osm" / "beijing_cau"
    stats = json.loads((folder / "stats.json").read_text())
    community = add_community(session)
    path = folder / "beijing_cau.osm.pbf"
    first = import_file(session, OPERATOR, community, Subject.OSM, path, at=NOW)
    assert first.by_subject["buildings"].added == stats["buildings"] == 257
    assert first.by_subject["boundary"] == Counts(added=1)
    assert community.metric_srid == 4548
    assert "boundary_assumed" in {finding.code for finding in first.findings}
    before = _rows(session)
    again = import_file(session, OPERATOR, community, Subject.OSM, path, at=NOW)
    assert again.counts.nothing_new
    assert again.counts.same == first.counts.added - 1
    assert _rows(session) == before
    assert session.scalar(select(func.count()).select_from(Import)) == 2
    assert session.scalars(select(AuditEntry.action)).all() == ["import", "import"]


def _rows(session: Session) -> list[tuple[int, str]]:
    """Give every row with the place where it was last written."""
    return [
        tuple(row)
        for table in ("building", "entrance", "path", "estate", "ground_area")
        for row in session.execute(text(f"SELECT id, ctid::text FROM {table} ORDER BY id"))  # noqa: S608
    ]
