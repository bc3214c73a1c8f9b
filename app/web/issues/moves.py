"""Moving an issue: what one can do now, a form for what a step needs, and what came of it."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select

from app.models import ISSUE_MOVES, Issue, Need
from app.queries.issues import find_issue
from app.queries.issues.handlers import handler_choices
from app.queries.scope import Action, NotFound, can, seen_issue
from app.queries.words import VERBS
from app.services.issues import (
    NOTE_MOST,
    Overtaken,
    allowed_moves,
    move_issue,
    needs_of,
    note_issue,
    propose_handler,
)
from app.services.issues.photos import MAX_PHOTOS
from app.web.asking import Asked, asked_about
from app.web.fragments import show
from app.web.i18n import say, translate
from app.web.issues import move_words as words
from app.web.issues.blueprint import issues
from app.web.issues.move_form import read_given, read_seen
from app.web.issues.parts import Facts, Slot, page_part
from geodata.errors import N_, InputRefused


@page_part("issues/moves.html", slot=Slot.MOVES, rank=10)
def read_moves(asked: Asked, issue: Issue) -> Facts:
    """Read what the viewer can do with an issue now."""
    allowed = allowed_moves(asked.session, asked.viewer, issue)
    main = [verb for verb in words.MAIN if verb in allowed]
    plain = [verb for verb in allowed if verb not in {*words.MAIN, *words.RARE}]
    return {
        "near": main + plain,
        "rare": [verb for verb in allowed if verb in words.RARE],
        "labels": words.LABELS,
        "at_once": words.AT_ONCE,
        "waits": None if main else words.WAITS.get(issue.state),
        "may_note": can(asked.viewer, Action.REPORT),
    }


@issues.get("/<int:issue_id>/moves/<verb>")
def show_move(code: str, issue_id: int, verb: str) -> ResponseReturnValue:
    """Show the form of a move."""
    return _form(code, issue_id, verb)


@issues.post("/<int:issue_id>/moves/<verb>")
def move(code: str, issue_id: int, verb: str) -> ResponseReturnValue:
    """Move an issue on; what was refused comes back as the form with the reason."""
    try:
        with asked_about(code) as asked:
            find_issue(asked.session, asked.viewer, asked.community, issue_id)
            issue = move_issue(
                asked.session, asked.viewer, issue_id, _verb(verb),
                seen=read_seen(), at=asked.at, give=read_given(),
            )  # fmt: skip
            number, onward = issue.number, _onward(asked, issue)
    except Overtaken as overtaken:
        return _form(code, issue_id, verb, overtaken=overtaken), 409
    except InputRefused as refused:
        return _form(code, issue_id, verb, problem=say(refused)), 422
    flash(f"{number} {translate(VERBS[_verb(verb)])}")
    return redirect(onward, 303)


@issues.get("/<int:issue_id>/notes/new")
def show_note(code: str, issue_id: int) -> ResponseReturnValue:
    """Show the form of a remark."""
    return _note_form(code, issue_id)


@issues.post("/<int:issue_id>/notes")
def note(code: str, issue_id: int) -> ResponseReturnValue:
    """Add a remark to an issue."""
    try:
        with asked_about(code) as asked:
            find_issue(asked.session, asked.viewer, asked.community, issue_id)
            note_issue(asked.session, asked.viewer, issue_id, at=asked.at, give=read_given())
    except InputRefused as refused:
        return _note_form(code, issue_id, say(refused)), 422
    flash(_("Written down."))
    return redirect(url_for("issues.show", code=code, issue_id=issue_id), 303)


def _verb(slug: str) -> str:
    """Read the verb of an address.

    Raises
    ------
    NotFound
        If there is none of that name.
    """
    verb = slug.replace("-", " ")
    if verb not in ISSUE_MOVES:
        raise NotFound(N_("There is no such step."))
    return verb


def _onward(asked: Asked, issue: Issue) -> str:
    """Give the page that comes next: the issue's, or the list where it is theirs no longer."""
    code = asked.community.code
    still = select(Issue.id).where(Issue.id == issue.id, seen_issue(asked.viewer))
    if asked.session.scalar(still) is None:
        return url_for("issues.list_all", code=code)
    return url_for("issues.show", code=code, issue_id=issue.id)


def _form(
    code: str, issue_id: int, slug: str, *, problem: str = "", overtaken: Overtaken | None = None
) -> str:
    """Render the form of a move, with what was typed where something was refused."""
    verb = _verb(slug)
    with asked_about(code) as asked:
        issue = find_issue(asked.session, asked.viewer, asked.community, issue_id)
        needs = needs_of(issue, verb)
        possible = verb in allowed_moves(asked.session, asked.viewer, issue)
        return show(
            "issues/move.html", community=asked.community, issue=issue, verb=verb, slug=slug,
            label=words.LABELS[verb], hint=words.HINTS.get(verb, ""),
            note_label=words.NOTES.get(verb, words.WHY if Need.REASON in needs else words.REMARK),
            note_most=NOTE_MOST, most=MAX_PHOTOS,
            needs={need.value for need in needs}, scores=words.SCORES, problem=problem,
            overtaken=overtaken, typed=request.form,
            possible=possible, **_choices(asked, issue, possible and Need.HANDLER in needs),
        )  # fmt: skip


def _choices(asked: Asked, issue: Issue, wanted: bool) -> dict[str, Any]:
    """Read who could handle an issue, where the form asks for it."""
    if not wanted:
        return {}
    on = asked.at.date()
    return {
        "proposal": propose_handler(asked.session, issue, on),
        "others": handler_choices(asked.session, asked.viewer, issue, on),
    }


def _note_form(code: str, issue_id: int, problem: str = "") -> str:
    """Render the form of a remark."""
    with asked_about(code) as asked:
        issue = find_issue(asked.session, asked.viewer, asked.community, issue_id)
        return show(
            "issues/note.html", community=asked.community, issue=issue, problem=problem,
            typed=request.form, note_most=NOTE_MOST, most=MAX_PHOTOS,
        )  # fmt: skip
