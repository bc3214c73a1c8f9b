"""The section on what is hot, with its certainty, and the map of it."""

from __future__ import annotations

from shapely.geometry import shape

from app.services.summaries.about import Facts
from app.services.summaries.document.days import say_days
from app.services.summaries.document.parts import (
    Column,
    Form,
    Picture,
    Section,
    Table,
    Translate,
)
from geodata.errors import N_
from mapping.hotspots.judge import Verdict
from mapping.summary_map import FILLS, Outline, Piece, render_summary_map

VERDICTS = {
    Verdict.HOT: N_("Hot: more than chance explains"),
    Verdict.COLD: N_("Cold: fewer than chance explains"),
    Verdict.USUAL: N_("Usual"),
    Verdict.TOO_FEW: N_("Not enough data"),
}
_SHORT = {
    "hot": N_("Hot"),
    "cold": N_("Cold"),
    "usual": N_("Usual"),
    "too_few": N_("Not enough data"),
}


def write_hotspots(facts: Facts, say: Translate) -> Section:
    """Write the section on hotspots.

    Parameters
    ----------
    facts : dict
        Of the whole summary.
    say : callable
    """
    found = facts["hotspots"]
    heading = say(N_("Hotspots"))
    if "problem" in found:
        problem = found["problem"]
        return Section("hotspots", heading, (say(problem["template"]) % problem["params"],))
    picture = _picture(found, say)
    return Section(
        "hotspots",
        heading,
        tuple(_sentences(found, say)),
        pictures=(picture,) if picture.svg else (),
        tables=(_table(found, say),) if found["lines"] else (),
    )


def _sentences(found: Facts, say: Translate) -> list[str]:
    """Say what was looked at, how, and what came of it."""
    looked = [
        say(N_("%(days)s: %(issues)s issues against the households of %(pieces)s places."))
        % {
            "days": say_days(found["since"], found["until"], say),
            "issues": found["issues"],
            "pieces": found["pieces"],
        }
    ]
    if found["doubtful"]:
        template = N_("%(count)s more have no place that can be trusted, and are left out.")
        looked.append(say(template) % {"count": found["doubtful"]})
    # Reports issued before this was looked at tell nothing of it.
    again = [say(one["template"]) % one["params"] for one in found.get("again", ())]
    counts = found["verdicts"]
    if not counts.get("hot") and not counts.get("cold"):
        calm = say(N_("Nothing is hot: what differs is within what chance makes."))
        return [*looked, calm, *again]
    result = say(N_("Hot: %(hot)s, cold: %(cold)s, of %(pieces)s places.")) % {
        "hot": counts.get("hot", 0),
        "cold": counts.get("cold", 0),
        "pieces": found["pieces"],
    }
    return [*looked, result, *again]


def _picture(found: Facts, say: Translate) -> Picture:
    """Draw the map, with what its colours mean."""
    pieces = [
        Piece(shape(one["shape"]), Verdict(one["verdict"]), one["name"])
        for one in found["map"]["pieces"]
    ]
    outlines = [
        Outline(shape(one["shape"]), one["name"], one["own"]) for one in found["map"]["outlines"]
    ]
    title = say(N_("Map of hot and cold places"))
    shown = {piece.verdict for piece in pieces}
    legend = tuple((FILLS[kind], say(words)) for kind, words in VERDICTS.items() if kind in shown)
    return Picture(render_summary_map(pieces, outlines, title=title), title, legend)


def _table(found: Facts, say: Translate) -> Table:
    """List what is told of single places."""
    columns = (
        Column(say(N_("Place")), Form.TEXT),
        Column(say(N_("Verdict")), Form.TEXT),
        Column(say(N_("Reported"))),
        Column(say(N_("Usual")), Form.TENTH),
        Column(say(N_("Households"))),
        Column(say(N_("How sure")), Form.TEXT),
    )
    rows = tuple(
        (
            line["name"],
            say(_SHORT[line["verdict"]]),
            line["cases"],
            line["expected"],
            line["households"],
            say(line["words"]["template"]) % line["words"]["params"],
        )
        for line in found["lines"]
    )
    return Table(say(N_("Places in words")), columns, rows)
