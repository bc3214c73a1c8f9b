"""Faults in the data, where they lie: for those who can mend them."""

from __future__ import annotations

from sqlalchemy import func, literal, select, union_all

from app.models import (
    AreaNote,
    Community,
    Division,
    DivisionState,
    Import,
    ImportFinding,
    ImportState,
)
from app.queries.features import properties
from app.queries.layers.ask import Ask
from app.queries.scope import Action, Ids, require
from app.queries.types import Rows


def findings(ask: Ask) -> Rows:
    """Select the notes on the published division, and the findings of the last imports.

    Properties: ``id, source, subject, code, severity, template, params``; the sentence is
    ``template`` filled with ``params``, to be translated where it is shown.

    Raises
    ------
    NotAllowed
        If the viewer may not import.
    """
    require(ask.viewer, Action.IMPORT)
    both = union_all(_notes(ask.community), _imported(ask.community)).subquery("both")
    facts = properties(**{column.name: column for column in both.c if column.name != "shape"})
    rows = select(facts.label("properties"), both.c.shape).where(both.c.shape.is_not(None))
    return ask.within(rows.order_by(both.c.source, both.c.id), both.c.shape)


def _notes(community: Community) -> Rows:
    """Select what the last assignment noted."""
    return (
        select(
            AreaNote.id, literal("assignment").label("source"), literal("").label("subject"),
            AreaNote.code, AreaNote.severity, AreaNote.template, AreaNote.params,
            AreaNote.place.label("shape"),
        )
        .join(Division, Division.id == AreaNote.division_id)
        .where(Division.community_id == community.id, Division.state == DivisionState.PUBLISHED)
    )  # fmt: skip


def _imported(community: Community) -> Rows:
    """Select what was found in the last import of each subject."""
    return select(
        ImportFinding.id, literal("import").label("source"), Import.subject,
        ImportFinding.code, ImportFinding.severity, ImportFinding.template,
        ImportFinding.params, ImportFinding.place.label("shape"),
    ).join(Import, Import.id == ImportFinding.import_id).where(
        Import.id.in_(_last_imports(community))
    )  # fmt: skip


def _last_imports(community: Community) -> Ids:
    """Select the last applied import of each subject."""
    return (
        select(func.max(Import.id))
        .where(Import.community_id == community.id, Import.state == ImportState.APPLIED)
        .group_by(Import.subject)
    )
