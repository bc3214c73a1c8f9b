"""Who answered for a place: on a day, and from the first to the last."""

from __future__ import annotations

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.models import PlaceKind
from app.models.places import place_name
from app.queries.duties import DutyLine
from app.queries.responsible import MOST_LINES, place_history, who_was_responsible
from app.queries.scope import Action, can
from app.queries.search import Hit, search
from app.web.asking import Asked, asked_about
from app.web.duties.blueprint import duties
from app.web.duties.form import chosen_day, key_of, parse_key, place_at
from app.web.fragments import show
from app.web.i18n import say
from geodata.errors import InputRefused

LONGEST = 60


@duties.get("/history")
def show_history(code: str) -> ResponseReturnValue:
    """Show who has answered for a place, newest first."""
    with asked_about(code) as asked:
        place = place_at(asked, request.args.get("place", ""))
        kind = PlaceKind(place.__tablename__)
        lines = place_history(asked.session, asked.viewer, asked.community, kind, place.id)
        return show(
            "duties/history.html",
            community=asked.community,
            name=place_name(place),
            lines=lines,
            limit=MOST_LINES,
            onward=url_for("map.show_map", code=code, sel=key_of(place)),
        )


@duties.get("/on")
def show_responsible(code: str) -> ResponseReturnValue:
    """Show who was responsible for a place on a day."""
    key, typed = request.args.get("place", ""), request.args.get("q", "").strip()[:LONGEST]
    problem, name = "", ""
    lines: tuple[DutyLine, ...] = ()
    with asked_about(code) as asked:
        hits = _hits(asked, typed) if typed and not key else []
        if len(hits) == 1:
            key = f"{hits[0].kind}:{hits[0].id}"
        if key:
            name = place_name(place_at(asked, key))
            try:
                lines = _lines(asked, key)
            except InputRefused as refused:
                problem = say(refused)
        return render_template(
            "duties/responsible.html",
            community=asked.community,
            may=can(asked.viewer, Action.APPOINT),
            problem=problem,
            key=key,
            name=name,
            typed=typed,
            hits=hits,
            lines=lines,
            on=request.args.get("on") or asked.at.date().isoformat(),
        )


def _lines(asked: Asked, key: str) -> tuple[DutyLine, ...]:
    """Read who was responsible for the place of a key on the day of the form."""
    kind, place_id = parse_key(key)
    here = (asked.session, asked.viewer, asked.community)
    on = chosen_day("on") if request.args.get("on") else asked.at.date()
    return who_was_responsible(*here, PlaceKind(kind), place_id, on)


def _hits(asked: Asked, typed: str) -> list[Hit]:
    """Find the cells and buildings that can be meant."""
    found = search(asked.session, asked.viewer, asked.community, typed)
    return [hit for hit in found if hit.kind in ("cell", "building")]
