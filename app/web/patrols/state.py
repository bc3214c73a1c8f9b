"""The state of a plan, and the steps that change it: JSON only."""

from __future__ import annotations

from typing import Any

from flask import Response, jsonify, request
from pydantic import TypeAdapter, ValidationError

from app.queries.plans import cell_plan
from app.services.patrols.edit import Overtaken, Step, change_plan
from app.web.asking import asked_about
from app.web.context import settings
from app.web.i18n import say
from app.web.patrols.blueprint import patrols
from app.web.patrols.show import show_plan
from geodata.errors import N_, InputRefused

_MOST_BYTES = 1 << 14
_STEP: TypeAdapter[Any] = TypeAdapter(Step)


@patrols.get("/cells/<int:cell_id>/state")
def give_state(code: str, cell_id: int) -> Response:
    """Give how the plan of a cell stands."""
    with asked_about(code) as asked:
        plan = cell_plan(asked.session, asked.viewer, asked.community, cell_id)
        return jsonify(show_plan(asked, plan))


@patrols.post("/cells/<int:cell_id>/steps")
def post_step(code: str, cell_id: int) -> Response:
    """Take a step; give how the plan stands after it."""
    step = _read_step()
    with asked_about(code) as asked:
        change_plan(
            asked.session, asked.viewer, asked.community, cell_id, step,
            settings=settings(), at=asked.at,
        )  # fmt: skip
        asked.session.expire_all()
        plan = cell_plan(asked.session, asked.viewer, asked.community, cell_id)
        return jsonify(show_plan(asked, plan))


@patrols.errorhandler(Overtaken)
def _show_overtaken(error: Overtaken) -> Response:
    """Say that somebody was faster, and show the newest."""
    places = request.view_args or {}
    with asked_about(places["code"]) as asked:
        plan = cell_plan(asked.session, asked.viewer, asked.community, places["cell_id"])
        state = show_plan(asked, plan)
    response = jsonify({"title": say(error), "status": 409, "detail": say(error), "state": state})
    response.status_code, response.content_type = 409, "application/problem+json"
    return response


def _read_step() -> Any:
    """Read a step of a bounded length from the body of the request."""
    if (request.content_length or 0) > _MOST_BYTES:
        raise InputRefused(N_("This step is too large. Do it in several steps."))
    try:
        return _STEP.validate_json(request.get_data(cache=False), strict=True)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        raise InputRefused(
            N_("This step cannot be read: %(field)s: %(problem)s"),
            field=".".join(map(str, first["loc"]))[:80],
            problem=first["msg"],
        ) from None
