"""The sections on what is being done: open questions, coverage, duties."""

from __future__ import annotations

from app.models import IssueState
from app.queries.words import word
from app.services.summaries.about import Facts
from app.services.summaries.document.days import say_day, short_day
from app.services.summaries.document.parts import (
    NOTHING,
    Card,
    Column,
    Form,
    Section,
    Table,
    Translate,
    Value,
    share,
    write_value,
)
from geodata.errors import N_


def write_questions(facts: Facts, say: Translate) -> Section:
    """Write the section on open questions and how far they have come.

    Parameters
    ----------
    facts : dict
        Of the whole summary.
    say : callable
    """
    found = facts["questions"]
    standing = say(N_("As of %(day)s, when this report was issued.")) % {
        "day": say_day(facts["issued_at"], say)
    }
    late = say(N_("of %(count)s whose time runs")) % {"count": found["running"]}
    cards = [
        Card(say(N_("Open")), str(found["open"]), say(N_("whenever they came in"))),
        Card(say(N_("Overdue")), str(found["overdue"]), late),
    ]
    states = [state for state in IssueState if found["states"].get(state.value)]
    by_state = Table(
        say(N_("Open, by what they wait for")),
        (Column(say(N_("State")), Form.TEXT), Column(say(N_("Issues")))),
        tuple((word(state.value, "issue_state", say), found["states"][state]) for state in states),
        empty=say(N_("Nothing is open.")),
    )
    tables = [by_state]
    if found["rows"]:
        tables.append(_pressing(found, say))
    if found["talks"]:
        tables.append(_talks(found, say))
    heading = say(N_("Open questions and their progress"))
    return Section("questions", heading, (standing,), tuple(cards), tables=tuple(tables))


def _pressing(found: Facts, say: Translate) -> Table:
    """List the most pressing issues with their last step."""
    title = say(N_("The %(shown)s most pressing of %(open)s")) % {
        "shown": len(found["rows"]),
        "open": found["open"],
    }
    headings = (
        N_("Number"), N_("What"), N_("Place"), N_("State"), N_("Reported on"), N_("Due"),
        N_("Last step"),
    )  # fmt: skip
    rows = tuple(
        (
            row["number"],
            row["title"] or row["category"],
            row["place"],
            _state(row, say),
            short_day(row["reported_on"]),
            short_day(row["due_on"]),
            _step(row["verb"], row["step_on"], say),
        )
        for row in found["rows"]
    )
    return Table(title, tuple(Column(say(text), Form.TEXT) for text in headings), rows)


def _state(row: Facts, say: Translate) -> str:
    """Say where an issue stands, and that it is late if it is."""
    state = word(row["state"], "issue_state", say)
    return f"{state} · {say(N_('Overdue'))}" if row["light"] == "red" else state


def _step(verb: str, day: str | None, say: Translate) -> str:
    return f"{word(verb, 'verb', say)} {short_day(day)}" if verb else NOTHING


def _talks(found: Facts, say: Translate) -> Table:
    """List the deliberations."""
    headings = (N_("Question"), N_("State"), N_("Last step"))
    rows = tuple(
        (
            talk["question"],
            word(talk["state"], "deliberation_state", say),
            _step(talk["verb"], talk["held_on"], say),
        )
        for talk in found["talks"]
    )
    columns = tuple(Column(say(text), Form.TEXT) for text in headings)
    return Table(say(N_("Four-step deliberation with residents")), columns, rows)


def write_coverage(facts: Facts, say: Translate) -> Section:
    """Write the section on what patrols covered.

    Parameters
    ----------
    facts : dict
        Of the whole summary.
    say : callable
    """
    found = facts["coverage"]
    sums = {
        name: sum(cell[name] for cell in found["cells"])
        for name in (
            "lanes_m", "walked_m", "buildings", "visited", "patrols", "walked", "stops",
            "stops_visited",
        )
    }  # fmt: skip
    cards = (
        _part(say(N_("Patrols walked")), sums["walked"], sums["patrols"], say),
        _part(say(N_("Stops visited")), sums["stops_visited"], sums["stops"], say),
        _part(say(N_("Buildings visited")), sums["visited"], sums["buildings"], say),
        _part(say(N_("Metres of lanes walked")), sums["walked_m"], sums["lanes_m"], say),
    )
    missed = say(N_("%(count)s stops of the present routes were not visited.")) % {
        "count": found["missed_stops"]
    }
    return Section(
        "coverage",
        say(N_("Coverage by patrols")),
        (missed,),
        cards,
        tables=(_covered(found, say), _lanes(found, say)),
    )


def _part(label: str, part: int, whole: int, say: Translate) -> Card:
    beneath = say(N_("%(part)s of %(whole)s")) % {"part": f"{part:,}", "whole": f"{whole:,}"}
    shown = share(min(part, whole), whole)
    return Card(label, write_value(shown, Form.SHARE), beneath)


def _covered(found: Facts, say: Translate) -> Table:
    """Put the coverage of cells in a table."""
    headings = (
        N_("Patrols due"), N_("walked"), N_("Stops due"), N_("visited"), N_("Buildings"),
        N_("visited"), N_("Lanes, m"), N_("walked, m"),
    )  # fmt: skip
    names = (
        "patrols", "walked", "stops", "stops_visited", "buildings", "visited", "lanes_m",
        "walked_m",
    )  # fmt: skip
    rows: tuple[tuple[Value, ...], ...] = tuple(
        (cell["name"] or cell["code"], *(cell[name] for name in names)) for cell in found["cells"]
    )
    total = (
        say(N_("In all")),
        *(sum(cell[name] for cell in found["cells"]) for name in names),
    )
    columns = (Column(say(N_("Cell")), Form.TEXT), *(Column(say(text)) for text in headings))
    empty = say(N_("There are no cells yet."))
    return Table(say(N_("By cell")), columns, rows, total if len(rows) > 1 else None, empty)


def _lanes(found: Facts, say: Translate) -> Table:
    """List the lanes that were not walked for longest."""
    columns = (
        Column(say(N_("Lane")), Form.TEXT),
        Column(say(N_("Length, m")), Form.METRES),
        Column(say(N_("Last walked")), Form.TEXT),
    )
    rows = tuple(
        (
            lane["name"] or say(N_("without name")),
            lane["length_m"],
            say_day(lane["last_on"], say) if lane["last_on"] else say(N_("never")),
        )
        for lane in found["lanes"]
    )
    empty = say(N_("No lanes are known."))
    return Table(say(N_("Lanes not walked for longest")), columns, rows, empty=empty)


def write_duties(facts: Facts, say: Translate) -> Section:
    """Write the section on posts and vacancies.

    Parameters
    ----------
    facts : dict
        Of the whole summary.
    say : callable
    """
    found = facts["duties"]
    columns = (
        Column(say(N_("Post")), Form.TEXT),
        Column(say(N_("at")), Form.TEXT),
        Column(say(N_("Places"))),
        Column(say(N_("Vacant"))),
        Column(say(N_("Filled")), Form.SHARE),
    )
    rows = tuple(
        (
            _role(post["role"], say),
            word(post["kind"], "place_kind", say),
            post["places"],
            post["vacant"],
            share(post["places"] - post["vacant"], post["places"]),
        )
        for post in found["posts"]
    )
    tables = [Table(say(N_("Posts")), columns, rows)]
    if found["rows"]:
        tables.append(_vacant(found, say))
    return Section("duties", say(N_("Duties vacant")), tables=tuple(tables))


def _vacant(found: Facts, say: Translate) -> Table:
    """List places for which nobody answers."""
    title = say(N_("%(shown)s of %(count)s places without somebody")) % {
        "shown": len(found["rows"]),
        "count": found["vacant"],
    }
    columns = (
        Column(say(N_("Place")), Form.TEXT),
        Column(say(N_("Cell")), Form.TEXT),
        Column(say(N_("Missing")), Form.TEXT),
        Column(say(N_("Households"))),
    )
    rows = tuple(
        (row["place"], row["cell"], _role(row["role"], say), row["households"])
        for row in found["rows"]
    )
    return Table(title, columns, rows)


def _role(role: str | None, say: Translate) -> str:
    return word(role, "duty_role", say) if role else say(N_("Somebody in any role"))
