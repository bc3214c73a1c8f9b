"""Rows that were left out, as a sheet to mend and send again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from app.services.exports.tables import write_xlsx
from app.services.imports.options import ImportOptions, ImportResult
from geodata.errors import N_
from geodata.findings import Finding, Severity
from geodata.read import ReadOptions, read_table

PROBLEM = N_("What is wrong")
"""Heading of the column that says so; an import passes over it."""

_LEFT_OUT = N_("It was left out.")

Say = Callable[[str, Mapping[str, Any]], str]
"""Gives a template with its values in the reader's language."""


def say_plainly(template: str, params: Mapping[str, Any]) -> str:
    """Give a template with its values as it stands in the code: English."""
    return template % params if params else template


def write_bad_rows(
    source: Path, options: ImportOptions, result: ImportResult, target: Path, say: Say = say_plainly
) -> bool:
    """Write the rows of a list that an import left out, each with what is wrong with it.

    All cells are written as text: whatever they begin with, a spreadsheet runs none of it.

    Parameters
    ----------
    source : Path
        The file that was imported.
    options : ImportOptions
        With which it was read.
    result : ImportResult
    target : Path
        An .xlsx file.
    say : callable

    Returns
    -------
    bool
        Whether there was anything to write.
    """
    if not result.bad_rows:
        return False
    rows = sorted(result.bad_rows)
    read = ReadOptions(layer=options.layer, encoding=options.encoding, places="ignored")
    frame = read_table(source, read).frame.iloc[[row - 1 for row in rows]]
    problems = _problems(result.findings, say)
    sheet = frame.map(_plain).astype(object)
    wrong = [" ".join(problems[row]) or say(_LEFT_OUT, {}) for row in rows]
    sheet.insert(0, say(PROBLEM, {}), wrong)
    write_xlsx(sheet, target)
    return True


def _problems(findings: Sequence[Finding], say: Say) -> dict[int, list[str]]:
    """Gather what was found in each row, the reason for leaving it out first."""
    problems: dict[int, list[str]] = defaultdict(list)
    for finding in sorted(findings, key=lambda finding: finding.severity is not Severity.ERROR):
        # What was done about a row that was taken does not hold for one that was not.
        tells_why = finding.severity is Severity.ERROR or finding.code.startswith("bad_")
        if finding.row is not None and tells_why:
            problems[finding.row].append(say(finding.template, finding.params))
    return problems


def _plain(cell: Any) -> str | None:
    """Give a cell as text that is read again as what it was."""
    return None if cell is None or pd.isna(cell) else str(cell)
