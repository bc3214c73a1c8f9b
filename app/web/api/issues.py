"""Issues."""

from __future__ import annotations

from typing import Any

from app.models import Issue
from app.queries.issues import issue_facts, select_lines
from app.web.api.blueprint import api
from app.web.api.listing import page
from app.web.api.schema import IssueItem, IssueOut, Page, PageQuery
from app.web.asking import asked_about


@api.get("/communities/<code>/issues", tag="Issues", query=PageQuery, answer=Page[IssueOut])
def get_issues(code: str, query: PageQuery) -> dict[str, Any]:
    """List the issues in your cells, and those that you reported."""
    with asked_about(code) as asked:
        rows = select_lines(asked.viewer, asked.at)
        rows = rows.where(Issue.community_id == asked.community.id)
        return page(asked, rows, Issue.id, query)


@api.get("/communities/<code>/issues/<int:issue_id>", tag="Issues", answer=IssueItem)
def get_issue(code: str, issue_id: int) -> dict[str, Any]:
    """Give one issue with its story."""
    with asked_about(code) as asked:
        facts = issue_facts(asked.session, asked.viewer, asked.community, issue_id, asked.at)
    return vars(facts.line) | vars(facts)
