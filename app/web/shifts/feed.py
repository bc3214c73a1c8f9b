"""Calendars that phones subscribe to: no log-in, only a secret address."""

from __future__ import annotations

import datetime as dt

from flask import Blueprint, Response, current_app
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.models import PatrolState
from app.queries.shifts import FeedOwner, PatrolLine, feed_lines, find_feed
from app.queries.shifts.feed import AHEAD
from app.services.patrols.shifts import keep_up
from app.web.asking import local_now
from app.web.context import transaction
from app.web.own_words import speak_of
from app.web.sessions import public
from patrol.calendar import Entry, render_calendar

feeds = Blueprint("calendar", __name__)


@feeds.get("/calendar/<token>.ics")
@public
def show(token: str) -> ResponseReturnValue:
    """Give the shifts of a person, a team or a community as an iCalendar."""
    at = local_now()
    with transaction() as session:
        owner = find_feed(session, token)
        speak_of(owner.community)
        keep_up(session, owner.community, (at + AHEAD).date(), at=at)
        entries = [
            _entry(owner, line, changes, changed_at)
            for line, changes, changed_at in feed_lines(session, owner, at)
        ]
    name = _("%(name)s patrols", name=owner.name)
    body = render_calendar(name, entries, current_app.config["TIMEZONE"])
    answer = Response(body, content_type="text/calendar; charset=utf-8")
    answer.headers["Cache-Control"] = "private, no-store"
    answer.headers["Content-Disposition"] = 'inline; filename="patrols.ics"'
    return answer


def _entry(
    owner: FeedOwner, line: PatrolLine, changes: int, changed_at: dt.datetime
) -> Entry:  # fmt: skip
    """Say a shift as a calendar shows it: with names, without phone numbers."""
    who = line.names or _("Nobody yet")
    return Entry(
        uid=f"patrol-{line.id}@{owner.community.code}.wangge",
        summary=_("Patrol %(place)s: %(who)s", place=line.cell_name, who=who),
        description=" · ".join(filter(None, (line.shift_name, line.team_name, line.route_name))),
        place=f"{owner.community.name} {line.cell_name}",
        starts_at=line.starts_at,
        ends_at=line.ends_at,
        changed_at=changed_at,
        sequence=changes,
        cancelled=line.state is PatrolState.CANCELLED,
    )
