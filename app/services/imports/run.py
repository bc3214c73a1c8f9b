"""Importing one file: read, clean, store, record, in one transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from pathlib import Path

from sqlalchemy.orm import Session

from app.models import Community, Import
from app.progress import Tell, tell_nobody
from app.queries.scope import (
    Action,
    NotFound,
    Viewer,
    published_division,
    require,
    visible_communities,
)
from app.services.areas import assign_buildings, take_turn
from app.services.imports.cells import store_cells
from app.services.imports.context import Context
from app.services.imports.entrances import join_buildings
from app.services.imports.ground import bound_community, store_boundary, store_ground
from app.services.imports.issues import store_issues
from app.services.imports.ledger import store_ledger
from app.services.imports.members import store_members
from app.services.imports.options import Counts, ImportOptions, ImportResult, Subject
from app.services.imports.reading import Frame, Reading, read_file
from app.services.imports.record import bounded, new_import, record_import
from app.services.imports.remembered import recall, remember, tell_recalled
from app.services.issues import locate_issues
from geodata.errors import N_
from geodata.findings import Finding

ORDER = (
    Subject.BOUNDARY,
    Subject.ESTATES,
    Subject.AREAS,
    Subject.BUILDINGS,
    Subject.ENTRANCES,
    Subject.PATHS,
    Subject.BARRIERS,
    Subject.CELLS,
    Subject.LEDGER,
    Subject.MEMBERS,
    Subject.ISSUES,
)
"""What stands on what: the later may refer to the earlier."""

_TABLES: dict[Subject, Callable[[Context, Frame], Counts]] = {
    Subject.BOUNDARY: store_boundary,
    Subject.CELLS: store_cells,
    Subject.LEDGER: store_ledger,
    Subject.MEMBERS: store_members,
    Subject.ISSUES: store_issues,
}


def import_file(
    session: Session,
    viewer: Viewer,
    community: Community,
    subject: Subject,
    path: Path,
    options: ImportOptions | None = None,
    *,
    at: dt.datetime,
    dry_run: bool = False,
    progress: Tell = tell_nobody,
    staged: Import | None = None,
) -> ImportResult:
    """Import one file: all of it, or nothing where it is refused.

    Parameters
    ----------
    session : Session
    viewer : Viewer
        Must be allowed to import into the community.
    community : Community
    subject : Subject
        What the file is about.
    path : Path
    options : ImportOptions, optional
        The answers to what the file leaves open.
    at : datetime.datetime
        Aware.
    dry_run : bool
        Do everything, then undo it; the result says what would happen.
    progress : Tell
    staged : Import, optional
        The import that the browser staged; by default a new one is recorded.

    Returns
    -------
    ImportResult

    Raises
    ------
    InputRefused
        If the file cannot be taken; with a question when an answer would help.
    NotAllowed, NotFound
        If the viewer may not import here.
    """
    options = options or ImportOptions()
    check_scope(session, viewer, community)
    progress(0.0, path.name)
    chosen, options = options, recall(session, community, subject, path, options)
    reading = read_file(path, subject, community, options, at=at)
    take_turn(session, community)
    context = Context(session, viewer, community, options, at, reading.within)
    tell_recalled(context, chosen)
    with session.begin_nested() as attempt:
        by_subject, findings = store_reading(context, subject, reading, progress)
        if dry_run:
            attempt.rollback()
            return ImportResult(None, by_subject, findings, reading.bad_rows)
        made = staged or new_import(context, subject, path, options)
        record_import(context, made, by_subject, findings)
        remember(context, subject)
    progress(1.0, "")
    return ImportResult(made.id, by_subject, findings, reading.bad_rows)


def import_frames(
    session: Session,
    viewer: Viewer,
    community: Community,
    frames: Mapping[str, Frame],
    options: ImportOptions | None = None,
    *,
    at: dt.datetime,
) -> dict[str, Counts]:
    """Store clean frames that come from no file, such as those of the demo.

    Parameters
    ----------
    session : Session
    viewer : Viewer
        Must be allowed to import into the community.
    community : Community
    frames : Mapping of str to frame
        As docs/frames.md, by subject.
    options : ImportOptions, optional
    at : datetime.datetime
        Aware.

    Returns
    -------
    dict of str to Counts
    """
    check_scope(session, viewer, community)
    take_turn(session, community)
    context = Context(session, viewer, community, options or ImportOptions(), at)
    reading = Reading({Subject(name): frame for name, frame in frames.items()})
    with session.begin_nested():
        return store_reading(context, None, reading)[0]


def check_scope(session: Session, viewer: Viewer, community: Community) -> None:
    """Refuse who may not import, or not here.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    community : Community

    Raises
    ------
    NotAllowed, NotFound
    """
    require(viewer, Action.IMPORT)
    here = visible_communities(viewer).where(Community.id == community.id)
    if session.scalar(here) is None:
        raise NotFound(N_("There is no community with the code %(code)s."), code=community.code)


def store_reading(
    context: Context, subject: Subject | None, reading: Reading, tell: Tell = tell_nobody
) -> tuple[dict[str, Counts], list[Finding]]:
    """Store all frames of a reading, the ones that others refer to first.

    Parameters
    ----------
    context : Context
    subject : Subject or None
        Of the file; None where there is none.
    reading : Reading
    tell : Tell

    Returns
    -------
    dict of str to Counts
    list of Finding
        Of reading and of storing, bounded.

    Raises
    ------
    InputRefused
        If it cannot be stored; the caller's savepoint undoes what was written.
    """
    by_subject: dict[str, Counts] = {}
    waiting = [name for name in ORDER if name in reading.frames]
    for place, name in enumerate(waiting):
        tell((1 + place) / (1 + len(waiting)), name.value)
        counts = _store_one(context, name, reading.frames[name])
        by_subject[name.value] = counts + Counts(left_out=reading.left_out.get(name, 0))
    if subject is Subject.OSM:
        # Paths lead on beyond the ground that the houses stand on.
        housed = [name for name in waiting if name in (Subject.BUILDINGS, Subject.ESTATES)]
        assumed = bound_community(context, [reading.frames[name] for name in housed or waiting])
        by_subject.setdefault(Subject.BOUNDARY.value, assumed)
    _follow_up(context, by_subject)
    return by_subject, bounded(reading.findings + context.findings)


def _store_one(context: Context, subject: Subject, frame: Frame) -> Counts:
    """Store the frame of one subject."""
    if subject in _TABLES:
        return _TABLES[subject](context, frame)
    if subject is Subject.ENTRANCES:
        joined = join_buildings(context, frame)
        left_out = Counts(left_out=len(frame) - len(joined))
        return store_ground(context, subject, joined) + left_out
    return store_ground(context, subject, frame)


def _follow_up(context: Context, by_subject: dict[str, Counts]) -> None:
    """Let what is computed from buildings follow their change."""
    buildings = by_subject.get(Subject.BUILDINGS.value, Counts())
    if buildings.nothing_new:
        return
    division = published_division(context.session, context.community)
    if division is not None:
        assign_buildings(context.session, division)
    locate_issues(context.session, context.community)
