"""``./wangge plan``: patrol routes for the cells of a community."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from app.cli.context import Machine, community_option, json_option, pass_machine
from app.models import PatrolMode, Route
from app.queries.scope import find_community
from app.services.patrols import PlanWish, plan_cells
from app.services.patrols.files import render_geojson, render_gpx

EXAMPLES = 10


class Place(click.ParamType[tuple[float, float]]):
    """Longitude and latitude with a comma between."""

    name = "LON,LAT"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[float, float]:
        """Read a place."""
        try:
            lon, lat = (float(part) for part in str(value).split(","))
        except ValueError:
            self.fail(f"{value} is not LON,LAT: degrees such as 114.35,34.79.", param, ctx)
        return lon, lat


@click.command()
@community_option
@click.option("--cell", "cell_code", metavar="CODE", help="Only this cell.")
@click.option("--all", "every", is_flag=True, help="All cells, side by side; the default.")
@click.option("--mode", type=click.Choice([mode.value for mode in PatrolMode]), default="stops",
              show_default=True, help="Past buildings and must-visit points, or along every "
              "lane.")  # fmt: skip
@click.option("--volunteers", type=int, default=1, show_default=True,
              help="Volunteers, or pairs, in each cell.")  # fmt: skip
@click.option("--max-minutes", type=float, help="Longest round of each, time at stops included.")
@click.option("--start", type=Place(), help="Where all set out; else the meeting point or a gate.")
@click.option("--open", "one_way", is_flag=True, help="Walks end at the last stop.")
@click.option("--both-sides", is_flag=True, help="With streets: once on each side of a lane.")
@click.option("--random-share", type=click.FloatRange(0, 1), default=0.0, help="How much longer "
              "a round may be for an order that nobody foresees: 0.1 is a tenth.")  # fmt: skip
@click.option("--pace", "pace_m_s", type=float, metavar="M_S",
              help="Metres a second on level ground; else WANGGE_PACE_M_S.")  # fmt: skip
@click.option("--set-out", type=click.DateTime(["%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M"]),
              help="When walks begin: gates that are closed then are avoided.")  # fmt: skip
@click.option("--seed", default=0, show_default=True, type=click.IntRange(0, 2**31 - 1),
              help="Seed of the solvers.")  # fmt: skip
@click.option("--time-limit", type=float, help="Seconds for each cell; by default what it needs.")
@click.option("-o", "--output", type=click.Path(dir_okay=False, writable=True, path_type=Path),
              help="Write the routes to FILE.gpx or FILE.geojson, too.")  # fmt: skip
@json_option
@pass_machine
def plan(
    machine: Machine, /, community_code: str, cell_code: str | None, every: bool, mode: str,
    one_way: bool, both_sides: bool, time_limit: float | None, output: Path | None, **wished: Any,
) -> None:  # fmt: skip
    """Plan patrol routes on the walking network, and keep them as the current ones."""
    if every and cell_code:
        raise click.UsageError("Give --cell or --all, not both.")
    render = _renderer(output)
    wish = PlanWish(
        mode=PatrolMode(mode), closed=not one_way, sides=2 if both_sides else 1,
        time_limit_s=time_limit, **wished,
    )  # fmt: skip
    with machine.progress("Planning routes") as tell, machine.transaction() as session:
        community = find_community(session, machine.viewer, community_code)
        made = plan_cells(
            session, machine.viewer, community, settings=machine.settings, at=machine.now,
            wish=wish, cell_code=cell_code, tell=tell,
        )  # fmt: skip
        facts = [_facts(route) for route in made.routes]
        if output is not None:
            output.write_bytes(render(made.routes))
    findings = [str(finding) for finding in made.findings]
    machine.say(_told(facts, findings), routes=facts, findings=findings)


def _renderer(output: Path | None) -> Any:
    """Choose how the file is written, before anything is computed."""
    if output is None or output.suffix.lower() == ".gpx":
        return render_gpx
    if output.suffix.lower() in (".geojson", ".json"):
        return render_geojson
    raise click.UsageError(f"{output.name} must end in .gpx or .geojson.")


def _told(facts: list[dict[str, Any]], findings: list[str]) -> str:
    """Say what was planned, a line a route, with the first of the findings."""
    lines = [
        f"{fact['cell'] or '':<18} {fact['name']}: {fact['stops']} stops, {fact['length_m']} m, "
        f"{fact['minutes']} min, {len(fact['unreachable'])} not visited{_gap(fact['gap'])}"
        for fact in facts
    ]
    lines += [f"  {finding}" for finding in findings[:EXAMPLES]]
    if len(findings) > EXAMPLES:
        lines.append(f"  ... and {len(findings) - EXAMPLES} more findings (--json has all).")
    return "\n".join(lines)


def _gap(gap: float | None) -> str:
    if gap is None:
        return ""
    return ", proven shortest" if gap <= 0 else f", at most {gap:.1%} above the shortest"


def _facts(route: Route) -> dict[str, Any]:
    """Say of a route what a person or a program wants to know."""
    return {
        "id": route.id,
        "cell": route.cell.code,
        "name": route.name,
        "walker": route.walker,
        "stops": len(route.stops),
        "length_m": round(route.length_m),
        "minutes": round((route.duration_s or route.walk_s) / 60),
        "gap": route.gap,
        "unreachable": [
            {"name": stop.name, "reason": stop.reason, "distance_m": stop.distance_m}
            for stop in route.unreachable
        ],
    }
