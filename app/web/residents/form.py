"""The form behind the code on a door: a picture, a sentence, done."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from app.models import IssueChannel
from app.queries.issues.followed import find_reporter
from app.queries.issues.offered import resident_categories
from app.queries.plates import OpenedPlate, find_plate
from app.queries.scope import NotFound
from app.services.issues import Photo, Report, report_issue
from app.services.issues.floods import count_call, refuse_flood
from app.services.issues.words import DESCRIPTION
from app.web.asking import local_now
from app.web.context import settings, transaction
from app.web.i18n import say
from app.web.issues.photographed import sent_photos
from app.web.own_words import speak_of
from app.web.residents.blueprint import PHOTOS, residents
from app.web.residents.caller import count_guess, refuse_guesser, report_rates
from app.web.sessions import public
from geodata.errors import N_, InputRefused

_TICKET = re.compile(r"[\w-]{32}", re.ASCII)


@residents.get("/d/<plate_code>")
@public
def show_form(plate_code: str) -> ResponseReturnValue:
    """Show the form of a door."""
    return _page(plate_code)


@residents.post("/d/<plate_code>")
@public
def send_report(plate_code: str) -> ResponseReturnValue:
    """Take a report; the same form sent twice is one report."""
    ticket = request.form.get("ticket", "")
    try:
        if not _TICKET.fullmatch(ticket):
            raise InputRefused(N_("Look through the form, and send it again."))
        if _is_welcome(plate_code, ticket):
            _take(plate_code, ticket, sent_photos("photo", PHOTOS))
    except InputRefused as refused:
        return _page(plate_code, say(refused)), 422
    return redirect(url_for("residents.follow", token=ticket, new=1), 303)


def _is_welcome(plate_code: str, ticket: str) -> bool:
    """Tell whether a report is new; refuse floods before any photo is looked at."""
    with _scanned(plate_code) as (session, plate):
        return _is_new(session, plate, ticket)


def _is_new(session: Session, plate: OpenedPlate, ticket: str) -> bool:
    """Tell whether a report was not taken before; one at a time for each caller and door."""
    if find_reporter(session, ticket) is not None:
        return False
    for rate, who in report_rates(plate.plate.id):
        refuse_flood(session, rate, who, at=local_now())
    # The other one of two at once is through by now.
    return find_reporter(session, ticket) is None


def _take(plate_code: str, ticket: str, photos: list[Photo]) -> None:
    """Take the report of the form, unless it was taken meanwhile."""
    at = local_now()
    with _scanned(plate_code) as (session, plate):
        if not _is_new(session, plate, ticket):
            return
        report = _report(session, plate, ticket, photos)
        report_issue(session, plate.community, report, at=at, by=None)
        for rate, who in report_rates(plate.plate.id):
            count_call(session, rate, who, at=at)


def _report(session: Session, plate: OpenedPlate, ticket: str, photos: list[Photo]) -> Report:
    """Read the report from the form; its place is the plate's."""
    form = request.form
    offered = {str(one.id): one.id for one in resident_categories(session, plate.community)}
    if not form.get("words", "").strip():
        raise InputRefused(N_("Write a sentence: what is wrong, and where exactly."))
    where = " ".join(filter(None, (plate.building, plate.entrance, form.get("where", "").strip())))
    return Report(
        category_id=offered.get(form.get("category", "")),
        category=form.get("other", ""),
        description=form["words"],
        building_id=plate.plate.building_id,
        entrance_id=plate.plate.entrance_id,
        address=where,
        channel=IssueChannel.PLATE,
        photos=photos,
        reporter_name=form.get("name", ""),
        reporter_phone=form.get("phone", ""),
        reporter_email=form.get("email", ""),
        token=ticket,
    )


@contextmanager
def _scanned(plate_code: str) -> Iterator[tuple[Session, OpenedPlate]]:
    """Open the place of a code; whoever tries codes that do not exist is counted.

    Raises
    ------
    NotFound, TooMany
    """
    refuse_guesser()
    with transaction() as session:
        plate = find_plate(session, plate_code.lower())
        if plate is not None:
            speak_of(plate.community)
            yield session, plate
            return
    count_guess()
    raise NotFound(
        N_("This code does not hold any more. Scan the plate on the door, or call your community.")
    )


def _page(plate_code: str, problem: str = "") -> str:
    """Render the form, with what was typed where it was refused."""
    with _scanned(plate_code) as (session, plate):
        return render_template(
            "residents/form.html",
            place=plate,
            community=plate.community,
            categories=resident_categories(session, plate.community),
            ticket=secrets.token_urlsafe(24),
            typed=request.form,
            problem=problem,
            photos=PHOTOS,
            longest=DESCRIPTION,
            erase_days=settings().wangge_erase_days,
        )
