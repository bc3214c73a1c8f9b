"""What the buttons and forms of moves say."""

from __future__ import annotations

from app.models import IssueState
from geodata.errors import N_

LABELS = {
    "confirm": N_("I saw it on site"),
    "file": N_("File as a case"),
    "reject": N_("Reject"),
    "dispatch": N_("Dispatch"),
    "handle": N_("Begin handling"),
    "return": N_("Return: not ours"),
    "extend": N_("Extend the deadline"),
    "suspend": N_("Suspend"),
    "resume": N_("Resume"),
    "resolve": N_("It is handled"),
    "handle on the spot": N_("Handled on the spot"),
    "verify": N_("Verified: it is done"),
    "rework": N_("Not done: send back"),
    "close": N_("Close the case"),
    "evaluate": N_("Evaluate"),
    "reopen": N_("Open again"),
    "void": N_("Take back"),
    "merge": N_("Merge with another"),
    "part": N_("Part again"),
    "escalate": N_("Ask for more attention"),
}
"""What a button says for each verb."""

HINTS = {
    "file": N_("From now on its time runs."),
    "reject": N_("It becomes no case. The reporter reads the reason."),
    "dispatch": N_("They find it in their list at once."),
    "return": N_("Nobody has it then; whoever dispatches chooses another. The time goes on."),
    "suspend": N_("It waits for something that nobody here can hasten. The clock stands."),
    "resolve": N_("Somebody else looks whether it is done."),
    "handle on the spot": N_("You saw it and handled it. Somebody else looks whether it is done."),
    "verify": N_("You looked, and it is done."),
    "rework": N_("It goes back to whoever handled it."),
    "reopen": N_("It becomes an open case again, and its time begins anew."),
    "void": N_("For reports by mistake, and what went away by itself. It stays readable."),
    "merge": N_("The other one goes on for both. Both reporters are told."),
    "part": N_("It stands alone again, as it was reported."),
    "escalate": N_("The next level looks at it: community, street, district."),
}
"""What follows from a verb, where its name does not say it."""

NOTES = {
    "resolve": N_("What was done?"),
    "handle on the spot": N_("What was done?"),
    "verify": N_("What did you see?"),
    "evaluate": N_("In your words"),
    "dispatch": N_("What should they know?"),
}
"""How the field of words is called; elsewhere it asks why, or for a remark."""

WHY = N_("Why?")
REMARK = N_("Remark, if you like")

WAITS = {
    IssueState.REPORTED: N_("Waits to be filed or rejected."),
    IssueState.FILED: N_("Waits for somebody to be given it."),
    IssueState.DISPATCHED: N_("Waits for whoever has it to begin."),
    IssueState.HANDLING: N_("Is being handled."),
    IssueState.SUSPENDED: N_("Waits, and its clock stands."),
    IssueState.RESOLVED: N_("Waits for somebody else to look whether it is done."),
    IssueState.VERIFIED: N_("Waits to be closed by the administrator."),
    IssueState.CLOSED: N_("Waits for a judgement."),
}
"""What an issue waits for, said to those who can do nothing about it."""

SCORES = (
    (5, N_("Very good")),
    (4, N_("Good")),
    (3, N_("So so")),
    (2, N_("Poor")),
    (1, N_("Bad")),
)

MAIN = (
    "confirm", "file", "dispatch", "handle", "resume", "resolve", "verify", "close", "evaluate",
)  # fmt: skip
"""Verbs that lead on along the good way: the first that is possible is the main button."""

RARE = ("extend", "suspend", "reopen", "void", "merge", "part", "escalate")
"""Verbs that stand behind a word, so that they do not crowd the others."""

AT_ONCE = ("confirm", "handle", "resume", "close")
"""Verbs that need nothing: one tap does them."""
