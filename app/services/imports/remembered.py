"""How the lists of a source are read: remembered from its last import."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from sqlalchemy.orm import Session

from app.models import Community, SourceMapping
from app.services.imports.context import Context
from app.services.imports.options import ImportOptions, Subject
from geodata.errors import N_
from geodata.findings import Finding, Severity
from geodata.read import list_layers

_LISTS = frozenset({Subject.LEDGER, Subject.MEMBERS, Subject.ISSUES})
"""What comes again and again with the same columns; a survey is looked at each time."""


def recall(
    session: Session, community: Community, subject: Subject, path: Path, options: ImportOptions
) -> ImportOptions:
    """Complete the answers of the user by those of the last import of the same source.

    Parameters
    ----------
    session : Session
    community : Community
    subject : Subject
    path : Path
        Columns that it does not have are not recalled.
    options : ImportOptions
        What is answered in it wins.

    Returns
    -------
    ImportOptions
        The same where nothing is remembered.
    """
    if subject not in _LISTS:
        return options
    known = session.get(SourceMapping, (community.id, subject.value, options.source))
    if known is None:
        return options
    fields = {name for layer in list_layers(path, options.encoding) for name in layer.fields}
    columns = {
        field: column
        for field, column in known.mapping["columns"].items()
        if column in fields and column not in options.mapping.values()
    }
    mapping = {**columns, **options.mapping}
    crs = options.crs or known.mapping.get("crs")
    if mapping == dict(options.mapping) and crs == options.crs:
        return options
    return replace(options, mapping=mapping, crs=crs)


def tell_recalled(context: Context, chosen: ImportOptions) -> None:
    """Tell what was recalled, so that nobody wonders why a column is read as it is.

    Parameters
    ----------
    context : Context
        Gets the finding.
    chosen : ImportOptions
        What the user answered this time.
    """
    used = context.options
    recalled = {
        field: column for field, column in used.mapping.items() if field not in chosen.mapping
    }
    if used.crs and not chosen.crs:
        recalled["crs"] = used.crs
    if recalled:
        context.findings.append(
            Finding(
                "recalled",
                Severity.NOTE,
                N_("Read as the last list of this source: %(choices)s."),
                {"choices": ", ".join(f"{field}={given}" for field, given in recalled.items())},
            )
        )


def remember(context: Context, subject: Subject) -> None:
    """Keep how a list was read for the next one of its source.

    The coordinate system is kept for a source that has a name only: lists without one may come
    from anywhere.

    Parameters
    ----------
    context : Context
    subject : Subject
    """
    options, community = context.options, context.community
    if subject not in _LISTS or not (options.mapping or (options.source and options.crs)):
        return
    key = (community.id, subject.value, options.source)
    known = context.session.get(SourceMapping, key)
    if known is None:
        known = SourceMapping(
            community_id=community.id, subject=subject.value, source=options.source
        )
        context.session.add(known)
        known.mapping = {"columns": {}}
    # A list that lacks a column for once does not make it forgotten.
    columns = {**known.mapping["columns"], **options.mapping}
    crs = {"crs": options.crs} if options.source and options.crs else {}
    known.mapping = {**known.mapping, "columns": columns, **crs}
    known.at = context.at
    context.session.flush()
