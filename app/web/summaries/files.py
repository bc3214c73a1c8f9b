"""A report as a file: PDF to print, Excel to hand in."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from flask import Response
from flask.typing import ResponseReturnValue

from app.services.audit import record
from app.services.summaries.document import Document, write_document
from app.services.summaries.paper import render_pdf
from app.services.summaries.workbook import write_workbook
from app.web.asking import Asked, asked_about
from app.web.i18n import html_language, translate
from app.web.summaries.blueprint import asked_summary, summaries

EXCEL_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@summaries.get("/<int:summary_id>.pdf")
def download_pdf(code: str, summary_id: int) -> ResponseReturnValue:
    """Send a report to print."""
    with asked_about(code) as asked:
        document = _taken(asked, summary_id, "pdf")
        body = render_pdf(document, "zh-CN" if html_language() == "zh-CN" else "en")
    answer = Response(body, content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="report-{code}-{summary_id}.pdf"'
    return answer


@summaries.get("/<int:summary_id>.xlsx")
def download_xlsx(code: str, summary_id: int) -> ResponseReturnValue:
    """Send the tables of a report as a workbook."""
    with asked_about(code) as asked, TemporaryDirectory() as folder:
        path = Path(folder) / "report.xlsx"
        write_workbook(_taken(asked, summary_id, "xlsx"), path)
        body = path.read_bytes()
    answer = Response(body, content_type=EXCEL_TYPE)
    name = f"report-{code}-{summary_id}.xlsx"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _taken(asked: Asked, summary_id: int, form: str) -> Document:
    """Write a report in words, and note that it left the house."""
    summary = asked_summary(asked, summary_id)
    record(
        asked.session, at=asked.at, by=asked.viewer.user_id, action="export",
        thing_kind="summary", thing_id=summary_id, community_id=asked.community.id, form=form,
    )  # fmt: skip
    return write_document(summary.facts, translate)
