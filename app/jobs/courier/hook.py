"""Calling a web hook: one signed POST, no redirects, little patience."""

from __future__ import annotations

import hashlib
import hmac
import http.client
import json
import time
from dataclasses import dataclass
from typing import Any
from urllib.error import HTTPError
from urllib.request import HTTPRedirectHandler, Request, build_opener

from app.services.issues.notices import NotDelivered
from geodata.errors import N_

PATIENCE_S = 10.0
SIGNATURE_HEADER = "X-Wangge-Signature"
DELIVERY_HEADER = "X-Wangge-Delivery"


@dataclass(frozen=True)
class Call:
    """One call of a web hook.

    Attributes
    ----------
    url, secret : str
    number : int
        The same each time that it is tried: a receiver can tell a repetition.
    payload : dict
        JSON-serialisable.
    """

    url: str
    secret: str
    number: int
    payload: dict[str, Any]


class _NoRedirects(HTTPRedirectHandler):
    """Follow no redirect: the operator allowed one host, not whatever it names."""

    def redirect_request(self, *_args: Any) -> None:
        """Give no second request; the first one's answer is then an error."""


_OPENER = build_opener(_NoRedirects)


def signature(secret: str, at_s: int, body: bytes) -> str:
    """Sign a body: HMAC-SHA256 over the time, a dot, and the body.

    Parameters
    ----------
    secret : str
        Of the community.
    at_s : int
        Seconds since 1970; signed too, so that a receiver can refuse old calls.
    body : bytes

    Returns
    -------
    str
        ``t=1795334400,v1=<64 hexadecimal digits>``.
    """
    signed = hmac.new(secret.encode(), f"{at_s}.".encode() + body, hashlib.sha256)
    return f"t={at_s},v1={signed.hexdigest()}"


def post(call: Call) -> None:
    """Make a call; an answer of 2xx means that it got through.

    Parameters
    ----------
    call : Call
        Its address has been checked: http or https, to a host that is allowed.

    Raises
    ------
    NotDelivered
        If nobody answers in time, or with anything else.
    """
    body = json.dumps(call.payload, ensure_ascii=False, separators=(",", ":")).encode()
    request = Request(  # noqa: S310 - the scheme was checked where the address was set.
        call.url,
        data=body,
        headers={
            "Content-Type": "application/json",
            "User-Agent": "Wangge",
            DELIVERY_HEADER: str(call.number),
            SIGNATURE_HEADER: signature(call.secret, int(time.time()), body),
        },
        method="POST",
    )
    try:
        _OPENER.open(request, timeout=PATIENCE_S).close()
    except HTTPError as error:
        with error:
            raise NotDelivered(N_("It answered with an error."), error.code) from None
    except (OSError, http.client.HTTPException) as error:
        raise NotDelivered(N_("It did not answer."), error) from error
