"""Commands on what was walked."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import click
from sqlalchemy.orm import Session

from app.cli.context import Machine, community_option, json_option, pass_machine
from app.models import Community, Patrol
from app.queries.coverage import (
    CellCoverage,
    LaneLine,
    MissedStop,
    Period,
    lanes_longest_ago,
    missed_stops,
)
from app.queries.scope import NotFound, find_community
from app.services.patrols.coverage import covered_cells
from app.services.patrols.record import TrackFile, expire_tracks, import_records, import_track
from geodata.errors import N_

DAYS = 30
EXAMPLES = 10
_DAY = click.DateTime(["%Y-%m-%d"])


@click.group()
def track() -> None:
    """Tracks of walks, and records of stops."""


@track.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--patrol", "patrol_id", type=int, required=True, help="Number of the patrol.")
@click.option(
    "--datum",
    type=click.Choice(["wgs84", "gcj02", "bd09"]),
    help="Datum of a GPX file; without it a shift is noticed, and asked about.",
)
@json_option
@pass_machine
def import_file(machine: Machine, file: Path, patrol_id: int, datum: Any) -> None:
    """Take in a GPX track, or a CSV or Excel sheet of stops; only the coverage is kept."""
    with machine.transaction() as session:
        patrol, community = _patrol(session, patrol_id)
        here = (session, machine.viewer, community, patrol)
        if file.suffix.lower() != ".gpx":
            sheet = import_records(*here, file, settings=machine.settings, at=machine.now)
            told = f"{sheet.taken} stops taken, {sheet.doubtful} of them doubtful."
            facts: dict[str, Any] = {"stops": sheet.taken, "doubtful": sheet.doubtful}
            findings = sheet.findings
        else:
            given = TrackFile(file.name, file.read_bytes(), datum)
            made = import_track(*here, given, settings=machine.settings, at=machine.now)
            told = (
                f"{made.walked_m:.0f} m walked, {made.covered_m:.0f} of {made.planned_m:.0f} m of "
                f"the route covered, {made.stops} of {made.stops_planned} stops passed."
            )
            facts = {
                "walked_m": round(made.walked_m),
                "covered_m": round(made.covered_m),
                "planned_m": round(made.planned_m),
                "stops": made.stops,
                "stops_planned": made.stops_planned,
            }
            findings = made.findings
    lines = [told, *(f"  {finding}" for finding in findings[:EXAMPLES])]
    machine.say("\n".join(lines), **facts, findings=[str(finding) for finding in findings])


@track.command("expire")
@json_option
@pass_machine
def expire(machine: Machine) -> None:
    """Delete the tracks whose time is over; the worker of jobs does so by itself."""
    with machine.transaction() as session:
        gone = expire_tracks(session, at=machine.now)
    machine.say(f"{gone} tracks deleted.", deleted=gone)


def _patrol(session: Session, patrol_id: int) -> tuple[Patrol, Community]:
    """Find a patrol by its number, and its community."""
    patrol = session.get(Patrol, patrol_id)
    if patrol is None:
        raise NotFound(N_("There is no such patrol."))
    return patrol, session.get_one(Community, patrol.community_id)


@click.command()
@community_option
@click.option("--since", type=_DAY, help=f"First day; by default {DAYS} days ago.")
@click.option("--until", type=_DAY, help="Last day; by default today.")
@json_option
@pass_machine
def coverage(
    machine: Machine,
    community_code: str,
    since: dt.datetime | None,
    until: dt.datetime | None,
) -> None:
    """Say what was walked and visited in a period, cell by cell, and what was missed."""
    now = machine.now.astimezone(ZoneInfo(machine.settings.wangge_timezone))
    last = until.date() if until else now.date()
    first = since.date() if since else last - dt.timedelta(days=DAYS - 1)
    if first > last:
        raise click.UsageError("--since is after --until.")
    with machine.transaction() as session:
        community = find_community(session, machine.viewer, community_code)
        here = (session, machine.viewer, community)
        period = Period(first, last, now)
        cells = covered_cells(*here, period)
        missed = missed_stops(*here, period)
        lanes = lanes_longest_ago(*here, on=last, most=EXAMPLES)
    lines = [*map(_cell_line, cells), *_missed_lines(missed), *map(_lane_line, lanes)]
    machine.say(
        "\n".join(lines) or "There are no cells yet.",
        since=first,
        until=last,
        cells=[_cell_facts(cell) for cell in cells],
        missed_stops=[vars(stop) for stop in missed],
        lanes=[vars(lane) for lane in lanes],
    )


def _cell_line(cell: CellCoverage) -> str:
    return (
        f"{cell.code or '-':<18} {cell.name}: lanes {_percent(cell.lanes_share)} of "
        f"{cell.lanes_m:.0f} m, buildings {cell.visited}/{cell.buildings}, stops "
        f"{cell.stops_visited}/{cell.stops}, patrols {cell.walked}/{cell.patrols}"
    )


def _percent(share: float | None) -> str:
    return "-" if share is None else f"{share:.0%}"


def _missed_lines(missed: list[MissedStop]) -> list[str]:
    if not missed:
        return []
    lines = [f"{len(missed)} stops were not visited:"]
    lines += [f"  {stop.name} (last {stop.last_on or 'never'})" for stop in missed[:EXAMPLES]]
    return lines


def _lane_line(lane: LaneLine) -> str:
    name = lane.name or lane.kind
    return f"  lane {name}, {lane.length_m:.0f} m: last walked {lane.last_on or 'never'}"


def _cell_facts(cell: CellCoverage) -> dict[str, Any]:
    """Say of a cell what a program wants to know."""
    shares = {
        name: None if share is None else round(share, 4)
        for name, share in (
            ("lanes_share", cell.lanes_share),
            ("buildings_share", cell.buildings_share),
            ("stops_share", cell.stops_share),
        )
    }
    return {**vars(cell), **shares}
