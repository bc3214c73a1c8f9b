"""What is done with one issue, through the services that pages use."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Building, Community, HandlingUnit, Issue
from app.queries.issues import possible_doubles
from app.services.issues import Given, Handler, HandlerKind, Report, move_issue, report_issue
from bench.issues.asking import Site
from bench.store import NOW


@dataclass
class Case:
    """One issue on its way.

    Attributes
    ----------
    site : Site
    number : int
        Of the round: each reports at another building.
    issue_id : int
        Once it is reported.
    """

    site: Site
    number: int
    issue_id: int = 0

    def move(self, session: Session, verb: str, give: Given) -> None:
        """Take one step.

        Parameters
        ----------
        session : Session
        verb : str
        give : Given
        """
        issue = session.get_one(Issue, self.issue_id)
        viewer = self.site.viewer
        move_issue(session, viewer, issue.id, verb, seen=issue.version, at=NOW, give=give)


def report(case: Case) -> None:
    """Report an issue at a building."""
    with case.site.store.transaction() as session:
        community = session.get_one(Community, case.site.community_id)
        building = session.scalars(
            select(Building.id).order_by(Building.id).offset(100 * case.number).limit(1)
        ).one()
        told = Report(title="下水道堵塞", category="管道堵塞", building_id=building)
        by = case.site.viewer.user_id
        case.issue_id = report_issue(session, community, told, at=NOW, by=by).issue.id


def file(case: Case) -> None:
    """File it: its clock begins."""
    with case.site.store.transaction() as session:
        case.move(session, "file", Given(confirmed=True))


def dispatch(case: Case) -> None:
    """Give it to a unit."""
    with case.site.store.transaction() as session:
        unit = session.scalars(select(HandlingUnit).limit(1)).first()
        if unit is None:
            unit = HandlingUnit(community_id=case.site.community_id, name="示意物业")
            session.add(unit)
            session.flush()
        case.move(session, "dispatch", Given(handler=Handler(HandlerKind.UNIT, unit.id)))


def find_doubles(case: Case) -> None:
    """Look for open issues that may be the same."""
    with case.site.store.transaction() as session:
        issue = session.get_one(Issue, case.issue_id)
        possible_doubles(session, replace(case.site.viewer), issue)


STEPS: dict[str, Callable[[Case], None]] = {
    "step: report": report,
    "step: file": file,
    "step: dispatch": dispatch,
    "step: look for doubles": find_doubles,
}
