"""Reading what is asked of a draft."""

from __future__ import annotations

from typing import Any, TypeVar

from flask import Request
from pydantic import TypeAdapter, ValidationError
from werkzeug.datastructures import MultiDict

from app.services.drafts.steps import Step, Turn
from geodata.errors import N_, InputRefused

_MOST_BYTES = 1 << 20
"""Of a step: 2,000 corners take 80 KB."""
_STEP: TypeAdapter[Any] = TypeAdapter(Step)
_TURN: TypeAdapter[Turn] = TypeAdapter(Turn)

Read = TypeVar("Read")


def read_step(request: Request) -> Any:
    """Read a step from the body of a request.

    Raises
    ------
    InputRefused
        Naming the first thing that does not fit.
    """
    return _read(request, _STEP)


def read_turn(request: Request) -> Turn:
    """Read the revision from the body of a request; see :func:`read_step`."""
    return _read(request, _TURN)


def read_since(args: MultiDict[str, str]) -> int | None:
    """Read which revision the asker has; None where the address tells none."""
    text = args.get("since", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def _read(request: Request, form: TypeAdapter[Read]) -> Read:
    """Read JSON of a bounded length into a form."""
    if (request.content_length or 0) > _MOST_BYTES:
        raise InputRefused(N_("This step is too large. Do it in several steps."))
    try:
        return form.validate_json(request.get_data(cache=False), strict=True)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        raise InputRefused(
            N_("This step cannot be read: %(field)s: %(problem)s"),
            field=".".join(map(str, first["loc"]))[:80],
            problem=first["msg"],
        ) from None
