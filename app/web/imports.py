"""The guided import: choose a file, answer what it leaves open, look, apply."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from flask import (
    Blueprint,
    Response,
    flash,
    redirect,
    render_template,
    request,
    send_file,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.models import Import, ImportState
from app.queries.imports import find_import, finding_groups, known_ground, list_imports
from app.queries.scope import Action, require
from app.services.imports import Subject, staging, uploads
from app.services.imports.staging import Desk
from app.services.imports.uploads import Upload
from app.web.asking import Asked, asked_about
from app.web.context import current_viewer, now, settings
from app.web.i18n import say, translate
from app.web.import_words import CHOICES, SEVERITIES, STATES, SUBJECTS
from app.web.requests import page_number
from geodata.errors import InputRefused

imports = Blueprint("imports", __name__, url_prefix="/c/<code>/import")

MEGABYTE = 1024 * 1024
_OPTION = re.compile(r"\s*[(（]--[^)）]*[)）]")


@imports.before_request
def _importers_only() -> None:
    """Refuse accounts that may not import."""
    require(current_viewer(), Action.IMPORT)


@imports.get("")
def start(code: str) -> ResponseReturnValue:
    """Show what can be imported, and what was."""
    return _start(code)


@imports.post("")
def send(code: str) -> ResponseReturnValue:
    """Take in a file, and go on to what it would do."""
    chosen = request.form.get("subject", "")
    if chosen not in SUBJECTS:
        return _start(code, _("Choose what the file is about.")), 422
    files = [
        Upload(sent.filename or "", sent.stream)
        for sent in request.files.getlist("file")
        if sent.filename
    ]
    try:
        with _desk(code) as desk:
            staged = staging.stage(
                desk,
                Subject(chosen),
                files,
                source=request.form.get("source", "").strip(),
                most_bytes=settings().wangge_upload_mb * MEGABYTE,
            )
    except InputRefused as refused:
        return _start(code, for_page(say(refused))), 422
    return redirect(url_for("imports.show", code=code, import_id=staged.id), 303)


@imports.get("/<int:import_id>")
def show(code: str, import_id: int) -> ResponseReturnValue:
    """Show an import: what must be answered, what it would do, or what it did."""
    with asked_about(code) as asked:
        made = find_import(asked.session, asked.viewer, asked.community, import_id)
        groups = finding_groups(asked.session, made)
    return render_template(
        f"imports/{_page_of(made)}.html",
        community=asked.community,
        made=made,
        groups=groups,
        subjects=SUBJECTS,
        severities=SEVERITIES,
        states=STATES,
        choices=CHOICES,
    )


@imports.post("/<int:import_id>/answer")
def answer(code: str, import_id: int) -> ResponseReturnValue:
    """Answer what a file leaves open."""
    answers = dict(request.form.items())
    # Whoever types or picks another system means that, whatever was ticked above it.
    typed = answers.get("crs_typed", "").strip() or answers.get("crs_other", "")
    if typed:
        answers["crs"] = typed
    with _desk(code) as desk:
        staging.answer(desk, _found(desk, import_id), answers)
    return redirect(url_for("imports.show", code=code, import_id=import_id), 303)


@imports.post("/<int:import_id>/apply")
def apply(code: str, import_id: int) -> ResponseReturnValue:
    """Do what was looked at."""
    with _desk(code) as desk:
        staged = _found(desk, import_id)
        token = staged.options.get("token", "")
        staging.apply(desk, staged)
    uploads.remove(settings().uploads, token, keep=staging.BAD_ROWS)
    flash(_("The import is done."))
    return redirect(url_for("imports.show", code=code, import_id=import_id), 303)


@imports.post("/<int:import_id>/discard")
def discard(code: str, import_id: int) -> ResponseReturnValue:
    """Give an import up."""
    with _desk(code) as desk:
        staged = _found(desk, import_id)
        token = staged.options.get("token", "")
        staging.discard(desk, staged)
    uploads.remove(settings().uploads, token)
    flash(_("The import was discarded; nothing was changed."))
    return redirect(url_for("imports.start", code=code), 303)


@imports.get("/<int:import_id>/preview.geojson")
def show_preview(code: str, import_id: int) -> ResponseReturnValue:
    """Give what a staged import would put on the map."""
    with asked_about(code) as asked:
        made = find_import(asked.session, asked.viewer, asked.community, import_id)
    main = uploads.main_file(settings().uploads, made.options.get("token", ""))
    drawn = main.parent / staging.PREVIEW
    text = drawn.read_text() if drawn.is_file() else '{"type":"FeatureCollection","features":[]}'
    return Response(text, content_type="application/geo+json")


@imports.get("/<int:import_id>/left-out.xlsx")
def show_bad_rows(code: str, import_id: int) -> ResponseReturnValue:
    """Give the rows that are left out, to be mended and sent again."""
    with asked_about(code) as asked:
        made = find_import(asked.session, asked.viewer, asked.community, import_id)
    token = made.options.get("bad_rows", "")
    path = uploads.kept_file(settings().uploads, token, staging.BAD_ROWS)
    mend = _("to mend")
    name = f"{made.file_name.split('.')[0]}-{mend}.xlsx"
    return send_file(path, as_attachment=True, download_name=name)


@imports.get("/ground.geojson")
def show_ground(code: str) -> ResponseReturnValue:
    """Give the ground that is stored already."""
    with asked_about(code) as asked:
        return known_ground(asked.session, asked.viewer, asked.community)


@imports.app_template_filter()
def for_page(text: str) -> str:
    """Leave out the name of the command line's option, which a page does not have.

    Parameters
    ----------
    text : str
        Translated already.
    """
    return _OPTION.sub("", text)


@contextmanager
def _desk(code: str) -> Iterator[Desk]:
    """Open a transaction in which to import into a community."""
    chosen = settings()
    with asked_about(code) as asked:
        yield Desk(
            asked.session,
            asked.viewer,
            asked.community,
            chosen.uploads,
            now(),
            chosen.wangge_timezone,
            translate,
        )


def _found(desk: Desk, import_id: int) -> Import:
    """Give the import that the address names."""
    return find_import(desk.session, desk.viewer, desk.community, import_id)


def _start(code: str, problem: str = "") -> str:
    """Render the first page, with what was chosen and why it was refused."""
    with asked_about(code) as asked:
        past = _past(asked)
    return render_template(
        "imports/start.html",
        community=asked.community,
        past=past,
        problem=problem,
        chosen=request.form.get("subject", request.args.get("subject", "")),
        subjects=SUBJECTS,
        states=STATES,
        suffixes=",".join(uploads.SUFFIXES),
        limit_mb=settings().wangge_upload_mb,
        page=page_number(),
    )


def _past(asked: Asked) -> object:
    """List the imports of the community."""
    return list_imports(asked.session, asked.viewer, asked.community, page=page_number())


def _page_of(made: Import) -> str:
    """Say which page an import is at."""
    if made.state is ImportState.STAGED:
        return "question" if "refused" in made.options else "preview"
    return "result"
