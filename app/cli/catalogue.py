"""Commands on the catalogue of issues: our own, out as a table, in from one."""

from __future__ import annotations

from pathlib import Path

import click

from app.cli.context import Machine, community_option, json_option, pass_machine
from app.queries.scope import find_community
from app.services.issues import catalogue as services


@click.group()
def catalogue() -> None:
    """Catalogue of issues 事件目录: categories and time limits."""


@catalogue.command()
@community_option
@json_option
@pass_machine
def install(machine: Machine, community_code: str) -> None:
    """Add the categories of our own catalogue that are missing."""
    with machine.transaction() as session:
        community = find_community(session, machine.viewer, community_code)
        added = services.install_catalogue(session, community, machine.now)
    machine.say(f"{added} categories were added.", added=added)


@catalogue.command()
@click.argument("path", type=click.Path(dir_okay=False, path_type=Path))
@community_option
@json_option
@pass_machine
def export(machine: Machine, path: Path, community_code: str) -> None:
    """Write the catalogue as an Excel workbook that can be brought in again."""
    with machine.transaction() as session:
        community = find_community(session, machine.viewer, community_code)
        count = services.write_catalogue(session, community, path, str)
    machine.say(f"{count} categories are in {path}.", categories=count, path=str(path))


@catalogue.command("import")
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@community_option
@json_option
@pass_machine
def import_(machine: Machine, path: Path, community_code: str) -> None:
    """Bring a catalogue in from Excel or CSV; bad rows are named, good categories kept."""
    found = services.read_catalogue(path)
    with machine.transaction() as session:
        community = find_community(session, machine.viewer, community_code)
        taken = services.take_catalogue(
            session, machine.viewer, community, found.entries, at=machine.now
        )
    lines = [f"{taken.added} added, {taken.changed} changed, {taken.same} the same."]
    lines += [f"  row {problem.row}: {problem.refused}" for problem in found.problems]
    machine.say(
        "\n".join(lines),
        **vars(taken),
        problems=[{"row": one.row, "problem": str(one.refused)} for one in found.problems],
    )
