"""What browsers may keep of an answer."""

from __future__ import annotations

import hashlib

from flask import Response, request


def checked_each_time(body: bytes, content_type: str) -> Response:
    """Make a response that the viewer's own browser keeps, and asks about before each use.

    For ground and tiles, which name nobody. The tag is a digest of the content: it costs the
    query, saves the transfer, and can never be out of date. Everything else is kept nowhere.

    Parameters
    ----------
    body : bytes
    content_type : str

    Returns
    -------
    flask.Response
        200 with the body, or 304.
    """
    response = Response(body, content_type=content_type)
    response.set_etag(hashlib.blake2b(body, digest_size=16).hexdigest())
    response.headers["Cache-Control"] = "private, no-cache"
    response.vary.add("Cookie")
    response.make_conditional(request)
    return response
