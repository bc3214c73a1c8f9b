"""A small community to import into, and files to import."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from shapely import Polygon, box
from shapely.geometry import mapping
from sqlalchemy.orm import Session

from app.models import Community
from app.queries.scope import Viewer
from app.services.imports import ImportOptions, ImportResult, Subject, import_file

NOW = dt.datetime(2026, 11, 22, 2, tzinfo=dt.UTC)
TODAY = dt.date(2026, 11, 22)
OPERATOR = Viewer(on=TODAY)
WEST, SOUTH, STEP = 116.35, 40.0, 0.0005


def add_community(session: Session, code: str = "110108010019") -> Community:
    """Add a community without ground."""
    community = Community(code=code, name="测试社区")
    session.add(community)
    session.flush()
    return community


def house(place: int, row: int = 0) -> Polygon:
    """Give the outline of a house: some 26 m by 22 m, one every 43 m eastward."""
    west, south = WEST + place * STEP, SOUTH + row * STEP
    return box(west, south, west + 0.0003, south + 0.0002)


def write_rows(path: Path, rows: Sequence[tuple[Any, Mapping[str, Any]]]) -> Path:
    """Write shapes with their facts as GeoJSON."""
    features = [
        {"type": "Feature", "geometry": mapping(shape), "properties": dict(facts)}
        for shape, facts in rows
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return path


def write_houses(path: Path, numbers: Sequence[int], **facts: Any) -> Path:
    """Write a survey of houses, one for each number, with their number as key."""
    return write_rows(
        path,
        [
            (house(n), {"id": f"b{n}", "楼号": f"{n}号楼", "地址": f"甲路{n}号", **facts})
            for n in numbers
        ],
    )


def bring_in(
    session: Session,
    community: Community,
    subject: str,
    path: Path,
    *,
    dry_run: bool = False,
    on: dt.date = TODAY,
    **options: Any,
) -> ImportResult:
    """Import a file as the operator."""
    return import_file(
        session,
        Viewer(on=on),
        community,
        Subject(subject),
        path,
        ImportOptions(**options),
        at=NOW,
        dry_run=dry_run,
    )
