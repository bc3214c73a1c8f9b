"""Handing in a track, looking at one's own, deleting it at once."""

from __future__ import annotations

import json

import shapely
from flask import Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.queries.coverage import own_tracks
from app.queries.scope import NotFound
from app.services.patrols.record import (
    Recorded,
    TrackFile,
    delete_track,
    import_track,
    withdraw_tracks,
)
from app.web.asking import asked_about
from app.web.context import settings
from app.web.coverage.blueprint import asked_patrol, coverage
from app.web.coverage.ticks import patrol_page
from app.web.i18n import say, translate
from geodata.datum import Datum
from geodata.errors import N_, InputRefused

DATUMS: dict[str, Datum] = {"wgs84": "wgs84", "gcj02": "gcj02", "bd09": "bd09"}


@coverage.post("/patrols/<int:patrol_id>/track")
def hand_in(code: str, patrol_id: int) -> ResponseReturnValue:
    """Take in a track."""
    try:
        track = _file()
        with asked_about(code) as asked:
            made = import_track(
                asked.session, asked.viewer, asked.community, asked_patrol(asked, patrol_id),
                track, settings=settings(), at=asked.at,
            )  # fmt: skip
    except InputRefused as refused:
        datums = tuple(refused.question.choices) if refused.question else ()
        return patrol_page(code, patrol_id, say(refused), datums), 422
    _tell(made)
    return redirect(url_for("coverage.show_patrol", code=code, patrol_id=patrol_id), 303)


@coverage.post("/patrols/<int:patrol_id>/withdraw")
def withdraw(code: str, patrol_id: int) -> ResponseReturnValue:
    """Take back what tracks told of a patrol to which they do not belong."""
    try:
        with asked_about(code) as asked:
            withdraw_tracks(
                asked.session, asked.viewer, asked.community, asked_patrol(asked, patrol_id),
                request.form.get("reason", ""), at=asked.at,
            )  # fmt: skip
    except InputRefused as refused:
        return patrol_page(code, patrol_id, say(refused)), 422
    flash(_("Withdrawn: what the track told of this patrol no longer counts."))
    return redirect(url_for("coverage.show_patrol", code=code, patrol_id=patrol_id), 303)


@coverage.get("/tracks/<int:track_id>.geojson")
def download(code: str, track_id: int) -> ResponseReturnValue:
    """Give a track to its owner, and to nobody else."""
    with asked_about(code) as asked:
        tracks = own_tracks(asked.session, asked.viewer, at=asked.at)
        track = next((one for one in tracks if one.id == track_id), None)
    if track is None:
        raise NotFound(N_("There is no such track."))
    feature = {
        "type": "Feature",
        "properties": {},
        "geometry": shapely.geometry.mapping(track.line),
    }
    return Response(
        json.dumps(feature),
        content_type="application/geo+json",
        headers={"Content-Disposition": f"attachment; filename=track-{track_id}.geojson"},
    )


@coverage.post("/tracks/<int:track_id>/delete")
def delete(code: str, track_id: int) -> ResponseReturnValue:
    """Delete a track of one's own, at once."""
    with asked_about(code) as asked:
        tracks = own_tracks(asked.session, asked.viewer, at=asked.at)
        patrol_id = next((one.patrol_id for one in tracks if one.id == track_id), None)
        delete_track(asked.session, asked.viewer, track_id)
    flash(_("The track is deleted."))
    if patrol_id is None:
        return redirect(url_for("coverage.show", code=code), 303)
    return redirect(url_for("coverage.show_patrol", code=code, patrol_id=patrol_id), 303)


def _file() -> TrackFile:
    """Read the form.

    Raises
    ------
    InputRefused
        If no file was chosen.
    """
    file = request.files.get("file")
    if file is None or not file.filename:
        raise InputRefused(N_("Choose a GPX file."))
    datum = DATUMS.get(request.form.get("datum", ""))
    return TrackFile(file.filename[:100], file.read(), datum, keep=bool(request.form.get("keep")))


def _tell(made: Recorded) -> None:
    """Say what came of a track."""
    flash(
        _(
            "%(walked)s m were walked; %(stops)s of %(all)s stops were passed. Thank you!",
            walked=round(made.walked_m),
            stops=made.stops,
            all=made.stops_planned,
        )
    )
    for finding in made.findings[:5]:
        flash(translate(finding.template, finding.params))
