"""The page of one issue: its head, and around it the parts that others hang in."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from app.models import OPEN_STATES
from app.queries.issues import find_issue, issue_facts
from app.services.issues.notices import read_notices
from app.web.asking import asked_about
from app.web.issues.blueprint import issues
from app.web.issues.parts import read_parts


@issues.get("/<int:issue_id>")
def show(code: str, issue_id: int) -> ResponseReturnValue:
    """Show everything about an issue; whoever opens it has read the notices of it."""
    with asked_about(code) as asked:
        here = (asked.session, asked.viewer, asked.community)
        read_notices(*here, at=asked.at, issue_id=issue_id)
    return render_page(code, issue_id)


def render_page(code: str, issue_id: int, problem: str = "") -> str:
    """Render the page of an issue, with what went wrong if something did.

    Parameters
    ----------
    code : str
        Of the community.
    issue_id : int
    problem : str
        In the viewer's language.

    Raises
    ------
    NotFound
        If the viewer may see no such issue.
    """
    with asked_about(code) as asked:
        here = (asked.session, asked.viewer, asked.community)
        issue = find_issue(*here, issue_id)
        return render_template(
            "issues/page.html",
            community=asked.community,
            issue=issue,
            facts=issue_facts(*here, issue_id, asked.at),
            is_open=issue.state in OPEN_STATES,
            page_parts=read_parts(asked, issue),
            problem=problem,
        )
