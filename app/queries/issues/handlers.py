"""Whom one can choose to handle an issue, beyond those who are proposed."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.models import Community, HandlingUnit, Issue, Person, Team
from app.queries.scope import Viewer, visible_people
from app.queries.shifts.find import visible_teams

MOST_CHOICES = 500

Choices = tuple[tuple[int, str], ...]


def handler_choices(
    session: Session, viewer: Viewer, issue: Issue, on: dt.date
) -> dict[str, Choices]:
    """List who can be given an issue: units, teams and people who are at hand.

    Parameters
    ----------
    session : Session
    viewer : Viewer
        Of people and teams, only those whom they may know of.
    issue : Issue
    on : datetime.date
        Today.

    Returns
    -------
    dict of str to tuple of (int, str)
        Keys and names by kind of handler, at most 500 each, by name.
    """
    here = issue.community_id
    community = session.get_one(Community, here)
    rows = {
        "unit": select(HandlingUnit.id, HandlingUnit.name).where(
            HandlingUnit.community_id == here, _goes_on(HandlingUnit.closed_on, on)
        ),
        "team": select(Team.id, Team.name).where(
            Team.id.in_(visible_teams(viewer, community)), _goes_on(Team.closed_on, on)
        ),
        "person": select(Person.id, Person.name).where(
            Person.community_id == here,
            _goes_on(Person.left_on, on),
            Person.id.in_(visible_people(viewer)),
        ),
    }
    return {
        kind: tuple(
            (key, name)
            for key, name in session.execute(wanted.order_by("name").limit(MOST_CHOICES))
        )
        for kind, wanted in rows.items()
    }


def _goes_on(end: InstrumentedAttribute[dt.date | None], on: dt.date) -> ColumnElement[bool]:
    """Give the condition that somebody is still at hand on a day."""
    return or_(end.is_(None), end > on)
