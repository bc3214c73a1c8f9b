"""The search box of the map."""

from __future__ import annotations

from flask import Blueprint, Response, request
from pydantic import TypeAdapter

from app.queries import search as queries
from app.web.asking import asked_about

search = Blueprint("search", __name__)

LONGEST = 100
_HITS = TypeAdapter(list[queries.Hit])


@search.get("/c/<code>/search")
def find(code: str) -> Response:
    """Give what fits the words in ``q``, as JSON."""
    words = request.args.get("q", "")[:LONGEST]
    with asked_about(code) as asked:
        hits = queries.search(asked.session, asked.viewer, asked.community, words)
    return Response(_HITS.dump_json(hits), content_type="application/json")
