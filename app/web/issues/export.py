"""A list of issues as a sheet, by the filter of the list."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from flask import Response, send_file

from app.services import audit
from app.services.issues.sheet import write_sheet
from app.web.asking import asked_about
from app.web.context import current_viewer
from app.web.issues.blueprint import issues
from app.web.issues.listing import usual_pile
from app.web.issues.wanted import read_wanted
from app.web.own_words import in_standard_words

EXCEL_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@issues.get("/issues.xlsx")
def export(code: str) -> Response:
    """Send what the list shows, all its parts, as an Excel workbook."""
    wanted = read_wanted(usual_pile(current_viewer()))
    with asked_about(code) as asked, TemporaryDirectory() as folder:
        path = Path(folder) / "issues.xlsx"
        rows = write_sheet(
            asked.session, asked.viewer, asked.community, wanted.filter, path,
            at=asked.at, translate=in_standard_words,
        )  # fmt: skip
        audit.record(
            asked.session,
            at=asked.at,
            by=asked.viewer.user_id,
            action="export",
            thing_kind="issue",
            community_id=asked.community.id,
            form="xlsx",
            rows=rows,
            filter=wanted.sent,
        )
        body = BytesIO(path.read_bytes())
    name = f"{code}-issues-{wanted.filter.pile.value}.xlsx"
    return send_file(body, mimetype=EXCEL_TYPE, as_attachment=True, download_name=name)
