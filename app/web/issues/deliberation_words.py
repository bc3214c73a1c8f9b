"""The words of the four steps: what each asks for, and how a cost can be shared."""

from __future__ import annotations

from dataclasses import dataclass

from app.models import DeliberationState
from app.services.issues.deliberation import Basis
from app.web.issues.blueprint import issues
from geodata.errors import N_


@dataclass(frozen=True)
class StepForm:
    """How the form of a state looks.

    Attributes
    ----------
    title, hint, minutes : str
        Marked templates: what the step is, who does it, what the large field asks for.
    onward : str
        The verb of the first button, with its word.
    otherwise : tuple of (str, str)
        Verbs of the other buttons of the same form, with their words.
    back : tuple of (str, str)
        Verbs that need a reason alone, with their words.
    votes : tuple of (str, str, str) or None
        Words of the three fields; None where nobody votes.
    """

    title: str
    hint: str
    minutes: str
    onward: tuple[str, str]
    otherwise: tuple[tuple[str, str], ...] = ()
    back: tuple[tuple[str, str], ...] = ()
    votes: tuple[str, str, str] | None = None


_AGREED = (N_("Agree"), N_("Do not agree"), N_("Abstain"))
_SATISFIED = (N_("Satisfied"), N_("Not satisfied"), N_("No opinion"))
_DROP = ("drop", N_("Give it up"))

STEP_FORMS = {
    DeliberationState.RAISING: StepForm(
        N_("Step 1: raise the question"),
        N_("The party branch has looked at it and says what is to be agreed upon."),
        N_("What was seen, what is asked"),
        ("raise", N_("The question is raised")),
        back=(_DROP,),
    ),
    DeliberationState.DISCUSSING: StepForm(
        N_("Step 2: discuss it"),
        N_("At least three parties: such as the branch, the property side, the residents."),
        N_("What was said, what was agreed"),
        ("discuss", N_("They agree: go on")),
        (("meet", N_("No agreement yet: they meet again")),),
        (_DROP,),
        _AGREED,
    ),
    DeliberationState.ANSWERING: StepForm(
        N_("Step 3: answer it"),
        N_("The property firm or the department says what it has done."),
        N_("What was done, and when"),
        ("answer", N_("It is answered: let the residents judge")),
        back=(("discuss again", N_("Discuss it again")), _DROP),
    ),
    DeliberationState.JUDGING: StepForm(
        N_("Step 4: let the residents judge"),
        N_("Those who live there, and those whom it harmed, say whether it is good."),
        N_("How they judge, in their words"),
        ("judge", N_("Judged: done")),
        (("answer again", N_("Not good enough: to be answered again")),),
        votes=_SATISFIED,
    ),
}
"""By the state in which a deliberation waits."""

FOUR_STEPS = (
    (DeliberationState.RAISING, N_("Raise")),
    (DeliberationState.DISCUSSING, N_("Discuss")),
    (DeliberationState.ANSWERING, N_("Answer")),
    (DeliberationState.JUDGING, N_("Judge")),
)
"""In their order, each with the word of the row over the page."""

BASES = (
    (Basis.ENTRANCE, N_("Every entrance the same")),
    (Basis.HOUSEHOLDS, N_("Entrances by how many households they have")),
    (Basis.DOOR, N_("Every home the same, collected door by door")),
)


def yuan(fen: int) -> str:
    """Write an amount: ``1,250.00``.

    Parameters
    ----------
    fen : int
        Not negative.
    """
    return f"{fen // 100:,}.{fen % 100:02d}"


issues.add_app_template_filter(yuan, "yuan")
