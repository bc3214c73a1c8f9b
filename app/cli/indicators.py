"""The command that tells the indicators of a period."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import click

from app.cli.context import Machine, community_option, json_option, pass_machine
from app.queries.issues.indicators import (
    RATE_WORDS,
    Counts,
    Group,
    Indicators,
    Span,
    read_indicators,
    say_group,
)
from app.queries.scope import find_community
from app.services.issues.indicator_sheet import write_indicators

_DAY = click.DateTime(["%Y-%m-%d"])


@click.command()
@community_option
@click.option("--since", type=_DAY, help="First day; by default the first of this month.")
@click.option("--until", type=_DAY, help="Last day; by default today.")
@click.option(
    "--by",
    type=click.Choice([group.value for group in Group]),
    default=Group.CELL.value,
    show_default=True,
    help="By what the lines are told apart.",
)
@click.option(
    "--xlsx",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write an Excel workbook, too.",
)
@json_option
@pass_machine
def indicators(
    machine: Machine,
    community_code: str,
    since: dt.datetime | None,
    until: dt.datetime | None,
    by: str,
    xlsx: Path | None,
) -> None:
    """Say how many issues came, were due, were closed and in time, with the rates."""
    group = Group(by)
    now = machine.now.astimezone(ZoneInfo(machine.settings.wangge_timezone))
    last = until.date() if until else now.date()
    first = since.date() if since else last.replace(day=1)
    if first > last:
        raise click.UsageError("--since is after --until.")
    span = Span(first, last, now.tzinfo)
    with machine.transaction() as session:
        community = find_community(session, machine.viewer, community_code)
        found = read_indicators(session, machine.viewer, community, span, at=now, group=group)
    if xlsx is not None:
        write_indicators(found, span, group, xlsx, community=community.name, translate=str)
    machine.say(
        "\n".join(_lines(found, group)),
        since=first,
        until=last,
        by=by,
        **_facts(found.total),
        imported_ended=found.imported_ended,
        baseline_solved=community.baseline_issues_solved,
        rows=[{"name": row.name, **_facts(row.counts)} for row in found.rows],
    )


def _lines(found: Indicators, group: Group) -> list[str]:
    """Say the indicators, one group a line, the whole first."""
    named = [(say_group(row.name, group, str), row.counts) for row in found.rows]
    lines = [_line(name, counts) for name, counts in [("In all", found.total), *named]]
    if found.imported_ended:
        lines.append(f"{found.imported_ended} more were closed when an import brought them.")
    return lines


def _line(name: str, counts: Counts) -> str:
    return (
        f"{name}: {counts.received} received, {counts.filed} filed, {counts.due} due, "
        f"{counts.closed} closed ({_percent(counts.closing_rate)}), "
        f"{counts.on_time} on time ({_percent(counts.on_time_rate)}), "
        f"{counts.reworked} reworked ({_percent(counts.rework_rate)})"
    )


def _percent(share: float | None) -> str:
    return "-" if share is None else f"{share:.2%}"


def _facts(counts: Counts) -> dict[str, Any]:
    """Give counts and rates to a program."""
    rates = {key: getattr(counts, key) for key in RATE_WORDS}
    return vars(counts) | {
        key: None if rate is None else round(rate, 6) for key, rate in rates.items()
    }
