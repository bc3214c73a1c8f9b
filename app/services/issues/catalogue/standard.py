"""The catalogue with which a community begins."""

from __future__ import annotations

import datetime as dt
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Catalogue, Community, IssueCategory, RegionClass, TimeUnit
from app.services.audit import record
from app.services.issues.catalogue.entry import CategoryEntry, LimitEntry
from app.services.issues.catalogue.keeping import keep_entry

_FILE = Path(__file__).with_name("standard.toml")


@cache
def standard_catalogue() -> tuple[CategoryEntry, ...]:
    """Read our own catalogue: city management, and matters of the community."""
    rows = tomllib.loads(_FILE.read_text(encoding="utf-8"))["category"]
    return tuple(_entry(row) for row in rows)


def install_catalogue(
    session: Session, community: Community, at: dt.datetime, *, by: int | None = None
) -> int:
    """Give a community our catalogue; categories that it has already stay as they are.

    Parameters
    ----------
    session : Session
    community : Community
    at : datetime.datetime
        Now, aware.
    by : int, optional
        Which account asked for it.

    Returns
    -------
    int
        How many categories were added.
    """
    known = set(
        session.scalars(
            select(IssueCategory.code).where(IssueCategory.community_id == community.id)
        )
    )
    new = [entry for entry in standard_catalogue() if entry.code not in known]
    for position, entry in enumerate(new, start=len(known)):
        keep_entry(session, community, entry, position=position)
    session.flush()
    if new:
        record(
            session, at=at, by=by, action="install", thing_kind="catalogue",
            community_id=community.id, categories=len(new),
        )  # fmt: skip
    return len(new)


def _entry(row: dict[str, Any]) -> CategoryEntry:
    """Make an entry of a row of the file."""
    limits = [
        LimitEntry(
            limit["amount"],
            TimeUnit(limit["unit"]),
            limit.get("condition", ""),
            RegionClass(limit["region"]) if "region" in limit else None,
        )
        for limit in row["limits"]
    ]
    plain = {name: row[name] for name in ("code", "name", "group", "name_en", "icon")}
    return CategoryEntry(Catalogue(row["catalogue"]), limits=limits, **plain)
