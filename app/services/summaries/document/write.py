"""Writing the facts of a summary as a document, in the language of its reader."""

from __future__ import annotations

from app.models import SummaryKind
from app.queries.issues.indicators import COUNT_MEANINGS, COUNT_WORDS
from app.services.summaries.about import Facts
from app.services.summaries.document.days import say_day, say_days
from app.services.summaries.document.hotspots import write_hotspots
from app.services.summaries.document.issues import write_issues
from app.services.summaries.document.parts import Document, Section, Translate
from app.services.summaries.document.work import write_coverage, write_duties, write_questions
from geodata.errors import N_

KIND_WORDS = {
    SummaryKind.WEEKLY: N_("Weekly report"),
    SummaryKind.MONTHLY: N_("Monthly report"),
    SummaryKind.QUARTERLY: N_("Quarterly report for the members' congress"),
}


def write_document(facts: Facts, say: Translate) -> Document:
    """Write a summary in words.

    Parameters
    ----------
    facts : dict
        As they were stored.
    say : callable
        English template to the reader's language.

    Returns
    -------
    Document
    """
    place = facts["community"]["name"]
    if facts["cell"]:
        place = f"{place} · {facts['cell']['name'] or facts['cell']['code']}"
    issued = say(N_("Issued on %(day)s; what changed since is not in it.")) % {
        "day": say_day(facts["issued_at"], say)
    }
    parts = (write_issues, write_hotspots, write_questions, write_coverage, write_duties)
    schematic = say(N_("Schematic data: not surveyed")) if facts["community"]["schematic"] else ""
    return Document(
        f"{place} {say(KIND_WORDS[SummaryKind(facts['kind'])])}",
        (say_days(facts["since"], facts["until"], say), issued),
        (*(part(facts, say) for part in parts), _notes(facts, say)),
        schematic,
    )


def _notes(facts: Facts, say: Translate) -> Section:
    """Say what the figures mean, and what stands apart from them."""
    lines = [
        f"{say(COUNT_WORDS[name])}: {say(meaning)}" for name, meaning in COUNT_MEANINGS.items()
    ]
    imported = facts["issues"]["imported_ended"]
    if imported:
        template = N_("%(number)s of the period that an import brought already closed.")
        lines.append(say(N_("Not counted:")) + " " + say(template) % {"number": imported})
    baseline = facts["community"]["baseline_solved"]
    if baseline:
        template = N_("%(number)s+ solved before, as the community tells.")
        lines.append(say(N_("Not counted:")) + " " + say(template) % {"number": baseline})
    lines.append(say(N_("Of what is called hot or cold, at most 1 in 20 is so by chance.")))
    if facts["public"]:
        lines.append(
            say(N_("Groups of fewer than five are shown together, so that nobody is singled out."))
        )
    lines.append(say(N_("Places and units are told apart, never people.")))
    if facts["community"]["attribution"]:
        lines.append(facts["community"]["attribution"])
    return Section("notes", say(N_("What the figures mean")), tuple(lines))
