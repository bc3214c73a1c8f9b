"""The page of an analysis, its map and its pieces."""

from __future__ import annotations

import json

from flask import Response, render_template, url_for
from flask.typing import ResponseReturnValue

from app.queries.analysis import features_of
from app.queries.issues.choices import category_choices
from app.web.analysis.beside import forgotten, handed_in, hot_places, lately, standing
from app.web.analysis.blueprint import analysis
from app.web.analysis.maps import EMERGING_WORDS, analysis_map, map_settings
from app.web.analysis.waiting import look_for_map
from app.web.analysis.wanted import BY_WORDS, EXPOSURE_WORDS, read_wanted, usual_periods
from app.web.api.caching import checked_each_time
from app.web.asking import asked_about
from app.web.i18n import translate

GEOJSON_TYPE = "application/geo+json"


@analysis.get("")
def show(code: str) -> ResponseReturnValue:
    """Show where it burns, whether it is real, what is done, and what nobody looked at."""
    with asked_about(code) as asked:
        wanted = read_wanted(asked)
        return render_template(
            "analysis/show.html",
            community=asked.community,
            wanted=wanted,
            today=asked.at.date(),
            composed=analysis_map(asked),
            settings=map_settings(asked, wanted),
            periods=usual_periods(asked.at.date()),
            by_words=BY_WORDS,
            exposure_words=EXPOSURE_WORDS,
            emerging_words=EMERGING_WORDS,
            categories=category_choices(asked.session, asked.community),
            **hot_places(asked, wanted),
            **standing(asked, wanted),
            **forgotten(asked),
            **handed_in(asked),
        )


@analysis.get("/map.js")
def show_script(code: str) -> Response:
    """Give the script that starts the map; which pieces it draws, the page says."""
    with asked_about(code) as asked:
        composed = analysis_map(asked)
    script = composed.module_script(url_for("static", filename=""))
    return checked_each_time(script.encode(), "text/javascript; charset=utf-8")


@analysis.get("/layer.geojson")
def show_layer(code: str) -> Response:
    """Give the pieces with what is said of them, and with their issues by slice."""
    with asked_about(code) as asked:
        sight = look_for_map(asked, read_wanted(asked).wish)
        body = features_of(sight, asked.community, translate)
    body["starts"] = [day.isoformat() for day in sight.starts]
    body["until"] = sight.found.wish.until.isoformat()
    return Response(json.dumps(body, ensure_ascii=False), content_type=GEOJSON_TYPE)


@analysis.get("/alarms")
def show_alarms(code: str) -> ResponseReturnValue:
    """Show what came up in the last weeks, by cells: a part of the page that takes its time."""
    with asked_about(code) as asked:
        wanted = read_wanted(asked)
        return render_template(
            "analysis/alarms.html",
            community=asked.community,
            wanted=wanted,
            **lately(asked, wanted),
        )
