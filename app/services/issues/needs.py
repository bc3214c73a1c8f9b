"""What a move must be given, checked before anything is changed."""

from __future__ import annotations

import datetime as dt

from app.models import ISSUE_MOVES, PUBLIC_CHANNELS, Issue, Need
from app.services.issues.given import NOTE_MOST, Given
from geodata.errors import N_, InputRefused

LONGEST_EXTENSION = dt.timedelta(days=366)

WORDS = {
    Need.REASON: N_("Write in a few words why, or what was done."),
    Need.PHOTO: N_("Add a photo that shows it, or write why there is none."),
    Need.HANDLER: N_("Choose who is to handle it."),
    Need.CONFIRMED: N_(
        "The public reported this: somebody has to see it on site before it is filed."
    ),
    Need.OTHER: N_("Choose another issue with which this one is merged."),
    Need.UNTIL: N_("Choose a deadline later than the present one."),
    Need.SCORE: N_("Give a score from 1 to 5."),
}
"""What is said where a need is not met."""


def check_given(issue: Issue, verb: str, give: Given, at: dt.datetime) -> None:
    """Refuse a move that lacks what it needs.

    Parameters
    ----------
    issue : Issue
    verb : str
        Of :data:`ISSUE_MOVES`.
    give : Given
    at : datetime.datetime
        Now, aware.

    Raises
    ------
    InputRefused
        Saying what is missing.
    """
    check_bounds(give)
    lacking = _lacking(issue, give, at)
    for need in ISSUE_MOVES[verb].needs:
        if lacking[need]:
            raise InputRefused(WORDS[need])
    if give.until is not None and give.until > at + LONGEST_EXTENSION:
        raise InputRefused(N_("Choose a deadline within a year."))


def needs_of(issue: Issue, verb: str) -> tuple[Need, ...]:
    """Give what a move of this issue still has to be given.

    Parameters
    ----------
    issue : Issue
    verb : str
    """
    needs = ISSUE_MOVES[verb].needs
    if must_be_confirmed(issue):
        return needs
    return tuple(need for need in needs if need is not Need.CONFIRMED)


def must_be_confirmed(issue: Issue) -> bool:
    """Tell whether somebody has to see on site what the public reported.

    Parameters
    ----------
    issue : Issue
    """
    return issue.channel in PUBLIC_CHANNELS and issue.confirmed_at is None


def check_bounds(give: Given) -> None:
    """Refuse more than a step of an issue can carry.

    Parameters
    ----------
    give : Given

    Raises
    ------
    InputRefused
    """
    if max(len(give.note), len(give.no_photo)) > NOTE_MOST:
        raise InputRefused(N_("Write at most %(most)s characters."), most=NOTE_MOST)


def _lacking(issue: Issue, give: Given, at: dt.datetime) -> dict[Need, bool]:
    """Tell of each need whether it is not met."""
    return {
        Need.REASON: not give.note.strip(),
        Need.PHOTO: not give.photos and not give.no_photo.strip(),
        Need.HANDLER: give.handler is None,
        Need.CONFIRMED: must_be_confirmed(issue) and not give.confirmed,
        Need.OTHER: give.other_id in (None, issue.id),
        Need.UNTIL: give.until is None or give.until <= max(at, issue.due_at or at),
        Need.SCORE: give.score not in range(1, 6),
    }
