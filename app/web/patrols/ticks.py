"""The ticks of a phone that had no signal, sent when it has: JSON only."""

from __future__ import annotations

from flask import Response, jsonify, request
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from app.queries.plans import find_route
from app.services.patrols.record import Tick, take_ticks
from app.web.asking import asked_about
from app.web.context import settings
from app.web.patrols.blueprint import patrols
from geodata.errors import N_, InputRefused

_MOST_BYTES = 1 << 16
_MOST_TICKS = 500


class TickIn(BaseModel):
    """That somebody was at a stop, and when by the clock of the phone."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    stop: int = Field(ge=1, lt=1 << 31)
    at: AwareDatetime


class TicksIn(BaseModel):
    """What a phone kept."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    ticks: list[TickIn] = Field(max_length=_MOST_TICKS)


@patrols.post("/routes/<int:route_id>/ticks")
def post_ticks(code: str, route_id: int) -> Response:
    """Take ticks; say which are stored, which are not and why, and what others visited."""
    sent = _read()
    ticks = [Tick(one.stop, at=one.at) for one in sent.ticks]
    with asked_about(code) as asked:
        route = find_route(asked.session, asked.viewer, asked.community, route_id)
        taken = take_ticks(
            asked.session, asked.viewer, asked.community, route, ticks,
            settings=settings(), at=asked.at,
        )  # fmt: skip
    left = [{"stop": stop, "why": why} for stop, why in taken.left.items()]
    return jsonify({"taken": taken.stops, "left": left, "visited": taken.visited})


def _read() -> TicksIn:
    """Read the ticks from a body of bounded length."""
    if (request.content_length or 0) > _MOST_BYTES:
        raise InputRefused(N_("These are too many ticks at once."))
    try:
        return TicksIn.model_validate_json(request.get_data(cache=False), strict=True)
    except ValidationError as error:
        raise InputRefused(
            N_("These ticks cannot be read: %(problem)s"), problem=error.errors()[0]["msg"]
        ) from None
