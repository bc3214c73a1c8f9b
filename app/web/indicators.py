"""Indicators of issues: the page, and the workbook by the same question."""

from __future__ import annotations

import datetime as dt
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from flask import Blueprint, Response, render_template, request, send_file
from flask.typing import ResponseReturnValue

from app.queries.cells import cell_choices
from app.queries.issues.choices import category_choices, unit_choices
from app.queries.issues.indicators import (
    COUNT_MEANINGS,
    COUNT_WORDS,
    GROUP_WORDS,
    RATE_WORDS,
    Group,
    Indicators,
    Span,
    read_indicators,
    say_group,
)
from app.queries.scope import Action, can, require
from app.services import audit
from app.services.issues.indicator_sheet import write_indicators
from app.web.asking import Asked, asked_about
from app.web.context import current_viewer
from app.web.i18n import translate
from app.web.requests import number_asked
from geodata.errors import N_

indicators = Blueprint("indicators", __name__, url_prefix="/c/<code>/indicators")

EXCEL_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@indicators.before_request
def _viewers_only() -> None:
    """Refuse accounts that have no business on the ground."""
    require(current_viewer(), Action.VIEW)


@indicators.get("")
def show(code: str) -> ResponseReturnValue:
    """Show the indicators of a period, in all and by group."""
    with asked_about(code) as asked:
        span, group = _span(asked), _group()
        here = (asked.session, asked.viewer, asked.community)
        return render_template(
            "indicators/show.html",
            community=asked.community,
            found=_read(asked, span, group),
            span=span,
            group=group,
            periods=usual_periods(asked.at.date()),
            count_words=COUNT_WORDS,
            count_meanings=COUNT_MEANINGS,
            rate_words=RATE_WORDS,
            group_words=GROUP_WORDS,
            cells=cell_choices(*here),
            categories=category_choices(asked.session, asked.community),
            units=unit_choices(asked.session, asked.community),
            can_export=can(asked.viewer, Action.EXPORT),
        )


@indicators.get("/indicators.xlsx")
def download(code: str) -> Response:
    """Send the same as a workbook."""
    with asked_about(code) as asked, TemporaryDirectory() as folder:
        require(asked.viewer, Action.EXPORT)
        path = Path(folder) / "indicators.xlsx"
        span, group = _span(asked), _group()
        write_indicators(
            _read(asked, span, group), span, group, path,
            community=asked.community.name, translate=translate,
        )  # fmt: skip
        audit.record(
            asked.session, at=asked.at, by=asked.viewer.user_id, action="export",
            thing_kind="indicators", community_id=asked.community.id,
            since=str(span.since), until=str(span.until), group=group.value,
        )  # fmt: skip
        body = BytesIO(path.read_bytes())
    name = f"{code}-indicators-{span.since}-{span.until}.xlsx"
    return send_file(body, mimetype=EXCEL_TYPE, as_attachment=True, download_name=name)


def usual_periods(today: dt.date) -> list[tuple[str, dt.date, dt.date]]:
    """Give the periods that people report by, each with its word.

    Parameters
    ----------
    today : datetime.date
    """
    month = today.replace(day=1)
    month_before = (month - dt.timedelta(days=1)).replace(day=1)
    quarter = month.replace(month=3 * ((today.month - 1) // 3) + 1)
    week = today - dt.timedelta(days=today.weekday())
    return [
        (N_("This week"), week, today),
        (N_("This month"), month, today),
        (N_("Last month"), month_before, month - dt.timedelta(days=1)),
        (N_("This quarter"), quarter, today),
        (N_("This year"), today.replace(month=1, day=1), today),
    ]


@indicators.app_template_filter("group_name")
def _group_name(name: str, group: Group) -> str:
    return say_group(name, group, translate)


@indicators.app_template_filter("percent")
def _percent(share: float | None) -> str:
    return "—" if share is None else f"{share:.2%}"


def _read(asked: Asked, span: Span, group: Group) -> Indicators:
    return read_indicators(
        asked.session, asked.viewer, asked.community, span, at=asked.at, group=group
    )


def _group() -> Group:
    """Read by what the rows are told apart."""
    by = request.args.get("by", "")
    return Group(by) if by in set(Group) else Group.CELL


def _span(asked: Asked) -> Span:
    """Read the period: by default this month to today."""
    today = asked.at.date()
    until = _day("until", today)
    since = _day("since", until.replace(day=1))
    return Span(
        min(since, until),
        max(since, until),
        asked.at.tzinfo,
        number_asked("cell"),
        number_asked("category"),
        number_asked("unit"),
    )


def _day(name: str, otherwise: dt.date) -> dt.date:
    """Read a day that a calendar of people can hold."""
    try:
        on = dt.date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return otherwise
    return on if 1900 < on.year < 2200 else otherwise
