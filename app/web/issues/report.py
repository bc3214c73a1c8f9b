"""Reporting by people with an account: at a place of the map, a building, or by words."""

from __future__ import annotations

import secrets

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from shapely import Point

from app.models import IssueChannel, Role
from app.queries.issues.offered import offered_categories
from app.queries.issues.reported_place import ChosenBuilding, chosen_building, issue_of_form
from app.queries.scope import Action, NotFound, require
from app.services.issues import MAX_PHOTOS, Photo, Report, report_issue
from app.services.issues.words import DESCRIPTION
from app.web.asking import Asked, asked_about
from app.web.i18n import say
from app.web.issues.blueprint import issues
from app.web.issues.photographed import sent_photos
from geodata.errors import N_, InputRefused

CHANNELS = {
    IssueChannel.STAFF: N_("Seen by ourselves"),
    IssueChannel.PATROL: N_("Found on a patrol"),
    IssueChannel.HOTLINE: N_("Told by telephone"),
    IssueChannel.SUPERIOR: N_("Ordered by the street or the district"),
    IssueChannel.MEDIA: N_("Read in the press or the web"),
}
"""By which ways an account can enter an issue."""


@issues.get("/report")
def show_report(code: str) -> ResponseReturnValue:
    """Show the form, at the place that the address names."""
    return _page(code)


@issues.post("/report")
def report(code: str) -> ResponseReturnValue:
    """Take the report; the same form sent twice is one."""
    ticket = request.form.get("ticket", "")
    try:
        photos = sent_photos("photo")
        with asked_about(code) as asked:
            require(asked.viewer, Action.REPORT)
            issue_id = issue_of_form(asked.session, asked.community, ticket)
            if issue_id is None:
                wanted = _report(asked, ticket, photos)
                done = report_issue(
                    asked.session, asked.community, wanted, at=asked.at, by=asked.viewer.user_id
                )
                issue_id = done.issue.id
    except (InputRefused, NotFound) as refused:
        return _page(code, say(refused)), 422
    return redirect(url_for("issues.show", code=code, issue_id=issue_id), 303)


def _report(asked: Asked, ticket: str, photos: list[Photo]) -> Report:
    """Read the report from the form."""
    form = request.form
    building = _building(asked)
    entrances = [key for key, _name in building.entrances] if building else []
    entrance_id = _number("entrance")
    return Report(
        title=form.get("title", ""),
        category_id=_number("category"),
        category=form.get("other", ""),
        description=form.get("words", ""),
        point=_point(),
        building_id=building.id if building else None,
        entrance_id=entrance_id if entrance_id in entrances else None,
        address=form.get("where", ""),
        channel=_channel(asked),
        photos=photos,
        source_ref=ticket,
    )


def _channel(asked: Asked) -> IssueChannel:
    """Give the way by which it came in: volunteers walk, others say."""
    if asked.viewer.role is Role.VOLUNTEER:
        return IssueChannel.PATROL
    return next(
        (one for one in CHANNELS if one.value == request.form.get("channel")), IssueChannel.STAFF
    )


def _building(asked: Asked) -> ChosenBuilding | None:
    """Find the building that was chosen."""
    return chosen_building(
        asked.session, asked.viewer, asked.community,
        building_id=_number("building"), entrance_id=_number("entrance"),
    )  # fmt: skip


def _number(name: str) -> int | None:
    """Give a key that address or form name, None where it makes no sense."""
    text = request.values.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def _point() -> Point | None:
    """Give the place that was tapped, None where there is none on this globe."""
    try:
        lon, lat = float(request.values["lon"]), float(request.values["lat"])
    except (KeyError, ValueError):
        return None
    return Point(lon, lat) if abs(lon) <= 180 and abs(lat) <= 90 else None


def _page(code: str, problem: str = "") -> str:
    """Render the form, with what was typed where it was refused."""
    with asked_about(code) as asked:
        require(asked.viewer, Action.REPORT)
        return render_template(
            "issues/report.html",
            community=asked.community,
            building=_building(asked),
            point=_point(),
            categories=offered_categories(asked.session, asked.community),
            channels={} if asked.viewer.role is Role.VOLUNTEER else CHANNELS,
            ticket=secrets.token_hex(12),
            typed=request.values,
            problem=problem,
            photos=MAX_PHOTOS,
            longest=DESCRIPTION,
        )
