"""The four steps: 出题 raise, 议题 discuss, 答题 answer, 评题 judge."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.orm import Session

from app.models import (
    DELIBERATION_MOVES,
    RUNNING_STATES,
    Deliberation,
    DeliberationStep,
    Issue,
    IssueEvent,
    IssueState,
)
from app.queries.scope import Viewer
from app.services.issues.deliberation.access import (
    at_work,
    check_allowed,
    check_seen,
    hold,
    require_lead,
)
from app.services.issues.deliberation.meetings import Meeting, check_meeting, cleaned
from app.services.issues.notices import tell_step
from app.services.issues.words import bounded_line
from geodata.errors import N_, InputRefused

LONGEST_QUESTION = 200
_NOTE = 500


def start_deliberation(
    session: Session, viewer: Viewer, issue: Issue, question: str, *, at: dt.datetime
) -> Deliberation:
    """Bring an issue before the residents.

    Parameters
    ----------
    session : Session
    viewer : Viewer
        Who may give the issue to somebody.
    issue : Issue
        In the viewer's scope.
    question : str
        What is to be agreed upon, one sentence.
    at : datetime.datetime
        Now.

    Raises
    ------
    InputRefused
        If there is no question, one deliberation is at work already, or the issue is not a case.
    NotAllowed
    """
    require_lead(session, viewer, issue)
    session.refresh(issue, with_for_update={"of": Issue.__table__})
    asked = bounded_line(question, LONGEST_QUESTION)
    if not asked:
        raise InputRefused(N_("Say in one sentence what is to be agreed upon."))
    if issue.state not in (*RUNNING_STATES, IssueState.SUSPENDED):
        raise InputRefused(N_("Only a case that is filed and not yet handled can be deliberated."))
    if at_work(session, issue.id) is not None:
        raise InputRefused(N_("This issue is being deliberated already."))
    made = Deliberation(issue_id=issue.id, question=asked, made_by=viewer.user_id, made_at=at)
    session.add(made)
    tell_story(session, viewer, issue.id, "deliberate", asked, at=at)
    return made


def take_step(
    session: Session,
    viewer: Viewer,
    deliberation_id: int,
    verb: str,
    meeting: Meeting,
    *,
    seen: int,
    at: dt.datetime,
) -> Deliberation:
    """Write down a step, and go where it leads.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    deliberation_id : int
    verb : str
        Of :data:`app.models.DELIBERATION_MOVES`.
    meeting : Meeting
    seen : int
        The version that the viewer saw.
    at : datetime.datetime
        Now, in the zone of the place.

    Raises
    ------
    InputRefused
        If somebody was faster, the step does not follow here, or something is missing.
    NotAllowed, NotFound
    """
    held = hold(session, viewer, deliberation_id)
    check_seen(held, seen)
    check_allowed(session, viewer, held, verb)
    meeting = cleaned(meeting)
    check_meeting(verb, meeting, since=_since(session, held, at), today=at.date())
    held.steps.append(_row(verb, meeting, viewer, at))
    held.state = DELIBERATION_MOVES[verb, held.state]
    held.version += 1
    tell_story(session, viewer, held.issue_id, verb, meeting.minutes, at=at)
    return held


def tell_story(
    session: Session, viewer: Viewer, issue_id: int, verb: str, note: str, *, at: dt.datetime
) -> None:
    """Write a step into the time line of the issue, and tell those whom it concerns.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    issue_id : int
    verb, note : str
        Long notes are cut: the whole minutes stand with the step.
    at : datetime.datetime
        In the zone of the place, whose day says who is on duty.
    """
    event = IssueEvent(
        issue_id=issue_id,
        verb=verb,
        at=at,
        person_id=viewer.person_id,
        user_id=viewer.user_id,
        note=note if len(note) <= _NOTE else note[: _NOTE - 1] + "…",
    )
    session.add(event)
    session.flush()
    tell_step(session, session.get_one(Issue, issue_id), event)


def _since(session: Session, deliberation: Deliberation, at: dt.datetime) -> dt.date:
    """Give the day before which the next step cannot lie: of the step before, or of the report.

    The branch may have met before anybody opened the deliberation here.
    """
    if deliberation.steps:
        return deliberation.steps[-1].held_on
    reported_at = session.get_one(Issue, deliberation.issue_id).reported_at
    return reported_at.astimezone(at.tzinfo).date()


def _row(verb: str, meeting: Meeting, viewer: Viewer, at: dt.datetime) -> DeliberationStep:
    """Make the row of a step."""
    votes = meeting.votes
    return DeliberationStep(
        verb=verb,
        held_on=meeting.held_on,
        participants=[{"party": one.party.value, "name": one.name} for one in meeting.participants],
        minutes=meeting.minutes,
        votes_for=votes.in_favour if votes else None,
        votes_against=votes.against if votes else None,
        votes_abstained=votes.abstained if votes else None,
        user_id=viewer.user_id,
        at=at,
    )
