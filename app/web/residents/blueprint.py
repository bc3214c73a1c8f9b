"""The addresses that residents open: short, for they are printed and typed."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, request

from app.services.issues.photos import MAX_BYTES

residents = Blueprint("residents", __name__)

PHOTOS = 3
"""Photos that a report without account may have."""

MOST_BYTES = PHOTOS * MAX_BYTES + 64 * 1024
"""Largest form that we read from people without account."""


@residents.url_value_preprocessor
def _read_little(_endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Bound what is read from strangers, before anything asks for the form."""
    request.max_content_length = MOST_BYTES


@residents.after_request
def _keep_out_of_searches(response: Response) -> Response:
    """Let no search engine keep addresses that are secrets."""
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
