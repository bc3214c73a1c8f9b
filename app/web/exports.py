"""Downloads: sheets, files for maps and receivers, and the map itself as one file."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from flask import Blueprint, Response, current_app, send_file

from app.queries.layers import Ask, read_layer
from app.queries.scope import Action, require
from app.services import audit
from app.services.exports import export_file
from app.web.asking import Asked, asked_about
from app.web.i18n import html_language, translate
from app.web.maps import community_map
from mapping.export import render_standalone

exports = Blueprint("exports", __name__, url_prefix="/c/<code>")

_DRAWN = ("areas", "estates", "paths", "cells", "buildings", "entrances", "routes", "stops",
          "issues")  # fmt: skip


@exports.get("/export/<what>.<form>")
def download(code: str, what: str, form: str) -> Response:
    """Send what the viewer may see of a subject as a file."""
    with asked_about(code) as asked, TemporaryDirectory() as folder:
        # The name comes from the refusal-checked choices, never from the address.
        path = Path(folder) / "export"
        rows = export_file(
            asked.session, asked.viewer, asked.community, what, form, path,
            at=asked.at, translate=translate,
        )  # fmt: skip
        _note(asked, what=what, form=form, rows=rows)
        body = path.read_bytes()
    return _send(body, f"{code}-{what}.{form}")


@exports.get("/map.html")
def download_map(code: str) -> Response:
    """Send the map as one file that needs neither server nor network."""
    with asked_about(code) as asked:
        require(asked.viewer, Action.EXPORT)
        ask = Ask(asked.viewer, asked.community, asked.at)
        data: dict[str, Any] = {
            name: json.loads(read_layer(asked.session, name, ask)) for name in _DRAWN
        }
        _note(asked, what="map", form="html")
        page = render_standalone(
            community_map(asked),
            data,
            static=Path(current_app.static_folder or ""),
            translate=translate,
            language=html_language(),
        )
    return _send(page.encode(), f"{code}-map.html")


def _note(asked: Asked, **details: Any) -> None:
    """Note in the audit log that data left the house."""
    audit.record(
        asked.session,
        at=asked.at,
        by=asked.viewer.user_id,
        action="export",
        thing_kind="community",
        thing_id=asked.community.id,
        community_id=asked.community.id,
        **details,
    )


def _send(body: bytes, name: str) -> Response:
    """Make a download that no browser shows as a page of this site."""
    return send_file(
        BytesIO(body),
        mimetype="application/octet-stream",
        as_attachment=True,
        download_name=name,
        max_age=None,
    )
