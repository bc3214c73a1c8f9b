"""The list of one's own notices, and reading them."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.queries.notices import find_notice, list_notices
from app.services.issues.notices import read_notices
from app.web.asking import asked_about
from app.web.notices.blueprint import notices
from app.web.requests import number_asked


@notices.get("")
def list_all(code: str) -> ResponseReturnValue:
    """List notices, unread ones only unless all are asked for."""
    show_all = request.args.get("show") == "all"
    with asked_about(code) as asked:
        part = list_notices(
            asked.session, asked.viewer, asked.community,
            at=asked.at, unread=not show_all, before=number_asked("before"),
        )  # fmt: skip
        return render_template(
            "notices/list.html",
            community=asked.community,
            part=part,
            show_all=show_all,
            today=asked.at.date(),
        )


@notices.get("/<int:notice_id>")
def open_one(code: str, notice_id: int) -> ResponseReturnValue:
    """Go on to the issue or patrol of a notice; all notices of it are then read."""
    with asked_about(code) as asked:
        here = (asked.session, asked.viewer, asked.community)
        found = find_notice(*here, notice_id)
        read_notices(*here, at=asked.at, issue_id=found.issue_id, patrol_id=found.patrol_id)
        address = url_for("issues.show", code=code, issue_id=found.issue_id or 0)
        if found.patrol_id is not None:
            address = url_for("shifts.show_patrol", code=code, patrol_id=found.patrol_id)
    return redirect(address, 303)


@notices.post("/read")
def read_all(code: str) -> ResponseReturnValue:
    """Mark as read what the page showed; what came since stays unread."""
    until = request.form.get("until", "")
    until_id = int(until) if until.isascii() and until.isdigit() and len(until) < 19 else 0
    with asked_about(code) as asked:
        read_notices(asked.session, asked.viewer, asked.community, at=asked.at, until_id=until_id)
    return redirect(url_for("notices.list_all", code=code), 303)
