"""The steps that another system took, as steps of the issue."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import ColumnElement, func, literal, select
from sqlalchemy.dialects.postgresql import JSONB, insert

from app.models import OPEN_STATES, Issue, IssueEvent, IssueState
from app.services.imports.context import Context


def tell_steps(context: Context, given: Any, source: str) -> None:
    """Write the steps that are not written yet: reported, answered, closed with an outcome.

    Parameters
    ----------
    context : Context
    given : sqlalchemy.Table
        The rows of the file.
    source : str
    """
    told, still_open = given.c.outcome, Issue.state.in_(OPEN_STATES)
    _tell(context, given, source, "report", Issue.reported_at, literal(""))
    _tell(context, given, source, "note", literal(context.at), told, still_open & (told != ""))
    closed_at = func.coalesce(Issue.closed_at, context.at)
    _tell(context, given, source, "close", closed_at, told, Issue.state == IssueState.CLOSED)


def _tell(
    context: Context,
    given: Any,
    source: str,
    verb: str,
    at: Any,
    note: ColumnElement[str],
    *where: ColumnElement[bool],
) -> None:
    """Write one kind of step for the issues of a file that do not have it."""
    # An answer may be given again in other words; anything else happens once.
    again = (IssueEvent.issue_id == Issue.id) & (IssueEvent.verb == verb)
    if verb == "note":
        again &= IssueEvent.note == note
    state = literal(IssueState.REPORTED.value) if verb == "report" else Issue.state
    facts = literal(json.dumps({"source": source})).cast(JSONB)
    steps = (
        select(Issue.id, literal(verb), at, note, state, facts)
        .join(given, given.c.source_ref == Issue.source_ref)
        .where(
            Issue.community_id == context.community.id,
            Issue.source == source,
            ~select(1).where(again).exists(),
            *where,
        )
    )
    columns = ["issue_id", "verb", "at", "note", "state", "facts"]
    context.session.execute(insert(IssueEvent).from_select(columns, steps))
