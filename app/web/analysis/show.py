"""The page of an analysis, its map and its pieces."""

from __future__ import annotations

import json
from typing import Any

from flask import Response, render_template, url_for
from flask.typing import ResponseReturnValue

from app.queries.analysis import (
    buildings_longest_ago,
    features_of,
    hot_and_cold,
    look,
    read_rhythm,
    read_standing,
)
from app.queries.cells import cell_choices
from app.queries.coverage import lanes_longest_ago
from app.queries.issues.choices import category_choices
from app.queries.issues.indicators import Group
from app.queries.scope import NotFound
from app.queries.vacancies import count_vacancies
from app.web.analysis.blueprint import analysis
from app.web.analysis.maps import EMERGING_WORDS, analysis_map, map_settings
from app.web.analysis.wanted import (
    BY_WORDS,
    EXPOSURE_WORDS,
    Wanted,
    read_wanted,
    usual_periods,
)
from app.web.api.caching import checked_each_time
from app.web.asking import Asked, asked_about
from app.web.i18n import say, translate
from geodata.errors import InputRefused

GEOJSON_TYPE = "application/geo+json"
MOST_PLACES = 12
MOST_FORGOTTEN = 6


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
            **_choices(asked),
            **_hot(asked, wanted),
            **_standing(asked, wanted),
            **_forgotten(asked),
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
        sight = look(
            asked.session, asked.viewer, asked.community, read_wanted(asked).wish, at=asked.at
        )
        body = features_of(sight, asked.community, translate)
    body["starts"] = [day.isoformat() for day in sight.starts]
    body["until"] = sight.found.wish.until.isoformat()
    return Response(json.dumps(body, ensure_ascii=False), content_type=GEOJSON_TYPE)


def _choices(asked: Asked) -> dict[str, Any]:
    """Read what the filter offers."""
    return {
        "periods": usual_periods(asked.at.date()),
        "by_words": BY_WORDS,
        "exposure_words": EXPOSURE_WORDS,
        "emerging_words": EMERGING_WORDS,
        "categories": category_choices(asked.session, asked.community),
    }


def _hot(asked: Asked, wanted: Wanted) -> dict[str, Any]:
    """Read what is hot and cold; where nothing can be said, why not."""
    try:
        sight = look(asked.session, asked.viewer, asked.community, wanted.wish, at=asked.at)
    except (InputRefused, NotFound) as refused:
        return {"sight": None, "refused": say(refused), "hot": [], "cold": []}
    hot, cold = hot_and_cold(sight, asked.community, translate)
    return {
        "sight": sight,
        "hot": hot[:MOST_PLACES],
        "hot_count": len(hot),
        "cold": cold[:MOST_PLACES],
        "cold_count": len(cold),
        "outside": int((sight.found.piece_of < 0).sum()),
    }


def _standing(asked: Asked, wanted: Wanted) -> dict[str, Any]:
    """Read how issues stand, and how they came."""
    here = (asked.session, asked.viewer, asked.community)
    rhythm = read_rhythm(*here, wanted.span, at=asked.at)
    names = (
        category_choices(asked.session, asked.community)
        if wanted.group is Group.CATEGORY
        else cell_choices(*here)
    )
    return {
        "standing": read_standing(*here, wanted.span, at=asked.at, group=wanted.group),
        "rhythm": rhythm,
        "ids": {name: key for key, name in reversed(names)},
    }


def _forgotten(asked: Asked) -> dict[str, Any]:
    """Read where nobody answers, and where nobody came."""
    here = (asked.session, asked.viewer, asked.community)
    return {
        "vacancies": count_vacancies(*here),
        "lanes": lanes_longest_ago(*here, on=asked.at.date(), most=MOST_FORGOTTEN),
        "buildings": buildings_longest_ago(*here, at=asked.at, most=MOST_FORGOTTEN),
    }
