"""The addresses of a draft."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from flask import Blueprint, Response, jsonify, request

from app.models import Division
from app.queries.bounds import Bbox
from app.queries.drafts import draft_buildings, find_division
from app.queries.scope import Action, require
from app.services.drafts import Outdated, Taken, redo, take_step, undo
from app.web.asking import Asked, asked_about
from app.web.context import current_viewer
from app.web.drafts.body import read_since, read_step, read_turn
from app.web.drafts.show import show_conflict, show_state, show_taken

drafts = Blueprint("drafts", __name__, url_prefix="/c/<code>/divisions/<int:division_id>")

Change = Callable[[Asked, Division, dict[str, Any]], Taken]


@drafts.before_request
def _dividers_only() -> None:
    """Refuse accounts that may not divide."""
    require(current_viewer(), Action.DIVIDE)


@drafts.get("/state")
def give_state(code: str, division_id: int) -> Response:
    """Give how a division stands; where nothing changed, only who is at it."""
    with _found(code, division_id) as (asked, division):
        return jsonify(show_state(asked, division, since=read_since(request.args)))


@drafts.get("/buildings.geojson")
def give_buildings(code: str, division_id: int) -> Response:
    """Give the buildings, with the cell in which each lies."""
    window = request.args.get("bbox")
    bbox = Bbox.parse(window) if window is not None else None
    with _found(code, division_id) as (asked, division):
        body = draft_buildings(asked.session, asked.viewer, division, bbox)
    return Response(body, content_type="application/geo+json")


@drafts.post("/steps")
def post_step(code: str, division_id: int) -> Response:
    """Take a step of editing."""
    step = read_step(request)
    return _change(
        code,
        division_id,
        lambda asked, division, made: take_step(asked.session, division, step, **made),
    )


@drafts.post("/undo")
def post_undo(code: str, division_id: int) -> Response:
    """Undo the last step."""
    turn = read_turn(request)
    return _change(
        code,
        division_id,
        lambda asked, division, made: undo(asked.session, division, turn.revision, **made),
    )


@drafts.post("/redo")
def post_redo(code: str, division_id: int) -> Response:
    """Do again what was undone last."""
    turn = read_turn(request)
    return _change(
        code,
        division_id,
        lambda asked, division, made: redo(asked.session, division, turn.revision, **made),
    )


def _change(code: str, division_id: int, change: Change) -> Response:
    """Change a draft, and show what came of it."""
    with _found(code, division_id) as (asked, division):
        made = {"at": asked.at, "by": asked.viewer.user_id}
        return jsonify(show_taken(asked, division, change(asked, division, made)))


@drafts.errorhandler(Outdated)
def _show_outdated(error: Outdated) -> Response:
    """Say who was faster, and show how the draft stands now."""
    places = request.view_args or {}
    with _found(places["code"], places["division_id"]) as (asked, division):
        body = show_conflict(error, show_state(asked, division))
    response = jsonify(body)
    response.status_code, response.content_type = 409, "application/problem+json"
    return response


@contextmanager
def _found(code: str, division_id: int) -> Iterator[tuple[Asked, Division]]:
    """Open a transaction about a division in the viewer's scope."""
    with asked_about(code) as asked:
        yield asked, find_division(asked.session, asked.viewer, asked.community, division_id)
