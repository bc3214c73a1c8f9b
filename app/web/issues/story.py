"""What an issue is about and what happened to it: the first parts of its page, and photos."""

from __future__ import annotations

from flask import Response, abort
from sqlalchemy import select

from app.models import Issue, IssueLevel, IssuePhoto
from app.queries.issues import find_issue, issue_facts, photos_by_step, read_story
from app.web.asking import Asked, asked_about
from app.web.issues.blueprint import issues
from app.web.issues.parts import Facts, Slot, page_part

_A_DAY_S = 86_400


@page_part("issues/about.html", slot=Slot.MAIN, rank=10)
def read_about(asked: Asked, issue: Issue) -> Facts:
    """Read what was reported."""
    facts = issue_facts(asked.session, asked.viewer, asked.community, issue.id, asked.at)
    return {
        "facts": facts,
        "photos": photos_by_step(asked.session, issue).get(None, ()),
        "level": None if issue.level is IssueLevel.CELL else issue.level,
        "into": issue.merged_into,
    }


@page_part("issues/story.html", slot=Slot.MAIN, rank=70)
def read_steps(asked: Asked, issue: Issue) -> Facts:
    """Read the time line."""
    return {"steps": read_story(asked.session, asked.viewer, issue)}


@issues.get("/<int:issue_id>/photos/<int:photo_id>.jpg")
def show_photo(code: str, issue_id: int, photo_id: int) -> Response:
    """Give a photo as it is kept."""
    return _photo(code, issue_id, photo_id, small=False)


@issues.get("/<int:issue_id>/photos/<int:photo_id>-small.jpg")
def show_small_photo(code: str, issue_id: int, photo_id: int) -> Response:
    """Give a photo as small as pages show it."""
    return _photo(code, issue_id, photo_id, small=True)


def _photo(code: str, issue_id: int, photo_id: int, *, small: bool) -> Response:
    """Give the bytes of a photo; they never change, so the viewer's browser may keep them."""
    column = IssuePhoto.thumbnail if small else IssuePhoto.content
    with asked_about(code) as asked:
        issue = find_issue(asked.session, asked.viewer, asked.community, issue_id)
        found = asked.session.scalar(
            select(column).where(IssuePhoto.id == photo_id, IssuePhoto.issue_id == issue.id)
        )
    if found is None:
        abort(404)
    response = Response(found, content_type="image/jpeg")
    response.headers["Cache-Control"] = f"private, max-age={_A_DAY_S}"
    return response
