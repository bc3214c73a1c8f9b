"""Where the server is and what it can: the first thing that a program asks."""

from __future__ import annotations

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.queries.open311 import changed_at
from app.web.context import settings, transaction
from app.web.open311.answer import render
from app.web.open311.blueprint import open311
from app.web.sessions import public

SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"
"""The name of the standard, by which clients know it: an address that need not answer."""


@open311.get("/discovery.<any(json, xml):ending>")
@open311.get("/v2/discovery.<any(json, xml):ending>")
@public
def show_discovery(ending: str) -> ResponseReturnValue:
    """Say where the server is, which forms it speaks, and how to get a key."""
    with transaction() as session:
        changed = changed_at(session)
    endpoint = {
        "specification": SPECIFICATION,
        "url": base_url(),
        "changeset": changed,
        "type": "production",
        "formats": ["text/xml", "application/json"],
    }
    contact = _("Ask the administrator of your community, who makes keys under Settings.")
    found = {
        "changeset": changed,
        "contact": contact,
        "key_service": contact,
        "endpoints": [endpoint],
    }
    return render("discovery", found, ending)


def base_url() -> str:
    """Give the address below which everything is, without a slash at its end."""
    here = url_for("open311.show_discovery", ending="json", _external=False)
    path = here.removesuffix("/discovery.json").removesuffix("/v2") + "/v2"
    outside = settings().wangge_public_url
    if outside:
        return outside.rstrip("/") + path
    whole: str = url_for("home.show_health", _external=True)
    return whole.removesuffix(url_for("home.show_health")) + path
