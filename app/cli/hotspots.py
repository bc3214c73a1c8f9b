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
from app.queries.hotspots import By, Exposure, Found, Method, Wish, as_features, find_hotspots, told
from app.queries.scope import find_community

DAYS = 365
EXAMPLES = 10
_DAY = click.DateTime(["%Y-%m-%d"])


@click.command()
@community_option
@click.option("--since", type=_DAY, help=f"First day; by default {DAYS} days before the last.")
@click.option("--until", type=_DAY, help="Last day; by default today.")
@click.option("--by", type=click.Choice([by.value for by in By]), default="cell", show_default=True)
@click.option(
    "--method",
    type=click.Choice([method.value for method in Method]),
    help="By default gi, or scan where there are too few pieces for it.",
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
    output: Path | None,
    **options: Any,
) -> None:
    """Find what is hot: more issues than chance explains for so many households."""
    at = machine.now.astimezone(ZoneInfo(machine.settings.wangge_timezone))
    last = until.date() if until else at.date()
    first = since.date() if since else last - dt.timedelta(days=DAYS - 1)
    wish = Wish(first, last, **_choices(options))
    with machine.transaction() as session, machine.progress("Looking for hotspots") as tell:
        community = find_community(session, machine.viewer, community_code)
        found = find_hotspots(session, machine.viewer, community, wish, at=at, tell=tell)
        facts = told(found, community, _english)
        if output is not None:
            is_map = output.suffix.lower() == ".geojson"
            shown = as_features(found, community, _english) if is_map else facts
            output.write_text(json.dumps(shown, ensure_ascii=False), encoding="utf-8")
    machine.say("\n".join(_lines(found, facts)), **facts)


def _choices(options: dict[str, Any]) -> dict[str, Any]:
    """Turn words of the command line into what a wish takes."""
    kinds = {"by": By, "method": Method, "exposure": Exposure}
    return {
        name: kinds[name](value) if name in kinds and value is not None else value
        for name, value in options.items()
    }


def _english(template: str, params: Mapping[str, Any]) -> str:
    return template % params


def _lines(found: Found, facts: dict[str, Any]) -> list[str]:
    """Say what was found, the most certain first."""
    hot = [piece for piece in facts["pieces"] if piece["verdict"] in ("hot", "cold")]
    hot.sort(key=lambda piece: (piece["verdict"] != "hot", piece["p"], piece["key"]))
    head = (
        f"{facts['issues']} issues counted in {len(facts['pieces'])} pieces "
        f"({found.method}); {facts['doubtful']} of doubtful place and {facts['outside']} "
        "outside of all pieces are left out."
    )
    lines = [head]
    if not hot:
        lines.append("Nothing is hot or cold: what differs is within what chance makes.")
    lines += [
        f"  {piece['verdict']}  {piece['name'] or piece['key']}: {piece['words']}"
        + (f" ({piece['emerging']})" if "emerging" in piece else "")
        for piece in hot[:EXAMPLES]
    ]
    return lines
