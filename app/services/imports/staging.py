"""An import step by step, as the browser does it: stage, answer, look, apply or discard."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import update
from sqlalchemy.orm import Session

from app.models import Community, Import, ImportState
from app.queries.scope import Viewer
from app.services.areas import take_turn
from app.services.audit import record
from app.services.imports import uploads
from app.services.imports.context import Context
from app.services.imports.mending import Say, say_plainly, write_bad_rows
from app.services.imports.options import Extent, ImportOptions, ImportResult, Subject
from app.services.imports.preview import preview
from app.services.imports.reading import read_file
from app.services.imports.record import keep_result, sha256_of
from app.services.imports.remembered import recall, tell_recalled
from app.services.imports.run import check_scope, import_file, store_reading
from app.services.imports.telling import told_finding, told_refusal
from app.services.imports.uploads import Upload
from geodata.errors import N_, InputRefused

ANSWERS = ("layer", "crs", "encoding", "extent", "source")
"""Options that a form may answer; ``map`` names its field beside it."""

PREVIEW = "preview.geojson"
BAD_ROWS = "left_out.xlsx"
"""Rows to mend, beside an upload; it outlives the upload until both are a day old."""


@dataclass(frozen=True)
class Desk:
    """Where and when somebody imports.

    Attributes
    ----------
    session : Session
    viewer : Viewer
    community : Community
    folder : Path
        Of uploads.
    at : datetime.datetime
        Aware.
    timezone : str
        Zone of times in files that carry none.
    say : callable
        Gives templates in the viewer's language.
    """

    session: Session
    viewer: Viewer
    community: Community
    folder: Path
    at: dt.datetime
    timezone: str = "Asia/Shanghai"
    say: Say = say_plainly


def stage(
    desk: Desk, subject: Subject, files: Sequence[Upload], *, source: str = "", most_bytes: int
) -> Import:
    """Take in a file and look at it.

    Parameters
    ----------
    desk : Desk
    subject : Subject
    files : Sequence of Upload
        One file, or the parts of one shapefile.
    source : str
        See :class:`ImportOptions`.
    most_bytes : int
        Together.

    Returns
    -------
    Import
        Staged: with counts and findings, or with what must be answered first.

    Raises
    ------
    InputRefused
        If nothing was sent that could be looked at.
    """
    check_scope(desk.session, desk.viewer, desk.community)
    ImportOptions(source=source)
    _forget_old(desk)
    token, name = uploads.keep(desk.folder, files, most_bytes=most_bytes)
    staged = Import(
        community_id=desk.community.id,
        subject=subject.value,
        file_name=name,
        file_sha256=sha256_of(uploads.main_file(desk.folder, token)),
        options={"token": token, "answers": {"source": source} if source else {}},
        made_at=desk.at,
        made_by=desk.viewer.user_id,
    )
    desk.session.add(staged)
    desk.session.flush()
    look(desk, staged)
    return staged


def answer(desk: Desk, staged: Import, answers: Mapping[str, str]) -> None:
    """Answer what a file leaves open, and look again.

    Parameters
    ----------
    desk : Desk
    staged : Import
    answers : Mapping of str to str
        Of :data:`ANSWERS`; ``map:FIELD`` gives the column of a field. Empty ones take an
        answer back.

    Raises
    ------
    InputRefused
        If the import is no longer open.
    """
    _check_open(desk, staged)
    known = dict(staged.options.get("answers", {}))
    for name, value in answers.items():
        if name in ANSWERS or name.startswith("map:"):
            known[name] = value.strip()[:200]
    kept = {name: value for name, value in known.items() if value}
    staged.options = {**staged.options, "answers": kept}
    look(desk, staged)


def look(desk: Desk, staged: Import) -> None:
    """Find out what an import would do, or what must be answered first, and keep that.

    Parameters
    ----------
    desk : Desk
    staged : Import
    """
    kept = {key: staged.options[key] for key in ("token", "answers")}
    staged.options = kept
    try:
        result = _try(desk, staged)
    except InputRefused as refused:
        keep_result(desk.session, staged, {}, [])
        staged.options = {**kept, "refused": told_refusal(refused, staged.file_name)}
    else:
        findings = [told_finding(finding, staged.file_name) for finding in result.findings]
        keep_result(desk.session, staged, result.by_subject, findings)
    desk.session.flush()


def apply(desk: Desk, staged: Import) -> ImportResult:
    """Do what was looked at. The caller deletes the upload after the commit.

    Parameters
    ----------
    desk : Desk
    staged : Import

    Returns
    -------
    ImportResult

    Raises
    ------
    InputRefused
        If the import is no longer open, or the store changed so that it cannot be done.
    """
    _check_open(desk, staged)
    token = staged.options["token"]
    path = uploads.main_file(desk.folder, token)
    result = import_file(
        desk.session,
        desk.viewer,
        desk.community,
        Subject(staged.subject),
        path,
        options_of(staged, desk.timezone),
        at=desk.at,
        staged=staged,
    )
    if (path.parent / BAD_ROWS).is_file():
        staged.options = {**staged.options, "bad_rows": token}
    return result


def discard(desk: Desk, staged: Import) -> None:
    """Give an import up. The caller deletes the upload after the commit.

    Parameters
    ----------
    desk : Desk
    staged : Import

    Raises
    ------
    InputRefused
        If the import is no longer open.
    """
    _check_open(desk, staged)
    staged.state = ImportState.DISCARDED
    record(
        desk.session,
        at=desk.at,
        by=desk.viewer.user_id,
        action="discard",
        thing_kind="import",
        thing_id=staged.id,
        community_id=desk.community.id,
    )
    desk.session.flush()


def options_of(staged: Import, timezone: str) -> ImportOptions:
    """Give the options that the answers of an import amount to.

    Parameters
    ----------
    staged : Import
    timezone : str

    Returns
    -------
    ImportOptions
    """
    answers: dict[str, str] = staged.options.get("answers", {})
    mapping = {
        name.removeprefix("map:"): column
        for name, column in answers.items()
        if name.startswith("map:")
    }
    extent = answers.get("extent", "")
    return ImportOptions(
        layer=answers.get("layer"),
        crs=answers.get("crs"),
        encoding=answers.get("encoding"),
        mapping=mapping,
        source=answers.get("source", ""),
        extent=Extent(extent) if extent in {*Extent} else None,
        timezone=timezone,
    )


def _try(desk: Desk, staged: Import) -> ImportResult:
    """Read the file, store it, keep a preview and undo the rest."""
    path = uploads.main_file(desk.folder, staged.options["token"])
    subject, chosen = Subject(staged.subject), options_of(staged, desk.timezone)
    options = recall(desk.session, desk.community, subject, path, chosen)
    reading = read_file(path, subject, desk.community, options, at=desk.at)
    take_turn(desk.session, desk.community)
    context = Context(desk.session, desk.viewer, desk.community, options, desk.at, reading.within)
    tell_recalled(context, chosen)
    with desk.session.begin_nested() as attempt:
        by_subject, findings = store_reading(context, subject, reading)
        attempt.rollback()
    (path.parent / PREVIEW).write_text(json.dumps(preview(reading)))
    result = ImportResult(None, by_subject, findings, reading.bad_rows)
    (path.parent / BAD_ROWS).unlink(missing_ok=True)
    if write_bad_rows(path, options, result, path.parent / BAD_ROWS, desk.say):
        staged.options = {**staged.options, "bad_rows": staged.options["token"]}
    return result


def _check_open(desk: Desk, staged: Import) -> None:
    """Refuse what is decided already, be it a moment ago by a second click."""
    check_scope(desk.session, desk.viewer, desk.community)
    take_turn(desk.session, desk.community)
    desk.session.refresh(staged)
    if staged.state is not ImportState.STAGED:
        raise InputRefused(N_("This import was applied or discarded already."))


def _forget_old(desk: Desk) -> None:
    """Discard what nobody came back to for a day."""
    uploads.sweep(desk.folder, at=desk.at)
    desk.session.execute(
        update(Import)
        .where(
            Import.community_id == desk.community.id,
            Import.state == ImportState.STAGED,
            Import.made_at < desk.at - uploads.KEPT,
        )
        .values(state=ImportState.DISCARDED)
    )
