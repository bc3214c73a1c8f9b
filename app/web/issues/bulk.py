"""One move for the ticked issues of a list."""

from __future__ import annotations

from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.models import ISSUE_MOVES, Party
from app.queries.issues import read_rows
from app.queries.scope import Action, Viewer, can
from app.services.issues import Given, Handler, HandlerKind
from app.services.issues.bulk import BULK_VERBS, Outcome, Seen, move_many
from app.web.asking import Asked, asked_about
from app.web.i18n import say
from app.web.issues.blueprint import issues
from app.web.issues.move_words import LABELS
from app.web.requests import own_path

_ACTIONS = {
    Party.DISPATCHER: Action.DISPATCH,
    Party.HANDLER: Action.HANDLE,
    Party.VERIFIER: Action.FIND,
    Party.LEADER: Action.JUDGE,
}


def bulk_verbs(viewer: Viewer) -> dict[str, str]:
    """Give the verbs that a viewer may ever use on many issues, with their words.

    Parameters
    ----------
    viewer : Viewer
    """
    return {
        verb: LABELS[verb]
        for verb in BULK_VERBS
        if any(_may_be(viewer, party) for party in ISSUE_MOVES[verb].who)
    }


@issues.post("/bulk")
def move_ticked(code: str) -> ResponseReturnValue:
    """Move the ticked issues, and tell of each what became of it."""
    form = request.form
    chosen = [seen for text in form.getlist("issue") if (seen := _seen(text))]
    with asked_about(code) as asked:
        outcomes = move_many(
            asked.session, asked.viewer, chosen, form.get("verb", ""), at=asked.at, give=_given()
        )
        facts = _told(asked, outcomes)
    return render_template(
        "issues/bulk.html",
        community=asked.community,
        verb=form["verb"],
        back=own_path(form.get("back")),
        **facts,
    )


def _may_be(viewer: Viewer, party: Party) -> bool:
    """Tell whether a viewer's role can be a party."""
    if party is Party.CLOSER:
        return viewer.sees_whole_community and can(viewer, Action.DISPATCH)
    return party in _ACTIONS and can(viewer, _ACTIONS[party])


def _seen(text: str) -> Seen | None:
    """Read ``id:version``."""
    key, _, version = text.partition(":")
    if not all(part.isascii() and part.isdigit() and len(part) < 19 for part in (key, version)):
        return None
    return Seen(int(key), int(version))


def _given() -> Given:
    """Read what the form gives to all."""
    form = request.form
    unit = form.get("unit", "")
    handler = Handler(HandlerKind.UNIT, int(unit)) if unit.isascii() and unit.isdigit() else None
    return Given(note=form.get("note", ""), handler=handler, confirmed="confirmed" in form)


def _told(asked: Asked, outcomes: list[Outcome]) -> dict[str, Any]:
    """Give what was done and what was not, with the issues as they are now."""
    rows = read_rows(asked.session, asked.viewer, [one.id for one in outcomes], asked.at)
    moved = [outcome for outcome in outcomes if outcome.refused is None]
    refused = [(rows.get(one.id), say(one.refused)) for one in outcomes if one.refused is not None]
    return {
        "count": len(moved),
        "moved": [rows[outcome.id] for outcome in moved if outcome.id in rows],
        "refused": refused,
    }
