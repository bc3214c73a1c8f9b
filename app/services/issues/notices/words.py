"""What notices say: in the application, and in e-mail."""

from __future__ import annotations

from collections.abc import Mapping

from geodata.errors import N_

NOTICE_WORDS: Mapping[str, str] = {
    "report": N_("New: to be filed or rejected"),
    "confirm": N_("Seen on site: to be filed or rejected"),
    "file": N_("Filed"),
    "reject": N_("Not filed"),
    "to handle": N_("For you to handle"),
    "to arrange": N_("Given to your organisation: see that it is handled"),
    "dispatch": N_("Dispatched"),
    "return": N_("Returned: to be dispatched again"),
    "extend": N_("The deadline was extended"),
    "suspend": N_("Suspended"),
    "resume": N_("It goes on: for you to handle"),
    "to verify": N_("Handled: to be verified"),
    "resolve": N_("Handled"),
    "to close": N_("Verified: to be closed"),
    "rework": N_("Not passed: to be handled again"),
    "close": N_("Closed"),
    "evaluate": N_("Evaluated"),
    "reopen": N_("Opened again"),
    "void": N_("Void"),
    "merge": N_("Merged into another issue"),
    "joined": N_("Another issue was merged into it"),
    "part": N_("Parted again from another issue"),
    "escalate": N_("Escalated"),
    "note": N_("A remark"),
    "soon": N_("Soon overdue"),
    "overdue": N_("Overdue"),
    "deliberate": N_("Brought before the residents"),
    "raise": N_("Deliberation: the question is raised"),
    "meet": N_("Deliberation: no agreement yet, they meet again"),
    "discuss": N_("Deliberation: they agree"),
    "to answer": N_("Deliberation: for you to answer"),
    "answer": N_("Deliberation: it is answered"),
    "to judge": N_("Deliberation: answered, to be judged by the residents"),
    "judge": N_("Deliberation: the residents have judged"),
    "discuss again": N_("Deliberation: to be discussed again"),
    "answer again": N_("Deliberation: to be answered again"),
    "drop": N_("Deliberation: given up"),
    "share cost": N_("Deliberation: the cost is shared"),
    "cost collected": N_("Deliberation: the cost is collected"),
    "patrol opens": N_("Your patrol can set out"),
    "patrol missed": N_("Nobody set out on this patrol"),
}
"""What each kind of notice says."""

TO_DO = frozenset(
    {
        "report",
        "confirm",
        "to handle",
        "to arrange",
        "return",
        "resume",
        "to verify",
        "to close",
        "rework",
        "escalate",
        "soon",
        "overdue",
        "to answer",
        "to judge",
        "patrol opens",
    }
)
"""Kinds after which somebody has to do something; only these are mailed to accounts."""

RESIDENT_WORDS: Mapping[str, str] = {
    "report": N_("We have your report. Its number is %(number)s."),
    "file": N_("Your report %(number)s was accepted, and somebody will see to it."),
    "reject": N_("Your report %(number)s was not accepted. The reason stands on its page."),
    "suspend": N_("Your report %(number)s has to wait. The reason stands on its page."),
    "resume": N_("Work on your report %(number)s goes on."),
    "resolve": N_("What you reported as %(number)s was handled. It will be looked at again."),
    "close": N_("Your report %(number)s is done. Please tell us on its page how well."),
    "reopen": N_("Your report %(number)s was opened again."),
    "void": N_("Your report %(number)s was taken back. The reason stands on its page."),
    "merge": N_("Your report %(number)s goes on together with another one of the same matter."),
    "deliberate": N_("Your report %(number)s goes before the residents, who will be heard."),
    "judge": N_("The residents have judged what was done about your report %(number)s."),
    "joined": N_("Somebody else reported the matter of your report %(number)s, too."),
}
"""What each kind of notice tells a resident by e-mail; others are not mailed to residents."""
