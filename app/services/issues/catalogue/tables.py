"""A catalogue as a table: brought in, and given out so that it can be brought in again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd
from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from app.models import Community, IssueCategory, TimeLimit
from app.queries.scope import Action, Viewer, require
from app.queries.words import word
from app.services.exports.tables import write_xlsx
from app.services.issues.catalogue.columns import HEADINGS
from app.services.issues.catalogue.editing import MOST_CATEGORIES, tell
from app.services.issues.catalogue.entry import CategoryEntry
from app.services.issues.catalogue.keeping import keep_entry, write_entry
from geodata.errors import N_, InputRefused


@dataclass(frozen=True)
class Taken:
    """What came of bringing a catalogue in."""

    added: int
    changed: int
    same: int


def take_catalogue(
    session: Session,
    viewer: Viewer,
    community: Community,
    entries: Sequence[CategoryEntry],
    *,
    at: dt.datetime,
) -> Taken:
    """Bring categories in: new codes are added, known ones written over, others left alone.

    Parameters
    ----------
    session : Session
    viewer : Viewer
        Must be allowed to configure.
    community : Community
    entries : sequence of CategoryEntry
        From :func:`app.services.issues.catalogue.read_catalogue`.
    at : datetime.datetime
        Now.

    Raises
    ------
    NotAllowed
    InputRefused
        If there would be too many.
    """
    require(viewer, Action.CONFIGURE)
    known = {category.code: category for category in _stored(session, community)}
    new = [entry for entry in entries if entry.code not in known]
    if len(known) + len(new) > MOST_CATEGORIES:
        raise InputRefused(
            N_("There would be more than %(most)s categories: nobody could choose from them."),
            most=MOST_CATEGORIES,
        )
    added = [
        keep_entry(session, community, entry, position=position)
        for position, entry in enumerate(new, start=len(known))
    ]
    changed = [
        category
        for entry in entries
        if (category := known.get(entry.code))
        and write_entry(session, category, _known(category, entry))
    ]
    session.flush()
    for category in added:
        tell(session, viewer, category, "add", at)
    for category in changed:
        tell(session, viewer, category, "change", at)
    return Taken(len(added), len(changed), len(entries) - len(added) - len(changed))


def write_catalogue(
    session: Session, community: Community, path: Path, translate: Callable[[str], str]
) -> int:
    """Write a catalogue as an Excel workbook, one row a limit.

    Parameters
    ----------
    session : Session
    community : Community
        From the viewer's scope.
    path : Path
    translate : callable
        English template to the reader's language, for headings and words.

    Returns
    -------
    int
        How many categories it holds; retired ones are left out.
    """
    categories = [one for one in _stored(session, community) if one.retired_on is None]
    rows = [row for category in categories for row in _rows(category, translate)]
    frame = pd.DataFrame(rows, columns=list(HEADINGS), dtype=object)
    write_xlsx(frame.rename(columns=lambda name: translate(HEADINGS[name])), path)
    return len(categories)


def _stored(session: Session, community: Community) -> Sequence[IssueCategory]:
    """Read the catalogue of a community with its limits."""
    return session.scalars(
        select(IssueCategory)
        .where(IssueCategory.community_id == community.id)
        .options(selectinload(IssueCategory.limits))
        .order_by(IssueCategory.position, IssueCategory.code)
        .limit(MOST_CATEGORIES)
    ).all()


def _known(category: IssueCategory, entry: CategoryEntry) -> CategoryEntry:
    """Keep what a table does not say, or need not say, about a category that is there already."""
    icon = category.icon if entry.icon == "other" else entry.icon
    return replace(entry, icon=icon, default_condition=category.default_condition)


def _rows(category: IssueCategory, translate: Callable[[str], str]) -> list[list[Any]]:
    """Make the rows of a category: one a limit, or one without."""
    facts = [
        word(category.catalogue, "catalogue", translate),
        category.code,
        category.group,
        category.name,
        category.name_en,
        category.icon,
        translate(N_("yes") if category.for_residents else N_("no")),
    ]
    limits = [_limit(limit, translate) for limit in category.limits]
    return [facts + limit for limit in limits or [["", "", "", ""]]]


def _limit(limit: TimeLimit, translate: Callable[[str], str]) -> list[str]:
    """Make the cells of a limit."""
    return [
        limit.condition,
        word(limit.region, "region_class", translate) if limit.region else "",
        f"{limit.amount:g}",
        word(limit.unit, "time_unit", translate),
    ]
