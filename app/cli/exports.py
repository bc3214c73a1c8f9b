"""The command that gives data out again."""

from __future__ import annotations

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from app.cli.context import Machine, community_option, json_option, pass_machine
from app.queries.scope import find_community
from app.services.exports import FORMATS, SUBJECTS, export_file


@click.command()
@click.argument("what", type=click.Choice(SUBJECTS))
@community_option
@click.option("--format", "form", type=click.Choice(FORMATS), required=True)
@click.option(
    "-o",
    "target",
    type=click.Path(path_type=Path, dir_okay=False, writable=True),
    required=True,
    help="File to write.",
)
@json_option
@pass_machine
def export(machine: Machine, what: str, community_code: str, form: str, target: Path) -> None:
    """Write buildings, cells, routes, issues or duties to a file."""
    # Written whole before it takes its place: a refusal leaves what stood there.
    with TemporaryDirectory() as folder, machine.transaction() as session:
        written = Path(folder) / "export"
        community = find_community(session, machine.viewer, community_code)
        rows = export_file(session, machine.viewer, community, what, form, written)
        shutil.copyfile(written, target)
    machine.say(f"Wrote {rows} rows to {target}.", rows=rows, file=str(target))
