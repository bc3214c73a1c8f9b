"""Commands on patrols."""

from __future__ import annotations

from typing import Any

import click

from app.cli.context import Machine, community_option, json_option, pass_machine
from app.models import Route
from app.queries.scope import find_community
from app.services.patrols import PlanWish, plan_cells

EXAMPLES = 10


@click.command()
@community_option
@click.option("--cell", "cell_code", metavar="CODE", help="Only this cell; by default all.")
@click.option(
    "--seed",
    default=0,
    show_default=True,
    type=click.IntRange(0, 2**31 - 1),
    help="Seed of the solver.",
)
@json_option
@pass_machine
def plan(machine: Machine, community_code: str, cell_code: str | None, seed: int) -> None:
    """Plan a first patrol route per cell on the walking network."""
    with machine.progress("Planning routes") as tell, machine.transaction() as session:
        community = find_community(session, machine.viewer, community_code)
        made = plan_cells(
            session,
            machine.viewer,
            community,
            settings=machine.settings,
            at=machine.now,
            cell_code=cell_code,
            wish=PlanWish(seed=seed),
            tell=tell,
        )
        facts = [_facts(route) for route in made.routes]
    lines = [
        f"{fact['cell']:<18} {fact['name']}: {fact['stops']} stops, {fact['length_m']} m, "
        f"{fact['minutes']} min, {len(fact['unreachable'])} unreachable"
        for fact in facts
    ]
    lines += [f"  {finding}" for finding in made.findings[:EXAMPLES]]
    if len(made.findings) > EXAMPLES:
        lines.append(f"  ... and {len(made.findings) - EXAMPLES} more findings (--json has all).")
    machine.say(
        "\n".join(lines), routes=facts, findings=[str(finding) for finding in made.findings]
    )


def _facts(route: Route) -> dict[str, Any]:
    """Say of a route what a person or a program wants to know."""
    return {
        "cell": route.cell.code,
        "name": route.name,
        "stops": len(route.stops),
        "length_m": round(route.length_m),
        "minutes": round(route.walk_s / 60),
        "unreachable": [
            {"name": stop.name, "reason": stop.reason, "distance_m": stop.distance_m}
            for stop in route.unreachable
        ],
    }
