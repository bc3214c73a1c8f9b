"""The catalogue as a table: brought in, and given out."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from flask import Response, render_template, request, send_file
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage

from app.services.issues.catalogue import (
    HEADINGS,
    CatalogueRead,
    Taken,
    read_catalogue,
    take_catalogue,
    write_catalogue,
)
from app.web.asking import asked_about
from app.web.catalogue.blueprint import catalogue, configuring
from app.web.i18n import say
from app.web.own_words import in_standard_words
from geodata.errors import N_, InputRefused

TABLES = (".xlsx", ".csv", ".tsv", ".txt")


@catalogue.get("/file")
def show_file(code: str) -> ResponseReturnValue:
    """Offer to bring a catalogue in."""
    return _page(code)


@catalogue.post("/file")
def take_file(code: str) -> ResponseReturnValue:
    """Bring a catalogue in: good categories are kept, bad rows are named."""
    try:
        with configuring(code) as asked:
            found = _read(request.files.get("file"))
            taken = take_catalogue(
                asked.session, asked.viewer, asked.community, found.entries, at=asked.at
            )
    except InputRefused as refused:
        return _page(code, say(refused)), 422
    return _page(code, taken=taken, found=found)


@catalogue.get("/catalogue.xlsx")
def give_file(code: str) -> Response:
    """Send the catalogue as a workbook that can be brought in again."""
    with asked_about(code) as asked, TemporaryDirectory() as folder:
        path = Path(folder) / "catalogue.xlsx"
        write_catalogue(asked.session, asked.community, path, in_standard_words)
        body = path.read_bytes()
    return send_file(BytesIO(body), download_name=f"{code}-catalogue.xlsx", as_attachment=True)


def _read(sent: FileStorage | None) -> CatalogueRead:
    """Read what was sent, under a name of our own."""
    name = (sent.filename or "").lower() if sent else ""
    suffix = next((one for one in TABLES if name.endswith(one)), None)
    if sent is None or suffix is None:
        raise InputRefused(N_("Choose a table: an Excel workbook (.xlsx) or CSV."))
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"catalogue{suffix}"
        sent.save(path)
        return read_catalogue(path)


def _page(
    code: str, problem: str = "", taken: Taken | None = None, found: CatalogueRead | None = None
) -> str:
    """Render the page on which a catalogue is brought in."""
    with configuring(code) as asked:
        return render_template(
            "catalogue/file.html",
            community=asked.community,
            problem=problem,
            taken=taken,
            problems=[(one.row, say(one.refused)) for one in found.problems] if found else [],
            headings=HEADINGS,
        )
