"""The token that goes with whatever changes something."""

from __future__ import annotations

from flask_wtf.csrf import generate_csrf

from app.web.api.blueprint import api
from app.web.api.schema import TokenOut


@api.get("/token", tag="Token", answer=TokenOut)
def get_token() -> dict[str, str]:
    """Give the token that a POST sends along as `X-CSRFToken`.

    It holds as long as the log-in. Keep the cookies of this answer: the token is bound to them.
    """
    return {"token": generate_csrf()}
