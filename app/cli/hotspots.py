"""``./wangge hotspots``: what is hot in a period, and how sure that is."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import click

from app.cli.context import Machine, community_option, json_option, pass_machine
from app.queries.hotspots import (
    By,
    Exposure,
    Method,
    Wish,
    alarms_as_features,
    as_features,
    find_alarms,
    find_hotspots,
    told,
    told_alarms,
)
from app.queries.scope import find_community

DAYS = 365
EXAMPLES = 10
ALARM = "alarm"
"""The method by which no map is made: what came up in the last weeks, and lasts."""

_DAY = click.DateTime(["%Y-%m-%d"])


@click.command()
@community_option
@click.option("--since", type=_DAY, help=f"First day; by default {DAYS} days before the last.")
@click.option("--until", type=_DAY, help="Last day; by default today.")
@click.option("--by", type=click.Choice([by.value for by in By]), default="cell", show_default=True)
@click.option(
    "--method",
    type=click.Choice([*(method.value for method in Method), ALARM]),
    help="By default gi, or scan where there are too few pieces for it; alarm: what came up "
    "in the last of 26 weeks, and lasts.",
)
@click.option(
    "--permutation",
    is_flag=True,
    help="For alarm: compare weeks and places with each other, not with who is exposed.",
)
@click.option(
    "--exposure",
    type=click.Choice([exposure.value for exposure in Exposure]),
    default="households",
    show_default=True,
    help="Against what issues are counted.",
)
@click.option("--category", "category_id", type=int, help="Number of a category.")
@click.option("--size", "size_m", type=float, default=150.0, help="Width of hexagons in metres.")
@click.option("--slices", type=int, default=12, help="Slices of time for emerging.")
@click.option("--replications", type=int, default=999, help="Maps of chance for the scan.")
@click.option("--seed", type=int, default=0, help="Of the maps of chance.")
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write to a file: .geojson for the pieces with their shapes, else JSON.",
)
@json_option
@pass_machine
def hotspots(
    machine: Machine,
    /,
    community_code: str,
    since: dt.datetime | None,
    until: dt.datetime | None,
    method: str | None,
    permutation: bool,
    output: Path | None,
    **options: Any,
) -> None:
    """Find what is hot: more issues than chance explains for so many households."""
    is_alarm = method == ALARM
    if permutation and not is_alarm:
        raise click.UsageError("--permutation goes with --method alarm.")
    if since and is_alarm:
        raise click.UsageError("An alarm looks at the 26 weeks before --until: leave --since out.")
    at = machine.now.astimezone(ZoneInfo(machine.settings.wangge_timezone))
    last = until.date() if until else at.date()
    first = since.date() if since else last - dt.timedelta(days=DAYS - 1)
    wish = Wish(first, last, **_choices(options | {"method": None if is_alarm else method}))
    with machine.transaction() as session, machine.progress("Looking for hotspots") as tell:
        community = find_community(session, machine.viewer, community_code)
        here = (session, machine.viewer, community)
        if is_alarm:
            seen, alarms = find_alarms(*here, wish, at=at, by_permutation=permutation, tell=tell)
            facts = told_alarms(seen, alarms, community)
            lines, shapes = _alarm_lines(facts), alarms_as_features(seen, alarms, community)
        else:
            found = find_hotspots(*here, wish, at=at, tell=tell)
            facts = told(found, community, _english)
            lines, shapes = _lines(facts), as_features(found, community, _english)
    _write(output, facts, shapes)
    machine.say("\n".join(lines), **facts)


def _write(output: Path | None, facts: dict[str, Any], shapes: dict[str, Any]) -> None:
    """Write what was found to the file that was asked for, shapes where its name says so."""
    if output is not None:
        shown = shapes if output.suffix.lower() == ".geojson" else facts
        output.write_text(json.dumps(shown, ensure_ascii=False), encoding="utf-8")


def _choices(options: dict[str, Any]) -> dict[str, Any]:
    """Turn words of the command line into what a wish takes."""
    kinds = {"by": By, "method": Method, "exposure": Exposure}
    return {
        name: kinds[name](value) if name in kinds and value is not None else value
        for name, value in options.items()
    }


def _english(template: str, params: Mapping[str, Any]) -> str:
    return template % params


def _lines(facts: dict[str, Any]) -> list[str]:
    """Say what was found, the most certain first."""
    hot = [piece for piece in facts["pieces"] if piece["verdict"] in ("hot", "cold")]
    hot.sort(key=lambda piece: (piece["verdict"] != "hot", piece["p"], piece["key"]))
    lines = [_counted(facts, len(facts["pieces"]), facts["method"])]
    if not hot:
        lines.append("Nothing is hot or cold: what differs is within what chance makes.")
    lines += [
        f"  {piece['verdict']}  {piece['name'] or piece['key']}: {piece['words']}"
        + (f" ({piece['emerging']})" if "emerging" in piece else "")
        for piece in hot[:EXAMPLES]
    ]
    return lines


def _alarm_lines(facts: dict[str, Any]) -> list[str]:
    """Say what came up lately, the likeliest first."""
    lines = [_counted(facts, facts["pieces"], ALARM)]
    if not facts["alarms"]:
        lines.append("No alarm: nothing came up lately that chance does not explain.")
    lines += [
        f"  {', '.join(alarm['names'][:EXAMPLES])}: {alarm['cases']} reported since "
        f"{alarm['since']} where {alarm['expected']:.1f} are usual; chance {alarm['p']:.3f}"
        for alarm in facts["alarms"][:EXAMPLES]
    ]
    return lines


def _counted(facts: dict[str, Any], pieces: int, method: str) -> str:
    """Say what was counted, and what was left out."""
    return (
        f"{facts['issues']} issues counted in {pieces} pieces ({method}); {facts['doubtful']} of "
        f"doubtful place and {facts['outside']} outside of all pieces are left out."
    )
