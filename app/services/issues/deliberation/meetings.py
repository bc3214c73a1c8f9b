"""What is written down of one step of a deliberation, and what it lacks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from app.models import DeliberationParty
from app.services.issues.words import DESCRIPTION, NAME, bounded, bounded_line
from geodata.errors import N_, InputRefused

MOST_PARTICIPANTS = 100
MOST_VOTES = 100_000
THREE_PARTIES = 3


@dataclass(frozen=True)
class Participant:
    """Somebody who took part, and for whom they spoke."""

    party: DeliberationParty
    name: str


@dataclass(frozen=True)
class Votes:
    """How those present voted, each a count of people or of households."""

    in_favour: int
    against: int
    abstained: int = 0

    @property
    def carried(self) -> bool:
        """Whether more were in favour than against."""
        return self.in_favour > self.against


@dataclass(frozen=True)
class Meeting:
    """One step as somebody writes it down.

    Attributes
    ----------
    held_on : datetime.date
        When they met, or when the answer was given.
    minutes : str
        What was said or done; the reason, where a step goes back or is dropped.
    participants : Sequence[Participant]
    votes : Votes or None
        None where nobody voted.
    """

    held_on: dt.date
    minutes: str = ""
    participants: Sequence[Participant] = field(default=())
    votes: Votes | None = None


def cleaned(meeting: Meeting) -> Meeting:
    """Give a meeting with bounded texts, without names that are empty.

    Parameters
    ----------
    meeting : Meeting

    Raises
    ------
    InputRefused
        If a text is too long.
    """
    named = (replace(one, name=bounded_line(one.name, NAME)) for one in meeting.participants)
    return replace(
        meeting,
        minutes=bounded(meeting.minutes, DESCRIPTION),
        participants=tuple(one for one in named if one.name),
    )


def check_meeting(verb: str, meeting: Meeting, *, since: dt.date, today: dt.date) -> None:
    """Refuse what cannot be, or lacks what the step is about.

    Parameters
    ----------
    verb : str
        Of :data:`app.models.DELIBERATION_MOVES`.
    meeting : Meeting
        As :func:`cleaned` gives it.
    since : datetime.date
        Day of the step before.
    today : datetime.date

    Raises
    ------
    InputRefused
        With the first thing to mend.
    """
    _check_form(meeting)
    if not since <= meeting.held_on <= today:
        raise InputRefused(N_("The day lies between %(since)s and today."), since=since.isoformat())
    parties = {one.party for one in meeting.participants}
    match verb:
        case "raise" if DeliberationParty.BRANCH not in parties:
            raise InputRefused(N_("Name who raised it for the party branch."))
        case "discuss" if len(parties) < THREE_PARTIES:
            raise InputRefused(N_("Three parties discuss: name somebody of at least three."))
        case "meet" | "answer" if not parties:
            raise InputRefused(N_("Name who took part."))
        case "judge" if meeting.votes is None:
            raise InputRefused(N_("Write down how many residents are satisfied, and how many not."))
    _check_outcome(verb, meeting.votes)


def _check_outcome(verb: str, votes: Votes | None) -> None:
    """Refuse to go on against those who voted."""
    if votes is None or votes.carried:
        return
    if verb == "discuss":
        raise InputRefused(
            N_("More did not agree than agreed. Note it as a meeting without agreement.")
        )
    if verb == "judge":
        raise InputRefused(N_("More are dissatisfied than satisfied. It is to be answered again."))


def _check_form(meeting: Meeting) -> None:
    """Refuse what is empty or too many."""
    if not meeting.minutes:
        raise InputRefused(N_("Write down what was said or done, in a few sentences."))
    if len(meeting.participants) > MOST_PARTICIPANTS:
        raise InputRefused(N_("At most %(most)s people can be named."), most=MOST_PARTICIPANTS)
    votes = meeting.votes
    if votes and not all(
        0 <= count <= MOST_VOTES for count in (votes.in_favour, votes.against, votes.abstained)
    ):
        raise InputRefused(N_("Votes are counts from 0 to %(most)s."), most=MOST_VOTES)
