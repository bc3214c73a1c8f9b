"""The list of reports, and one to read."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from app.models import SummaryKind
from app.queries.cells import cell_choices
from app.queries.scope import Action, can
from app.queries.summaries import list_summaries
from app.services.summaries import schedule_of
from app.services.summaries.document import write_document
from app.services.summaries.document.write import KIND_WORDS
from app.web.asking import asked_about
from app.web.i18n import translate
from app.web.summaries.blueprint import asked_summary, summaries


@summaries.get("")
def list_all(code: str) -> ResponseReturnValue:
    """List the reports that were issued, and offer to ask for another."""
    with asked_about(code) as asked:
        here = (asked.session, asked.viewer, asked.community)
        return render_template(
            "summaries/list.html",
            community=asked.community,
            listed=list_summaries(*here),
            cells=cell_choices(*here),
            kinds=KIND_WORDS,
            today=asked.at.date(),
            sees_whole=asked.viewer.sees_whole_community,
            schedule=schedule_of(asked.session, asked.community),
            can_schedule=can(asked.viewer, Action.CONFIGURE),
            scheduled_kinds=list(SummaryKind),
        )


@summaries.get("/<int:summary_id>")
def show(code: str, summary_id: int) -> ResponseReturnValue:
    """Show a report as it was issued."""
    with asked_about(code) as asked:
        summary = asked_summary(asked, summary_id)
        return render_template(
            "summaries/show.html",
            community=asked.community,
            summary=summary,
            document=write_document(summary.facts, translate),
        )
