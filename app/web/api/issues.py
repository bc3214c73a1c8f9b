"""Issues: listed, looked at, reported."""

from __future__ import annotations

from typing import Any

from app.models import Issue
from app.queries.issues import IssueFilter, find_issue, issue_facts
from app.queries.issues.records import select_records
from app.queries.scope import Action, require
from app.services.issues import Report, allowed_moves, report_issue
from app.web.api.blueprint import api
from app.web.api.issue_schema import IssueItem, IssueOut, IssueQuery, ReportIn
from app.web.api.listing import page
from app.web.api.schema import Page
from app.web.asking import Asked, asked_about


@api.get("/communities/<code>/issues", tag="Issues", query=IssueQuery, answer=Page[IssueOut])
def get_issues(code: str, query: IssueQuery) -> dict[str, Any]:
    """List the issues in your cells, those that you have to handle, and those that you reported.

    Filters narrow each other.
    """
    with asked_about(code) as asked:
        rows = select_records(asked.viewer, asked.community, query.filter, asked.at)
        return page(asked, rows, Issue.id, query)


@api.get("/communities/<code>/issues/<int:issue_id>", tag="Issues", answer=IssueItem)
def get_issue(code: str, issue_id: int) -> dict[str, Any]:
    """Give one issue with its story."""
    with asked_about(code) as asked:
        return issue_item(asked, issue_id)


@api.post(
    "/communities/<code>/issues", tag="Issues", body=ReportIn, answer=IssueItem, status=201
)  # fmt: skip
def report(code: str, body: ReportIn) -> dict[str, Any]:
    """Report an issue.

    It finds its building, its cell and who should handle it.
    """
    said = body.model_dump(exclude={"lon", "lat"})
    with asked_about(code) as asked:
        require(asked.viewer, Action.REPORT)
        made = report_issue(
            asked.session, asked.community, Report(**said, point=body.point),
            at=asked.at, by=asked.viewer.user_id,
        )  # fmt: skip
        return issue_item(asked, made.issue.id)


def issue_item(asked: Asked, issue_id: int) -> dict[str, Any]:
    """Give everything about an issue, as the API answers it.

    Parameters
    ----------
    asked : Asked
    issue_id : int

    Raises
    ------
    NotFound
        If the viewer may see no such issue in the community.
    """
    here = (asked.session, asked.viewer, asked.community)
    issue = find_issue(*here, issue_id)
    facts = issue_facts(*here, issue_id, asked.at)
    record = select_records(asked.viewer, asked.community, IssueFilter(), asked.at)
    row = asked.session.execute(record.where(Issue.id == issue_id)).one()
    moves = allowed_moves(asked.session, asked.viewer, issue)
    return vars(facts) | row._asdict() | {"moves": moves}
