"""Accounts that are found by way of a name or an organisation: told only what they may see."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.models import (
    LEADING_ROLES,
    Deliberation,
    DeliberationStep,
    Duty,
    Issue,
    Person,
    User,
)
from app.queries.scope import Viewer, seen_issue

MOST_STEPS = 50
MOST_ACCOUNTS = 50
"""How many accounts are looked at for one notice: each is asked for its own scope."""


def participants(session: Session, issue: Issue, on: dt.date) -> set[int]:
    """Find the accounts of those who took part in an issue's deliberation.

    Who took part is written down as a name. A name leads to the account of the community that
    alone bears it; of namesakes nobody is told, and nobody who may not see the issue.

    Parameters
    ----------
    session : Session
    issue : Issue
    on : datetime.date
        The day whose duties count.

    Returns
    -------
    set of int
        Ids of active accounts.
    """
    names = _names(session, issue)
    rows = session.execute(
        select(User, Person.name)
        .outerjoin(Person, Person.id == User.person_id)
        .where(
            User.active,
            User.community_id == issue.community_id,
            or_(User.display_name.in_(names), Person.name.in_(names)),
        )
        .order_by(User.id)
        .limit(MOST_ACCOUNTS)
    ).all()
    borne = Counter(name for user, own in rows for name in {user.display_name, own})
    alone = (
        user
        for user, own in rows
        if any(borne[name] == 1 for name in {user.display_name, own} & names)
    )
    return _may_see(session, issue, alone, on)


def organisation_leaders(session: Session, issue: Issue, on: dt.date) -> set[int]:
    """Find the accounts of those who lead in the organisation that has an issue.

    They are its people who lead a cell or a group today, such as the leader of a party group.

    Parameters
    ----------
    session : Session
    issue : Issue
        Given to an organisation.
    on : datetime.date

    Returns
    -------
    set of int
        Ids of active accounts that may see the issue.
    """
    leading = select(Duty.person_id).where(Duty.current(on), Duty.role.in_(LEADING_ROLES))
    users = session.scalars(
        select(User)
        .join(Person, Person.id == User.person_id)
        .where(
            User.active,
            Person.organisation_id == issue.organisation_id,
            Person.id.in_(leading),
        )
        .order_by(User.id)
        .limit(MOST_ACCOUNTS)
    )
    return _may_see(session, issue, users, on)


def _names(session: Session, issue: Issue) -> set[str]:
    """Give the names that were written down in the latest steps of an issue's deliberations."""
    steps = session.scalars(
        select(DeliberationStep.participants)
        .join(Deliberation, Deliberation.id == DeliberationStep.deliberation_id)
        .where(Deliberation.issue_id == issue.id)
        .order_by(DeliberationStep.id.desc())
        .limit(MOST_STEPS)
    )
    return {one["name"] for step in steps for one in step}


def _may_see(session: Session, issue: Issue, users: Iterable[User], on: dt.date) -> set[int]:
    """Keep the accounts in whose scope an issue lies."""
    here = select(Issue.id).where(Issue.id == issue.id)
    return {
        user.id
        for user in users
        if session.scalar(here.where(seen_issue(Viewer.of(user, on)))) is not None
    }
