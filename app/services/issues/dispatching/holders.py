"""Who holds a duty at the place of an issue, and who of them can act today."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, case, exists, func, or_, select
from sqlalchemy.orm import Session

from app.models import (
    OPEN_STATES,
    Absence,
    Duty,
    DutyRole,
    Issue,
    Organisation,
    Person,
    PlaceKind,
    Team,
    TeamMember,
    User,
)
from app.queries.duties.holders import holder_name, join_holders
from app.services.issues.dispatching.place import NEAREST_FIRST, IssuePlace
from app.services.issues.given import Handler, HandlerKind

MOST_HOLDERS = 200


@dataclass(frozen=True)
class HolderHere:
    """Somebody who holds a duty at a place."""

    handler: Handler
    name: str
    role: DutyRole
    place: PlaceKind
    has_account: bool
    is_away: bool


def holders_here(session: Session, place: IssuePlace, on: dt.date) -> Sequence[HolderHere]:
    """List who holds a duty at the place of an issue.

    Parameters
    ----------
    session : Session
    place : IssuePlace
    on : datetime.date
        The day whose duties count.

    Returns
    -------
    Sequence of HolderHere
        The nearest place first; there, those with an account first, and then those who have the
        fewest open issues, so that the work spreads.
    """
    columns = {kind: getattr(Duty, f"{kind.value}_id") for kind in NEAREST_FIRST}
    kind = case(*((column.is_not(None), kind.value) for kind, column in columns.items()))
    rank = case({kind.value: number for number, kind in enumerate(NEAREST_FIRST)}, value=kind)
    here = [columns[kind].in_(ids) for kind, ids in place.ids.items() if ids]
    if not here:
        return ()
    rows = select(
        Duty.person_id, Duty.team_id, Duty.organisation_id, holder_name().label("name"),
        Duty.role, kind.label("place"), _has_account(on).label("has_account"),
        _is_away(on).label("is_away"),
    ).where(or_(*here), Duty.current(on), _at_hand(on))  # fmt: skip
    ordered = join_holders(rows.select_from(Duty)).order_by(
        rank, _has_account(on).desc(), _open_issues(), Duty.since, Duty.id
    )
    return [
        HolderHere(
            _handler(row.person_id, row.team_id, row.organisation_id), row.name, row.role,
            PlaceKind(row.place), row.has_account, row.is_away,
        )
        for row in session.execute(ordered.limit(MOST_HOLDERS))
    ]  # fmt: skip


def _handler(person_id: int | None, team_id: int | None, organisation_id: int | None) -> Handler:
    """Name who holds a duty; exactly one of the three does."""
    if person_id is not None:
        return Handler(HandlerKind.PERSON, person_id)
    if team_id is not None:
        return Handler(HandlerKind.TEAM, team_id)
    return Handler(HandlerKind.ORGANISATION, organisation_id or 0)


def _at_hand(on: dt.date) -> ColumnElement[bool]:
    """Give the condition that the holder has not left, nor been closed."""
    ends = (Person.left_on, Team.closed_on, Organisation.closed_on)
    return and_(*(or_(end.is_(None), end > on) for end in ends))


def _has_account(on: dt.date) -> ColumnElement[bool]:
    """Give the condition that an account acts for the holder."""
    # Two selects deep, SQLAlchemy would list all duties anew: everybody would have an account.
    crew = (
        select(TeamMember.person_id)
        .where(TeamMember.team_id == Duty.team_id, TeamMember.current(on))
        .correlate(Duty)
    )
    own = or_(User.person_id == Duty.person_id, User.person_id.in_(crew))
    return exists().where(User.active, own)


def _is_away(on: dt.date) -> ColumnElement[bool]:
    """Give the condition that the holder is absent on a day."""
    return exists().where(
        Absence.person_id == Duty.person_id, Absence.since <= on, Absence.until >= on
    )


def _open_issues() -> ColumnElement[int]:
    """Count the open issues that the holder has."""
    same = or_(
        Issue.person_id == Duty.person_id,
        Issue.team_id == Duty.team_id,
        Issue.organisation_id == Duty.organisation_id,
    )
    return select(func.count(Issue.id)).where(same, Issue.state.in_(OPEN_STATES)).scalar_subquery()
