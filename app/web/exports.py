"""Downloads: sheets, files for maps and receivers, and the map itself as one file."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from flask import Blueprint, Response, current_app, render_template, send_file
from flask.typing import ResponseReturnValue

from app.queries.layers import Ask, read_layer
from app.queries.scope import Action, require
from app.services import audit
from app.services.exports import SUBJECTS, export_file, fitting_forms
from app.web.asking import Asked, asked_about
from app.web.i18n import html_language, translate
from app.web.maps import community_map
from app.web.own_words import in_standard_words
from geodata.errors import N_
from mapping.export import render_standalone

exports = Blueprint("exports", __name__, url_prefix="/c/<code>")

_DRAWN = ("areas", "estates", "paths", "cells", "buildings", "entrances", "overloads",
          "routes", "stops", "issues", "walked_lanes", "visited_buildings")  # fmt: skip


SUBJECT_NAMES = {
    "buildings": N_("Buildings"),
    "cells": N_("Cells"),
    "routes": N_("Patrol routes"),
    "issues": N_("Issues"),
    "duties": N_("Duties"),
}
FORM_NAMES = {
    "xlsx": "Excel",
    "csv": "CSV",
    "gpx": "GPX",
    "geojson": "GeoJSON",
    "gpkg": "GeoPackage",
}
"""Formats as people call them, those for everyday use first."""


@exports.get("/export")
def choose(code: str) -> ResponseReturnValue:
    """Offer everything that can be downloaded."""
    with asked_about(code) as asked:
        require(asked.viewer, Action.EXPORT)
    files = {
        what: [form for form in FORM_NAMES if form in fitting_forms(what)] for what in SUBJECTS
    }
    return render_template(
        "exports/choose.html",
        community=asked.community,
        files=files,
        subject_names=SUBJECT_NAMES,
        form_names=FORM_NAMES,
    )


@exports.get("/export/<what>.<form>")
def download(code: str, what: str, form: str) -> Response:
    """Send what the viewer may see of a subject as a file."""
    with asked_about(code) as asked, TemporaryDirectory() as folder:
        # The name comes from the refusal-checked choices, never from the address.
        path = Path(folder) / "export"
        rows = export_file(
            asked.session, asked.viewer, asked.community, what, form, path,
            at=asked.at, translate=in_standard_words,
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
