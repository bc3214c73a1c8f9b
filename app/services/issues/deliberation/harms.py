"""Which buildings an issue harms besides the one at which it lies."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models import Building, Issue, IssueEvent, IssueHarm
from app.queries.scope import Viewer, visible_buildings
from app.services.issues.deliberation.access import require_lead
from geodata.errors import N_, InputRefused

_TAIL = re.compile(r"(号楼|号|楼|栋|幢)$")
MOST_HARMED = 200


def buildings_of(session: Session, issue_id: int) -> list[int]:
    """List the buildings that an issue is about: where it lies, then those that it harms.

    Parameters
    ----------
    session : Session
    issue_id : int
    """
    issue = session.get_one(Issue, issue_id)
    harmed = session.scalars(
        select(IssueHarm.building_id)
        .where(IssueHarm.issue_id == issue_id)
        .order_by(IssueHarm.building_id)
        .limit(MOST_HARMED)
    )
    return [*([issue.building_id] if issue.building_id else []), *harmed]


def add_harm(
    session: Session, viewer: Viewer, issue: Issue, number: str, *, at: dt.datetime
) -> Building:
    """Note that an issue harms another building.

    Parameters
    ----------
    session : Session
    viewer : Viewer
        Who may give the issue to somebody.
    issue : Issue
        In the viewer's scope.
    number : str
        Of the building, or its name.
    at : datetime.datetime

    Raises
    ------
    InputRefused
        If there is no such building, more than one, or it lies there itself.
    NotAllowed
    """
    require_lead(session, viewer, issue)
    building = _find(session, viewer, issue.community_id, number)
    near = buildings_of(session, issue.id)
    if building.id in near:
        raise InputRefused(N_("Building %(number)s is noted already."), number=building.number)
    if len(near) >= MOST_HARMED:
        raise InputRefused(N_("At most %(most)s buildings can be noted."), most=MOST_HARMED)
    session.add(IssueHarm(issue_id=issue.id, building_id=building.id))
    _tell(session, viewer, issue, "harm", building, at)
    return building


def drop_harm(
    session: Session, viewer: Viewer, issue: Issue, building_id: int, *, at: dt.datetime
) -> None:
    """Take back that an issue harms a building.

    Parameters
    ----------
    session : Session
    viewer : Viewer
        Who may give the issue to somebody.
    issue : Issue
        In the viewer's scope.
    building_id : int
        One that it does not harm changes nothing.
    at : datetime.datetime

    Raises
    ------
    NotAllowed
    """
    require_lead(session, viewer, issue)
    harm = session.get(IssueHarm, (issue.id, building_id))
    if harm is not None:
        session.delete(harm)
        _tell(session, viewer, issue, "no harm", session.get_one(Building, building_id), at)


def _find(session: Session, viewer: Viewer, community_id: int, number: str) -> Building:
    """Find the one building of a number, or of a name, of those that a viewer may see."""
    typed = unicodedata.normalize("NFKC", number).strip()
    wanted = _TAIL.sub("", typed)
    named = func.upper(Building.number) == wanted.upper()
    found = session.scalars(
        select(Building)
        .where(
            Building.community_id == community_id,
            Building.vanished_on.is_(None),
            Building.id.in_(visible_buildings(viewer)),
            named | (Building.name == typed),
        )
        .order_by(named.desc(), Building.id)
        .limit(2)
    ).all()
    if not wanted or not found:
        raise InputRefused(N_("There is no building %(number)s here."), number=number[:40])
    if len(found) > 1 and found[1].number == found[0].number:
        raise InputRefused(
            N_("Several buildings have the number %(number)s. Write the name of the one."),
            number=found[0].number,
        )
    return found[0]


def _tell(
    session: Session,
    viewer: Viewer,
    issue: Issue,
    verb: str,
    building: Building,
    at: dt.datetime,
) -> None:
    """Let the time line of the issue tell which building it is about."""
    event = IssueEvent(
        issue_id=issue.id,
        verb=verb,
        at=at,
        person_id=viewer.person_id,
        user_id=viewer.user_id,
        note=building.name or building.number,
        facts={"building_id": building.id},
    )
    session.add(event)
    session.flush()
