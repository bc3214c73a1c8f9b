"""Ledgers 台账: tables without places, joined to stored buildings by number or address."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from sqlalchemy import BigInteger, Column, func, select, tuple_, update

from app.models import Building
from app.services.imports.context import Context
from app.services.imports.lookup import BuildingIndex
from app.services.imports.options import Counts
from app.services.imports.rows import copy_rows
from geodata.errors import N_
from geodata.findings import Finding, Severity

FACTS = ("levels", "entrance_count", "households", "population")

NOT_FOUND = N_("There is no building %(building)s; its row was left out.")
AMBIGUOUS = N_(
    "There are several buildings %(building)s: give the address too. The row was left out."
)
TWICE = N_("Building %(building)s stands in an earlier row already; the later one was left out.")


def store_ledger(context: Context, frame: pd.DataFrame) -> Counts:
    """Complete stored buildings with the facts of a ledger.

    Parameters
    ----------
    context : Context
    frame : DataFrame
        As docs/frames.md.

    Returns
    -------
    Counts
    """
    ids = _join(context, frame)
    taken = frame[list(FACTS)].assign(id=ids)[ids.notna()]
    changed = _update(context, taken)
    return Counts(changed=changed, same=len(taken) - changed, left_out=len(frame) - len(taken))


def _join(context: Context, frame: pd.DataFrame) -> pd.Series:
    """Find the building of each row; what cannot be found is told and left empty."""
    index = BuildingIndex(context.session, context.community.id)
    seen: set[int] = set()
    found: list[int | None] = []
    names = zip(frame["number"], frame["address"].fillna(frame["name"]), strict=True)
    for number, address in names:
        ids = index.find(number, address)
        fault = _fault(ids, seen)
        if fault:
            shown = number if isinstance(number, str) else address
            context.findings.append(_finding(*fault, str(shown)))
        found.append(None if fault else ids[0])
        seen.update(ids)
    return pd.Series(pd.array(found, dtype="Int64"), index=frame.index)


def _fault(ids: Sequence[int], seen: set[int]) -> tuple[str, str] | None:
    """Say what is wrong with the buildings found for a row."""
    if not ids:
        return "building_not_found", NOT_FOUND
    if len(ids) > 1:
        return "building_ambiguous", AMBIGUOUS
    return ("building_twice", TWICE) if ids[0] in seen else None


def _finding(code: str, template: str, building: str) -> Finding:
    return Finding(code, Severity.ERROR, template, {"building": building}, column="number")


def _update(context: Context, taken: pd.DataFrame) -> int:
    """Write the facts that differ; an empty cell says nothing."""
    columns = [Column(name, BigInteger) for name in ("id", *FACTS)]
    given = copy_rows(context.session, "ledger_rows", columns, taken)
    table = Building.__table__
    new = {name: func.coalesce(given.c[name], table.c[name]) for name in FACTS}
    stored = tuple_(*(table.c[name] for name in FACTS))
    written = (
        update(Building)
        .where(Building.id == given.c.id, stored.is_distinct_from(tuple_(*new.values())))
        .values(new)
        .returning(Building.id)
        .cte("written")
    )
    changed = context.session.scalar(select(func.count()).select_from(written)) or 0
    given.drop(context.session.connection())
    return changed
