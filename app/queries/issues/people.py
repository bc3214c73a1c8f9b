"""Who has to do with an issue: who handles it, who reported it, who answers for its place."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.models import (
    Community,
    HandlingUnit,
    Issue,
    IssueReporter,
    Organisation,
    Person,
    PlaceKind,
    Team,
    User,
    mask_phone,
)
from app.queries.duties import DutyLine
from app.queries.responsible import who_was_responsible
from app.queries.scope import Action, NotFound, Viewer, can, own_issue, visible_people

REPORTERS_LIMIT = 20
HOLDERS_LIMIT = 12


@dataclass(frozen=True)
class Contact:
    """Somebody with their masked phone number; ``person_id`` leads to their page."""

    name: str
    masked_phone: str
    person_id: int | None = None


@dataclass(frozen=True)
class IssuePeople:
    """Who has to do with an issue, as far as the viewer may know.

    Attributes
    ----------
    handler : Contact or None
        None while nobody has it; without a name where it is somebody out of scope.
    reporters : tuple of Contact
        Empty for viewers who neither handle the issue nor take reports.
    holders : tuple of DutyLine
        Who answers for its place today.
    """

    handler: Contact | None
    reporters: tuple[Contact, ...]
    holders: tuple[DutyLine, ...]


def read_people(
    session: Session, viewer: Viewer, community: Community, issue: Issue
) -> IssuePeople:
    """Read who has to do with an issue.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    community : Community
        Of the issue.
    issue : Issue
        In the viewer's scope.
    """
    return IssuePeople(
        handler=_handler(session, viewer, issue),
        reporters=_reporters(session, viewer, issue),
        holders=_holders(session, viewer, community, issue),
    )


def _handler(session: Session, viewer: Viewer, issue: Issue) -> Contact | None:
    """Read who has the issue."""
    if issue.person_id is not None:
        known = Person.id.in_(visible_people(viewer))
        person = session.scalar(select(Person).where(Person.id == issue.person_id, known))
        if person is None:
            return Contact("", "")
        return Contact(person.name, mask_phone(person.phone), person.id)
    groups: tuple[Team | Organisation | HandlingUnit | None, ...] = (
        issue.team, issue.organisation, issue.unit,
    )  # fmt: skip
    for group in groups:
        if group is not None:
            # The number of a firm is there to be called.
            return Contact(group.name, group.phone if isinstance(group, HandlingUnit) else "")
    return None


def _reporters(session: Session, viewer: Viewer, issue: Issue) -> tuple[Contact, ...]:
    """Read who reported, for those who handle the issue or take reports."""
    has_it = session.scalar(select(Issue.id).where(Issue.id == issue.id, own_issue(viewer)))
    if not can(viewer, Action.DISPATCH) and has_it is None:
        return ()
    known = or_(User.person_id.is_(None), User.person_id.in_(visible_people(viewer)))
    rows = session.execute(
        select(IssueReporter, User.display_name)
        .select_from(IssueReporter)
        .outerjoin(User, (User.id == IssueReporter.user_id) & known)
        .where(IssueReporter.issue_id == issue.id)
        .order_by(IssueReporter.id)
        .limit(REPORTERS_LIMIT)
    )
    return tuple(Contact(one.name or who or "", mask_phone(one.phone)) for one, who in rows)


def _holders(
    session: Session, viewer: Viewer, community: Community, issue: Issue
) -> tuple[DutyLine, ...]:
    """Read who answers for the place of the issue, as exactly as the place is known."""
    places = {
        PlaceKind.ENTRANCE: issue.entrance_id,
        PlaceKind.BUILDING: issue.building_id,
        PlaceKind.CELL: issue.cell_id,
    }
    kind, key = next(((kind, key) for kind, key in places.items() if key), (None, None))
    if kind is None or key is None:
        return ()
    try:
        found = who_was_responsible(session, viewer, community, kind, key, viewer.on)
    except NotFound:  # Out of the scope of a viewer who only handles or reported it.
        return ()
    # For a building also those of all its entrances and homes are told: too many for one issue.
    larger = (PlaceKind.ESTATE, PlaceKind.CELL, PlaceKind.BUILDING)
    return tuple(line for line in found if line.kind in (*larger, kind))[:HOLDERS_LIMIT]
