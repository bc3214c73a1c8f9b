"""What is kept of an import: itself, its findings, and one line of the audit log."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import asdict
from pathlib import Path

from sqlalchemy import delete, insert
from sqlalchemy.orm import Session

from app.models import Import, ImportFinding, ImportState
from app.services.audit import record
from app.services.imports.context import Context
from app.services.imports.options import Counts, ImportOptions, Subject
from geodata.errors import N_
from geodata.findings import Finding, Severity

MOST_PER_CODE = 1000


def record_import(
    context: Context,
    made: Import,
    by_subject: dict[str, Counts],
    findings: list[Finding],
) -> None:
    """Keep an applied import.

    Parameters
    ----------
    context : Context
    made : Import
        New, or the one that was staged.
    by_subject : dict of str to Counts
    findings : list of Finding
        Bounded already.
    """
    made.state = ImportState.APPLIED
    made.options = context.options.kept()
    keep_result(context.session, made, by_subject, findings)
    record(
        context.session,
        at=context.at,
        by=context.viewer.user_id,
        action="import",
        thing_kind="import",
        thing_id=made.id,
        community_id=context.community.id,
        subject=made.subject,
        counts=made.counts,
    )
    context.session.flush()


def new_import(context: Context, subject: Subject, path: Path, options: ImportOptions) -> Import:
    """Make the row of an import.

    Parameters
    ----------
    context : Context
    subject : Subject
    path : Path
    options : ImportOptions

    Returns
    -------
    Import
        Flushed, so that it has its id.
    """
    made = Import(
        community_id=context.community.id,
        subject=subject.value,
        file_name=path.name,
        file_sha256=sha256_of(path),
        options=options.kept(),
        made_at=context.at,
        made_by=context.viewer.user_id,
    )
    context.session.add(made)
    context.session.flush()
    return made


def keep_result(
    session: Session, made: Import, by_subject: dict[str, Counts], findings: list[Finding]
) -> None:
    """Keep counts and findings with an import, instead of those of an earlier look.

    Parameters
    ----------
    session : Session
    made : Import
    by_subject : dict of str to Counts
    findings : list of Finding
    """
    made.counts = {subject: asdict(counts) for subject, counts in by_subject.items()}
    session.flush()
    session.execute(delete(ImportFinding).where(ImportFinding.import_id == made.id))
    rows = [{"import_id": made.id, **vars(finding)} for finding in findings]
    if rows:
        session.execute(insert(ImportFinding), rows)


def bounded(findings: list[Finding]) -> list[Finding]:
    """Keep at most so many findings of one kind, and say how many more there were.

    Parameters
    ----------
    findings : list of Finding

    Returns
    -------
    list of Finding
        Errors first.
    """
    order = list(Severity)
    counts: Counter[str] = Counter()
    kept = []
    for finding in sorted(findings, key=lambda finding: order.index(finding.severity)):
        counts[finding.code] += 1
        if counts[finding.code] <= MOST_PER_CODE or finding.code == "more_findings":
            kept.append(finding)
    return kept + [
        Finding(
            "more_findings",
            Severity.NOTE,
            N_("%(count)s more findings of the kind %(code)s are not listed."),
            {"count": count - MOST_PER_CODE, "code": code},
        )
        for code, count in counts.items()
        if count > MOST_PER_CODE and code != "more_findings"
    ]


def sha256_of(path: Path) -> str:
    """Compute the fingerprint of a file.

    Parameters
    ----------
    path : Path

    Returns
    -------
    str
        Hexadecimal.
    """
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
