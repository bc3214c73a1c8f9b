"""Taking a report: a case that finds its place, and somebody who can follow it."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from shapely import Point
from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from app.models import (
    Community,
    Issue,
    IssueCategory,
    IssueChannel,
    IssueEvent,
    IssueState,
    User,
)
from app.models.places import place_name
from app.queries.scope import NotFound
from app.services.issues import words
from app.services.issues.locate import locate_issues
from app.services.issues.notices import tell_step
from app.services.issues.photos import Photo, store_photos
from app.services.issues.placing import place_report
from app.services.issues.reporters import Reporter, add_reporter
from app.services.issues.words import bounded, bounded_line
from geodata.errors import N_, InputRefused

FOLLOWED = (IssueChannel.PLATE, IssueChannel.OPEN311)
"""Channels of people without account, who get a secret link to follow what became of it."""


@dataclass(frozen=True)
class Report:
    """What somebody reports. Either ``category_id`` or the word ``category`` is given.

    Attributes
    ----------
    title, description, address : str
        Without a title the place and the category are one.
    category_id : int or None
        Of the community's catalogue.
    category : str
        A word, a name or a code: the catalogue's where it has one of that name.
    point : shapely.Point or None
        EPSG:4326.
    building_id, entrance_id : int or None
    channel : IssueChannel
    photos : Sequence of Photo
    reporter_name, reporter_phone, reporter_email : str
        Whatever the reporter wants to give.
    source, source_ref : str
        Where the report comes from and its key there; by default our own.
    reported_at : datetime.datetime or None
        Aware; by default now.
    token : str or None
        Secret of the link by which somebody without account follows it; by default made here.
    """

    title: str = ""
    category_id: int | None = None
    category: str = ""
    description: str = ""
    point: Point | None = None
    building_id: int | None = None
    entrance_id: int | None = None
    address: str = ""
    channel: IssueChannel = IssueChannel.STAFF
    photos: Sequence[Photo] = ()
    reporter_name: str = ""
    reporter_phone: str = ""
    reporter_email: str = ""
    source: str = "own"
    source_ref: str = ""
    reported_at: dt.datetime | None = None
    token: str | None = None


@dataclass(frozen=True)
class Reported:
    """What became of a report.

    Attributes
    ----------
    issue : Issue
    event : IssueEvent
        Its first step.
    token : str or None
        Secret of the link by which somebody without account follows it, told this once.
    """

    issue: Issue
    event: IssueEvent
    token: str | None


def report_issue(
    session: Session, community: Community, report: Report, *, at: dt.datetime, by: int | None
) -> Reported:
    """Take a report: write the issue, find its place, keep its photos and who reported it.

    Parameters
    ----------
    session : Session
    community : Community
    report : Report
    at : datetime.datetime
        Now, aware, in the zone of the place: its day says who is on duty.
    by : int or None
        The account that reports; None is somebody without one.

    Raises
    ------
    InputRefused
        If a text is too long, the category is missing or retired, the time lies ahead, or the
        source has reported this before.
    NotFound
        If its building or entrance is not in the community.
    """
    reported_at = report.reported_at or at
    if reported_at > at:
        raise InputRefused(N_("A report cannot come from the future."))
    _refuse_again(session, community, report)
    issue = _issue(session, community, report, reported_at, by)
    session.add(issue)
    session.flush()
    locate_issues(session, community, [issue.id])
    session.refresh(issue)
    issue.title = issue.title or _usual_title(issue)
    event = _first_step(session, issue, reported_at, by)
    store_photos(session, issue, report.photos, at=at, event=event)
    token = None
    if by is None and report.channel in FOLLOWED:
        token = report.token or secrets.token_urlsafe(24)
    reporter = Reporter(report.reporter_name, report.reporter_phone, report.reporter_email)
    add_reporter(session, issue, reporter, at=at, by=by, token=token)
    tell_step(session, issue, event)
    return Reported(issue, event, token)


def find_category(session: Session, community: Community, report: Report) -> IssueCategory | None:
    """Find the category of a report: by its key, or the one in use of that name or code.

    Raises
    ------
    NotFound
        If the key is not one in use.
    """
    in_use = select(IssueCategory).where(
        IssueCategory.community_id == community.id, IssueCategory.retired_on.is_(None)
    )
    if report.category_id is not None:
        found = session.scalar(in_use.where(IssueCategory.id == report.category_id))
        if found is None:
            raise NotFound(N_("There is no such category in use."))
        return found
    word = report.category.strip().lower()
    if not word:
        return None
    named = (IssueCategory.name, IssueCategory.name_en, IssueCategory.code)
    return session.scalar(
        in_use.where(or_(*(func.lower(column) == word for column in named)))
        .order_by(IssueCategory.position, IssueCategory.id)
        .limit(1)
    )


def _refuse_again(session: Session, community: Community, report: Report) -> None:
    """Refuse what its source has reported before."""
    if report.source_ref and session.scalar(
        select(Issue.id).where(
            Issue.community_id == community.id,
            Issue.source == report.source,
            Issue.source_ref == report.source_ref,
        )
    ):
        raise InputRefused(
            N_("%(source)s has reported %(ref)s before."),
            source=report.source,
            ref=report.source_ref,
        )


def _issue(
    session: Session,
    community: Community,
    report: Report,
    reported_at: dt.datetime,
    by: int | None,
) -> Issue:
    """Make the issue of a report, not yet located."""
    category = find_category(session, community, report)
    word = category.name if category else bounded_line(report.category, words.TITLE)
    if not word:
        raise InputRefused(N_("Choose what the report is about."))
    place = place_report(
        session,
        community,
        building_id=report.building_id,
        entrance_id=report.entrance_id,
        point=report.point,
    )
    return Issue(
        community_id=community.id,
        source=report.source,
        source_ref=report.source_ref or secrets.token_hex(8),
        channel=report.channel,
        category=word,
        category_id=category.id if category else None,
        condition=category.default_condition if category else "",
        title=bounded_line(report.title, words.TITLE),
        description=bounded(report.description, words.DESCRIPTION),
        address=bounded_line(report.address, words.ADDRESS),
        point=place.point,
        place_doubt=place.place_doubt,
        building_id=place.building_id,
        entrance_id=place.entrance_id,
        reported_by=by,
        reported_at=reported_at,
    )


def _usual_title(issue: Issue) -> str:
    """Give the title of a report without one: where it is, and what it is about."""
    place = issue.entrance or issue.building
    where = issue.address or (place_name(place) if place else "")
    # What it is about stands last, so the place is what is cut.
    return f"{where[: words.TITLE - len(issue.category) - 1]} {issue.category}".strip()


def _first_step(
    session: Session, issue: Issue, reported_at: dt.datetime, by: int | None
) -> IssueEvent:
    """Write the first line of the issue's story."""
    account = session.get_one(User, by) if by is not None else None
    event = IssueEvent(
        issue_id=issue.id,
        verb="report",
        at=reported_at,
        user_id=by,
        person_id=account.person_id if account else None,
        state=IssueState.REPORTED,
        facts={"channel": issue.channel.value},
    )
    session.add(event)
    session.flush()
    return event
