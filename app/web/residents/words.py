"""Where a case stands, in the words of somebody who has no business with our states."""

from __future__ import annotations

from collections.abc import Mapping

from app.models import IssueState
from geodata.errors import N_

STAGES = (N_("We have it"), N_("Accepted"), N_("Being handled"), N_("Done"))
"""The way of a case, as far as it concerns who reported it."""

_STANDING: Mapping[IssueState, tuple[int, str]] = {
    IssueState.REPORTED: (0, N_("We have your report. Somebody will look at it.")),
    IssueState.FILED: (1, N_("Your report is accepted. Somebody will be sent.")),
    IssueState.DISPATCHED: (2, N_("Somebody has been told to handle it.")),
    IssueState.HANDLING: (2, N_("It is being handled.")),
    IssueState.SUSPENDED: (2, N_("It has to wait; below is why.")),
    IssueState.RESOLVED: (2, N_("It is handled. Somebody else still checks whether it is well.")),
    IssueState.VERIFIED: (2, N_("It is handled and checked.")),
    IssueState.CLOSED: (3, N_("It is done.")),
    IssueState.EVALUATED: (3, N_("It is done.")),
    IssueState.REJECTED: (-1, N_("It was not accepted; below is why.")),
    IssueState.VOID: (-1, N_("It was taken back; below is why.")),
    IssueState.MERGED: (1, N_("Your report belongs to another one, which goes on for both.")),
}
_MERGED = N_("Others reported the same; this is how it goes on for all of you.")


def stage_of(state: IssueState) -> int:
    """Give the index of the stage in :data:`STAGES`; -1 for a case that goes no further.

    Parameters
    ----------
    state : IssueState
    """
    return _STANDING[state][0]


def standing(state: IssueState, *, merged: bool) -> tuple[str, ...]:
    """Say where a case stands, in marked sentences.

    Parameters
    ----------
    state : IssueState
        Of the case that goes on.
    merged : bool
        Whether it is the case of others as well.
    """
    sentence = _STANDING[state][1]
    return (sentence, _MERGED) if merged else (sentence,)
