"""Commands on shifts: who walks when, and making shifts for a period."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import click

from app.cli.context import Machine, community_option, json_option, pass_machine
from app.queries.scope import find_community
from app.queries.shifts import PatrolLine, patrol_lines
from app.services.patrols.shifts import keep_up, make_shifts

DAYS = 7
_day = click.DateTime(["%Y-%m-%d"])


@click.group()
def shifts() -> None:
    """Shifts 班次: who walks when."""


@shifts.command("list")
@community_option
@click.option("--from", "first", type=_day, metavar="YYYY-MM-DD", help="By default today.")
@click.option(
    "--days", default=DAYS, show_default=True, type=click.IntRange(1, 62), help="How many days."
)
@click.option("--gaps", "gaps_only", is_flag=True, help="Only what still needs somebody.")
@json_option
@pass_machine
def list_(
    machine: Machine, community_code: str, first: dt.datetime | None, days: int, gaps_only: bool
) -> None:
    """List patrols with who is on."""
    at = machine.now.astimezone(_zone(machine))
    begin = first.date() if first else at.date()
    last = begin + dt.timedelta(days=days - 1)
    with machine.transaction() as session:
        community = find_community(session, machine.viewer, community_code)
        keep_up(session, community, last, at=at)
        lines = patrol_lines(
            session, machine.viewer, community, _zone(machine), first=begin, last=last
        )
    shown = [line for line in lines if line.is_gap or not gaps_only]
    words = [_words(line, _zone(machine)) for line in shown] or ["Nothing."]
    machine.say("\n".join(words), patrols=[_facts(line) for line in shown])


@shifts.command()
@community_option
@click.option("--from", "first", type=_day, metavar="YYYY-MM-DD", help="By default today.")
@click.option("--to", "last", type=_day, metavar="YYYY-MM-DD", required=True, help="Last day.")
@json_option
@pass_machine
def make(
    machine: Machine, community_code: str, first: dt.datetime | None, last: dt.datetime
) -> None:
    """Make the shifts of a period out of the rhythms; what is there already stays."""
    at = machine.now.astimezone(_zone(machine))
    begin = first.date() if first else at.date()
    with machine.transaction() as session:
        community = find_community(session, machine.viewer, community_code)
        made = make_shifts(session, community, begin, last.date(), at=at)
    machine.say(
        f"{made.shifts} shifts with {made.patrols} patrols are new.",
        shifts=made.shifts,
        patrols=made.patrols,
    )


def _zone(machine: Machine) -> ZoneInfo:
    """Give the zone of the place."""
    return ZoneInfo(machine.settings.wangge_timezone)


def _words(line: PatrolLine, zone: ZoneInfo) -> str:
    """Say a patrol in one line."""
    hours = f"{line.starts_at.astimezone(zone):%H:%M}-{line.ends_at.astimezone(zone):%H:%M}"
    who = line.names or "-"
    gap = f" ({line.crew.cover})" if line.is_gap else ""
    return f"{line.on} {hours} {line.cell_name}: {line.team_name or '-'} {who}{gap} {line.state}"


def _facts(line: PatrolLine) -> dict[str, Any]:
    """Say of a patrol what a program wants to know; people by name, as the pages do."""
    return {
        "id": line.id,
        "shift": line.shift_name,
        "starts_at": line.starts_at.isoformat(),
        "ends_at": line.ends_at.isoformat(),
        "cell": line.cell_name,
        "team": line.team_name,
        "who": [walker.name for walker in line.crew.walkers],
        "cover": line.crew.cover.value,
        "state": line.state.value,
    }
