"""Issues: moved from link to link."""

from __future__ import annotations

import datetime as dt
from typing import Any

from pydantic import AwareDatetime, Field

from app.models import ISSUE_MOVES, Issue, IssueLevel, IssueState
from app.queries.issues import find_issue
from app.services.issues import (
    NOTE_MOST,
    Given,
    Handler,
    HandlerKind,
    move_issue,
    note_issue,
)
from app.web.api.blueprint import api
from app.web.api.issue_schema import IssueItem, Key
from app.web.api.issues import issue_item
from app.web.api.schema import Answer, Body
from app.web.asking import asked_about


class HandlerIn(Body):
    """Who is to handle an issue."""

    kind: HandlerKind
    id: Key


class MoveIn(Body):
    """A step, with what it needs; docs/states.md says which step needs what."""

    verb: str = Field(
        description="One of the `moves` of the issue.",
        json_schema_extra={"enum": list(ISSUE_MOVES)},
    )
    version: int = Field(ge=0, lt=2**31, description="The `version` of the issue that you saw.")
    note: str = Field("", max_length=NOTE_MOST, description="The reason, or what was done.")
    no_photo: str = Field("", max_length=200, description="Why no photo shows it.")
    handler: HandlerIn | None = None
    until: AwareDatetime | None = Field(None, description="The later deadline.")
    score: int | None = Field(None, ge=1, le=5)
    other_id: Key | None = Field(None, description="The issue that goes on for both.")
    confirmed: bool = Field(False, description="That it was seen on site.")

    @property
    def given(self) -> Given:
        """What the move is given."""
        handler = Handler(self.handler.kind, self.handler.id) if self.handler else None
        return Given(
            note=self.note,
            no_photo=self.no_photo,
            handler=handler,
            until=self.until,
            score=self.score,
            other_id=self.other_id,
            confirmed=self.confirmed,
        )


class NoteIn(Body):
    """A remark."""

    note: str = Field(min_length=1, max_length=NOTE_MOST)


class MovedOut(Answer):
    """Where an issue stands after a step; whoever returned it may see no more of it."""

    id: int
    number: str
    version: int
    state: IssueState
    level: IssueLevel
    due_at: dt.datetime | None


@api.post(
    "/communities/<code>/issues/<int:issue_id>/moves", tag="Issues", body=MoveIn, answer=MovedOut
)  # fmt: skip
def move(code: str, issue_id: int, body: MoveIn) -> Issue:
    """Move an issue on.

    Of two who saw the same version, one wins; the other gets 409, with what happened meanwhile.
    """
    with asked_about(code) as asked:
        find_issue(asked.session, asked.viewer, asked.community, issue_id)
        return move_issue(
            asked.session, asked.viewer, issue_id, body.verb,
            seen=body.version, at=asked.at, give=body.given,
        )  # fmt: skip


@api.post(
    "/communities/<code>/issues/<int:issue_id>/notes",
    tag="Issues", body=NoteIn, answer=IssueItem, status=201,
)  # fmt: skip
def note(code: str, issue_id: int, body: NoteIn) -> dict[str, Any]:
    """Add a remark to an issue without moving it."""
    with asked_about(code) as asked:
        find_issue(asked.session, asked.viewer, asked.community, issue_id)
        give = Given(note=body.note)
        note_issue(asked.session, asked.viewer, issue_id, at=asked.at, give=give)
        return issue_item(asked, issue_id)
