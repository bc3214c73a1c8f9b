"""``./wangge import``: files in, from the command line."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from app.cli.context import Machine, community_option, json_option, pass_machine
from app.queries.scope import find_community
from app.services.imports import (
    Extent,
    ImportOptions,
    ImportResult,
    Subject,
    import_file,
    write_bad_rows,
)
from geodata.findings import Finding, Severity

EXAMPLES = 3
MORE = "more_findings"
"""The kind that only says how many of another kind are not listed."""

_HELP = {
    Subject.OSM: "An OpenStreetMap extract (.osm.pbf): buildings, entrances, paths, compounds.",
    Subject.BUILDINGS: "Buildings: outlines or points, with number, address, households ...",
    Subject.ENTRANCES: "Entrances of buildings: points.",
    Subject.PATHS: "Paths on which one walks: lines.",
    Subject.BARRIERS: "What divides ground: lines of railways, rivers, walls, motorways.",
    Subject.BOUNDARY: "The outline of the community.",
    Subject.ESTATES: "Residential compounds: outlines.",
    Subject.AREAS: "Green and water, for the ground of the map.",
    Subject.CELLS: "Cells: they become a division, which is published.",
    Subject.LEDGER: "A ledger: a table of facts about buildings that are there already.",
    Subject.MEMBERS: "People, their organisations and teams, and what they answer for.",
    Subject.ISSUES: "Issues of another system.",
}


@click.group("import")
def import_() -> None:
    """Bring in a file: all of it, or nothing where it is refused."""


class Box(click.ParamType[tuple[float, float, float, float]]):
    """Four numbers with commas between."""

    name = "W,S,E,N"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[float, float, float, float]:
        """Read a box."""
        try:
            west, south, east, north = map(float, str(value).split(","))
        except ValueError:
            self.fail(f"{value} is not W,S,E,N: four numbers with commas between.", param, ctx)
        return west, south, east, north


class Choice(click.ParamType[tuple[str, str]]):
    """A field and a column with an equals sign between."""

    name = "FIELD=COLUMN"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, str]:
        """Read a choice."""
        field, sign, column = str(value).partition("=")
        if not (field and sign and column):
            self.fail(f"{value} is not FIELD=COLUMN.", param, ctx)
        return field, column


_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_COMMON = (
    click.argument("file", type=_FILE),
    community_option,
    click.option("--source", default="", help="Who surveyed; default: the community's own."),
    click.option(
        "--extent",
        type=click.Choice([extent.value for extent in Extent]),
        help="Whether the file shows all there is, so that what it lacks has vanished.",
    ),
    click.option("--dry-run", is_flag=True, help="Do everything, then undo it."),
    json_option,
)
_OSM = (
    click.option("--bbox", type=Box(), help="Only what lies in this box, in degrees."),
    click.option("--boundary", type=_FILE, help="Only what lies in the outline in this file."),
)
_TABLE = (
    click.option("--layer", help="Which layer or sheet, where there are several."),
    click.option("--crs", help="Such as EPSG:4549, wgs84, gcj02, bd09."),
    click.option("--encoding", help="Such as gb18030, big5, utf-8."),
    click.option("--map", "mapping", type=Choice(), multiple=True, help="Which column is which."),
)
_LIST = (
    click.option(
        "--bad-rows",
        type=click.Path(dir_okay=False, path_type=Path),
        help="Write the rows that are left out to this .xlsx file, to mend and import again.",
    ),
)
_LISTS = (Subject.LEDGER, Subject.ISSUES)


def _command(subject: Subject) -> None:
    """Add the command of one subject."""

    @pass_machine
    def run(machine: Machine, /, **chosen: Any) -> None:
        _run(machine, subject, **chosen)

    command: Callable[..., Any] = run
    own = _OSM if subject is Subject.OSM else _TABLE
    for option in reversed(_COMMON + own + (_LIST if subject in _LISTS else ())):
        command = option(command)
    import_.command(subject.value, help=_HELP[subject])(command)


for _subject in Subject:
    _command(_subject)


def _run(
    machine: Machine,
    subject: Subject,
    *,
    file: Path,
    community_code: str,
    dry_run: bool,
    extent: str | None,
    mapping: tuple[tuple[str, str], ...] = (),
    bad_rows: Path | None = None,
    **chosen: Any,
) -> None:
    """Import one file and print what it did."""
    options = ImportOptions(
        mapping=dict(mapping),
        extent=Extent(extent) if extent else None,
        timezone=machine.settings.wangge_timezone,
        **chosen,
    )
    with machine.progress(file.name) as tell, machine.transaction() as session:
        result = import_file(
            session,
            machine.viewer,
            find_community(session, machine.viewer, community_code),
            subject,
            file,
            options,
            at=machine.now,
            dry_run=dry_run,
            progress=tell,
        )
    if bad_rows is not None:
        write_bad_rows(file, options, result, bad_rows)
    machine.say(_as_text(result, file.name, dry_run=dry_run), **_as_facts(result))


def _as_facts(result: ImportResult) -> dict[str, Any]:
    """Give the result to a program."""
    return {
        "import_id": result.import_id,
        **asdict(result.counts),
        "by_subject": {subject: asdict(counts) for subject, counts in result.by_subject.items()},
        "findings": [
            {
                "code": finding.code,
                "severity": finding.severity.value,
                "message": str(finding),
                "layer": finding.layer,
                "row": finding.row,
                "column": finding.column,
                "key": finding.key,
            }
            for finding in result.findings
        ],
    }


def _as_text(result: ImportResult, file: str, *, dry_run: bool) -> str:
    """Give the result to a person: counts, then findings by kind with examples."""
    lines = [f"{file}: {'would be imported; nothing was written' if dry_run else 'imported'}"]
    heads = ("added", "changed", "same", "vanished", "left out")
    lines.append(f"{'':12}" + "".join(f"{head:>10}" for head in heads))
    for subject, counts in result.by_subject.items():
        numbers = asdict(counts).values()
        lines.append(f"{subject:12}" + "".join(f"{number:>10,}" for number in numbers))
    kinds: dict[tuple[str, str], list[Finding]] = defaultdict(list)
    for finding in result.findings:
        kinds[finding.severity.value, finding.code].append(finding)
    unlisted = {
        finding.params["code"]: finding.params["count"]
        for finding in kinds.pop((Severity.NOTE.value, MORE), [])
    }
    for (severity, code), found in kinds.items():
        lines.append(f"\n{severity}: {code} ({len(found) + unlisted.get(code, 0):,})")
        lines += [f"  {_place(finding)}{finding}" for finding in found[:EXAMPLES]]
        if len(found) > EXAMPLES:
            lines.append("  ...")
    return "\n".join(lines)


def _place(finding: Finding) -> str:
    """Say in which layer a finding lies; row and column stand in its sentence."""
    return f"[{finding.layer}] " if finding.layer else ""
