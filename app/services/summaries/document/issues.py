"""The section on what came, was due and was closed, and what changed."""

from __future__ import annotations

import datetime as dt
from typing import Any

from app.queries.issues.indicators import RATE_WORDS, Group, say_group
from app.services.summaries.about import Facts
from app.services.summaries.changes import is_change
from app.services.summaries.document.days import say_day, say_days, short_day
from app.services.summaries.document.parts import (
    NOTHING,
    Card,
    Column,
    Form,
    Picture,
    Section,
    Table,
    Translate,
    Value,
    share,
    write_value,
)
from app.services.summaries.issue_facts import OTHERS
from app.services.summaries.periods import Days
from geodata.errors import N_
from mapping.charts import BEFORE_INK, NARROW, NOW_INK, Bar, render_columns, render_lines

MOST_BARS = 12
_RATES = (("closing_rate", "closed"), ("on_time_rate", "on_time"))


def write_issues(facts: Facts, say: Translate) -> Section:
    """Write the section on issues.

    Parameters
    ----------
    facts : dict
        Of the whole summary.
    say : callable
    """
    issues = facts["issues"]
    tables = [_table(facts, Group.CATEGORY, issues["by_category"], say)]
    if issues["by_cell"]:
        tables.append(_table(facts, Group.CELL, issues["by_cell"], say))
    return Section(
        "issues",
        say(N_("What came in and what became of it")),
        tuple(_sentences(facts, say)),
        _cards(issues, say),
        tuple(picture for picture in _pictures(issues, say) if picture.svg),
        tuple(tables),
    )


def _cards(issues: Facts, say: Translate) -> tuple[Card, ...]:
    """Give the large figures, each with what it is divided by."""
    now, past = issues["now"], issues["before"]
    beneath = say(N_("period before: %(count)s")) % {"count": past["received"]}
    cards = [Card(say(N_("Received")), str(now["received"]), beneath)]
    for name, part in _RATES:
        cards.append(_rate(say(RATE_WORDS[name][0]), now, past, (part, "due"), say))
    cards.append(_rate(say(RATE_WORDS["rework_rate"][0]), now, past, ("reworked", "closed"), say))
    return tuple(cards)


def _rate(
    label: str, now: Facts, past: Facts, names: tuple[str, str], say: Translate
) -> Card:  # fmt: skip
    part, whole = names
    rates = [share(counts[part], counts[whole]) for counts in (now, past)]
    shown, earlier = (write_value(rate, Form.SHARE) for rate in rates)
    beneath = say(N_("%(part)s of %(whole)s; before: %(rate)s")) % {
        "part": now[part],
        "whole": now[whole],
        "rate": earlier,
    }
    return Card(label, shown, beneath)


def _sentences(facts: Facts, say: Translate) -> list[str]:
    """Say what changed by more than chance, in all and by category."""
    issues, past = facts["issues"], facts["before"]
    first = issues["records_since"]
    if first is None or first > past["since"]:
        template = N_("Nothing to compare with yet: the first issue known is of %(day)s.")
        return [say(template) % {"day": say_day(first, say)}]
    lines = [(say(N_("In all")), issues["now"], issues["before"])]
    lines += [
        (_name(line, Group.CATEGORY, say), line["now"], line["before"])
        for line in issues["by_category"]
        if line["name"] != OTHERS
    ]
    changed = [_change(name, now, before, facts, say) for name, now, before in lines]
    told = [sentence for sentence in changed if sentence]
    compared = say(N_("Compared with the period before (%(days)s):")) % {
        "days": say_days(past["since"], past["until"], say)
    }
    calm = say(N_("no category changed by more than chance explains."))
    if not told:
        return [f"{compared} {calm}"]
    return [compared, *told]


def _change(name: str, now: Facts, past: Facts, facts: Facts, say: Translate) -> str:
    """Say that a count changed; nothing where chance explains it."""
    counts = now["received"], past["received"]
    days, days_before = (_days(period) for period in (facts, facts["before"]))
    if not is_change(*counts, days=days, days_before=days_before):
        return ""
    template = (
        N_("%(name)s: %(now)s received, up from %(before)s. Chance alone: under 1 in 100.")
        if counts[0] * days_before > counts[1] * days
        else N_("%(name)s: %(now)s received, down from %(before)s. Chance alone: under 1 in 100.")
    )
    return say(template) % {"name": name, "now": counts[0], "before": counts[1]}


def _days(period: Facts) -> int:
    ends = (dt.date.fromisoformat(period[name]) for name in ("since", "until"))
    return Days(*ends).count


def _pictures(issues: Facts, say: Translate) -> list[Picture]:
    """Draw both periods: part by part, and category by category."""
    now, past = issues["slices"]["now"], issues["slices"]["before"]
    columns = [
        Bar(
            short_day(part["since"]),
            part["received"],
            past[number]["received"] if number < len(past) else None,
        )
        for number, part in enumerate(now)
    ]
    lines = [
        Bar(
            _name(line, Group.CATEGORY, say),
            line["now"]["received"],
            line["before"]["received"],
        )
        for line in issues["by_category"][:MOST_BARS]
    ]
    legend = ((NOW_INK, say(N_("this period"))), (BEFORE_INK, say(N_("period before"))))
    over_time, by_kind = say(N_("Received over time")), say(N_("Received by category"))
    drawn = ((render_columns, columns, over_time), (render_lines, lines, by_kind))
    return [
        Picture(draw(bars, title=title), title, legend, draw(bars, title=title, width=NARROW))
        for draw, bars, title in drawn
    ]


def _table(facts: Facts, group: Group, lines: list[Any], say: Translate) -> Table:
    """Put groups in a table, counts and rates side by side."""
    titles = {Group.CELL: N_("By cell"), Group.CATEGORY: N_("By category")}
    heads = {Group.CELL: N_("Cell"), Group.CATEGORY: N_("Category")}
    columns = (
        Column(say(heads[group]), Form.TEXT),
        Column(say(N_("Received"))),
        Column(say(N_("before"))),
        Column(say(N_("Due"))),
        Column(say(N_("Closed"))),
        Column(say(N_("Closing rate")), Form.SHARE),
        Column(say(N_("Closed in time"))),
        Column(say(N_("On-time rate")), Form.SHARE),
        Column(say(N_("Reworked"))),
    )
    issues = facts["issues"]
    total = _row(say(N_("In all")), issues["now"], issues["before"])
    rows = tuple(_row(_name(line, group, say), line["now"], line["before"]) for line in lines)
    empty = say(N_("No issue was received or due in this period."))
    return Table(say(titles[group]), columns, rows, total, empty)


def _row(name: str, now: Facts, past: Facts) -> tuple[Value, ...]:
    return (
        name, now["received"], past["received"], now["due"], now["closed"],
        share(now["closed"], now["due"]), now["on_time"], share(now["on_time"], now["due"]),
        now["reworked"],
    )  # fmt: skip


def _name(line: Facts, group: Group, say: Translate) -> str:
    if line["name"] == OTHERS:
        return say(N_("Others, each with fewer than 5"))
    return say_group(line["name"], group, say) or NOTHING
