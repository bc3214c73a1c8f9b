"""Who has an issue: given to somebody, taken from them."""

from __future__ import annotations

import datetime as dt
from typing import cast

from sqlalchemy.orm import Session

from app.models import HandlingUnit, Issue, Organisation, Person, Team
from app.queries.scope import Viewer, visible_people
from app.services.issues.given import Handler, HandlerKind
from geodata.errors import N_, InputRefused

_AtHand = Person | Team | Organisation | HandlingUnit

_MODELS: dict[HandlerKind, type[_AtHand]] = {
    HandlerKind.PERSON: Person,
    HandlerKind.TEAM: Team,
    HandlerKind.ORGANISATION: Organisation,
    HandlerKind.UNIT: HandlingUnit,
}


def hand_to(session: Session, issue: Issue, handler: Handler, on: dt.date) -> None:
    """Give an issue to somebody, who is then the only one that has it.

    Parameters
    ----------
    session : Session
    issue : Issue
    handler : Handler
        Of the issue's community.
    on : datetime.date
        Today.

    Raises
    ------
    InputRefused
        If there is no such handler in the community, or they are no longer at hand.
    """
    # Of a union of models the type checker knows only their base.
    found = cast(_AtHand | None, session.get(_MODELS[handler.kind], handler.id))
    if found is None or found.community_id != issue.community_id:
        raise InputRefused(N_("Choose who is to handle it."))
    gone_on = found.left_on if isinstance(found, Person) else found.closed_on
    if gone_on is not None and gone_on <= on:
        raise InputRefused(N_("%(name)s is no longer at hand: choose another."), name=found.name)
    take_back(issue)
    setattr(issue, f"{handler.kind.value}_id", handler.id)


def check_known(session: Session, viewer: Viewer, handler: Handler | None) -> None:
    """Refuse a person of whom the viewer may not know.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    handler : Handler or None

    Raises
    ------
    InputRefused
    """
    if handler is None or handler.kind is not HandlerKind.PERSON:
        return
    known = visible_people(viewer).where(Person.id == handler.id)
    if session.scalar(known) is None:
        raise InputRefused(N_("Choose who is to handle it."))


def take_back(issue: Issue) -> None:
    """Take an issue from whoever has it.

    Parameters
    ----------
    issue : Issue
    """
    issue.person_id = issue.team_id = issue.organisation_id = issue.unit_id = None


def handler_of(issue: Issue) -> Handler | None:
    """Give who has an issue.

    Parameters
    ----------
    issue : Issue
    """
    for kind in HandlerKind:
        key: int | None = getattr(issue, f"{kind.value}_id")
        if key is not None:
            return Handler(kind, key)
    return None
