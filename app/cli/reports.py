"""``./wangge report``: issue the summary of a week, a month or a quarter, and write it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from zoneinfo import ZoneInfo

import click
from babel.support import Translations
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.cli.context import Machine, community_option, json_option, pass_machine
from app.models import Cell, Community, SummaryKind
from app.queries.cells.chosen import published_cells
from app.queries.scope import NotFound, find_community
from app.services.summaries import SummaryWish, issue_summary
from app.services.summaries.about import Facts
from app.services.summaries.document import write_document
from app.services.summaries.paper import render_pdf
from app.services.summaries.workbook import write_workbook
from app.web.i18n import TRANSLATIONS
from app.web.own_words import OwnWords, short_term
from geodata.errors import N_


@click.command()
@click.argument("kind", type=click.Choice([kind.value for kind in SummaryKind]))
@community_option
@click.option("--cell", "cell_code", metavar="CODE", help="Only this cell.")
@click.option(
    "--until",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Last day; by default that of the latest week, month or quarter that is over.",
)
@click.option("--language", type=click.Choice(["zh", "en"]), help="By default as in the settings.")
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    help="File to write: .pdf or .xlsx.",
)
@json_option
@pass_machine
def report(
    machine: Machine,
    kind: str,
    community_code: str,
    cell_code: str | None,
    until: dt.datetime | None,
    language: str | None,
    output: Path,
) -> None:
    """Issue a report, keep it, and write it to a file."""
    if output.suffix.lower() not in (".pdf", ".xlsx"):
        raise click.UsageError("-o takes a file that ends with .pdf or .xlsx.")
    at = machine.now.astimezone(ZoneInfo(machine.settings.wangge_timezone))
    with machine.transaction() as session, machine.progress("Collecting") as tell:
        community = find_community(session, machine.viewer, community_code)
        cell_id = _cell_id(session, community, cell_code) if cell_code else None
        wish = SummaryWish(SummaryKind(kind), until.date() if until else None, cell_id)
        made = issue_summary(session, machine.viewer, community, wish, at=at, tell=tell)
        tell(1.0, "Writing the file")
        _write(made.facts, community, language or machine.settings.wangge_language, output)
    machine.say(
        f"Issued report {made.id}, {made.since} to {made.until}: {output}",
        id=made.id,
        kind=kind,
        since=made.since,
        until=made.until,
        file=output,
    )


def _cell_id(session: Session, community: Community, code: str) -> int:
    """Find a cell of the division that holds by its code."""
    own = Cell.id.in_(published_cells(community))
    found = session.scalar(select(Cell.id).where(Cell.code == code, own))
    if found is None:
        raise NotFound(N_("There is no cell with the code %(code)s."), code=code)
    return found


def _write(facts: Facts, community: Community, language: str, output: Path) -> None:
    """Write a summary to a file of the kind that its name says."""
    spoken = Translations.load(TRANSLATIONS, [language])
    say = OwnWords(spoken, short_term(community.cell_term) or "网格").ugettext
    document = write_document(facts, say)
    if output.suffix.lower() == ".xlsx":
        write_workbook(document, output)
    else:
        output.write_bytes(render_pdf(document, "zh-CN" if language == "zh" else "en"))
