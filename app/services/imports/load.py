"""Storing rows with a key and a shape: set-based, and only where something differs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import geopandas as gpd
from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    String,
    Table,
    and_,
    func,
    insert,
    literal,
    null,
    select,
    tuple_,
    update,
)
from sqlalchemy.orm import Session

from app.services.areas import as_multi
from app.services.imports.options import Counts
from app.services.imports.rows import BareGeometry, copy_into, copy_rows, refresh_statistics
from app.services.imports.target import Target
from geodata.errors import N_
from geodata.findings import Finding, Severity

LISTED = 1000
"""So many added, changed and vanished rows are named one by one."""

Findings = list[Finding]
Tell = Callable[[str, str], Finding]


class Load:
    """One frame on its way into its table.

    Parameters
    ----------
    session : Session
    target : Target
    frame : GeoDataFrame
        ``key``, the target's columns and geometry in EPSG:4326; keys are unique.
    community_id : int
    """

    def __init__(
        self, session: Session, target: Target, frame: gpd.GeoDataFrame, community_id: int
    ) -> None:
        self.session, self.target, self.community_id = session, target, community_id
        self.table = target.table
        self.rows = _rows(target, frame)
        own = select(1).where(self.table.c.community_id == community_id)
        self.is_first = not session.scalar(select(own.exists()))
        if not self.is_first:
            self.incoming = copy_rows(session, "incoming", _columns(target), self.rows)
            refresh_statistics(session, self.incoming)

    def __enter__(self) -> Load:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        # After an error the transaction, and the table with it, is gone.
        if kind is None and not self.is_first:
            self.incoming.drop(self.session.connection())

    def store(self) -> tuple[Counts, Findings]:
        """Add what is new and change what differs; what is the same is not touched.

        Returns
        -------
        Counts
        list of Finding
            On a re-survey what was added and changed.
        """
        if self.is_first:
            rows = self.rows.fillna(self.target.defaults)
            copy_into(self.session, self.table, rows.assign(community_id=self.community_id))
            refresh_statistics(self.session, self.table)
            return Counts(added=len(rows)), []
        changed, told_changed = self._list(self._change(), _changed)
        added, told_added = self._list(self._add(), _added)
        counts = Counts(added, changed, len(self.rows) - added - changed)
        return counts, told_changed + told_added

    def _change(self) -> Any:
        """Update what differs: a cell that says nothing replaces no known value."""
        table, target, given = self.table, self.target, self.incoming
        shape = target.geometry
        new: dict[str, ColumnElement[Any]] = {
            name: func.coalesce(given.c[name], table.c[name]) for name in target.columns
        }
        new |= {shape: given.c[shape], "vanished_on": null()}
        differs = tuple_(*(table.c[name] for name in new)).is_distinct_from(tuple_(*new.values()))
        same_row = (table.c.community_id == self.community_id) & (table.c.key == given.c.key)
        return update(table).where(same_row, differs).values(new)

    def _add(self) -> Any:
        """Insert what is not known."""
        table, given, defaults = self.table, self.incoming, self.target.defaults
        names = ["key", *self.target.columns, self.target.geometry]
        values = [
            func.coalesce(given.c[name], defaults[name]) if name in defaults else given.c[name]
            for name in names
        ]
        known = select(1).where(
            table.c.community_id == self.community_id, table.c.key == given.c.key
        )
        rows = select(literal(self.community_id), *values).where(~known.exists())
        return insert(table).from_select(["community_id", *names], rows)

    def _list(self, writing: Any, tell: Tell) -> tuple[int, Findings]:
        """Write, count what was written and name the first of it."""
        written = writing.returning(_label(self.table, self.target)).cte("written")
        rows = self.session.execute(
            select(written.c.label, func.count().over()).order_by(written.c.label).limit(LISTED)
        ).all()
        return (rows[0][1] if rows else 0), [tell(self.table.name, label) for label, _ in rows]

    def mark_vanished(self, scope: ColumnElement[bool], on: dt.date) -> tuple[int, int, Findings]:
        """Mark stored rows that the file does not have.

        Parameters
        ----------
        scope : ColumnElement[bool]
            Which stored rows the file would have if they were still there.
        on : datetime.date
            The day on which they were found missing.

        Returns
        -------
        int
            How many vanished.
        int
            How many the scope has left.
        list of Finding
        """
        if self.is_first:
            return 0, len(self.rows), []
        table = self.table
        present = and_(
            table.c.community_id == self.community_id, table.c.vanished_on.is_(None), scope
        )
        missing = ~select(1).where(self.incoming.c.key == table.c.key).exists()
        gone = (
            update(table)
            .where(present, missing)
            .values(vanished_on=on)
            .returning(_label(table, self.target), table.c[self.target.geometry])
            .cte("gone")
        )
        rows = self.session.execute(
            select(gone.c.label, gone.c[self.target.geometry], func.count().over())
            .order_by(gone.c.label)
            .limit(LISTED)
        ).all()
        left = self.session.scalar(select(func.count()).where(present)) or 0
        return (rows[0][2] if rows else 0), left, [_gone(table, *row[:2]) for row in rows]


def _columns(target: Target) -> list[Column[Any]]:
    """Give the columns of the temporary table."""
    counted = {c.name for c in target.table.c if isinstance(c.type, BigInteger)}
    return [
        Column("key", String, primary_key=True),
        *(Column(name, BigInteger if name in counted else String) for name in target.columns),
        Column(target.geometry, BareGeometry),
    ]


def _rows(target: Target, frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Bring a clean frame to the columns and the geometry type of the table."""
    rows = frame[["key", *target.columns, "geometry"]]
    if target.multi:
        rows = rows.set_geometry([as_multi(shape) for shape in rows.geometry])
    return rows.rename_geometry(target.geometry)


def _label(table: Table, target: Target) -> ColumnElement[str]:
    """Give the name by which people know a row: number, name, or else its key."""
    known = [func.nullif(table.c[n], "") for n in ("number", "name") if n in target.columns]
    return func.coalesce(*known, table.c.key).label("label")


def _added(layer: str, label: str) -> Finding:
    """Tell of a row that is new."""
    return Finding("row_added", Severity.NOTE, N_("New: %(label)s."), {"label": label}, layer=layer)


def _changed(layer: str, label: str) -> Finding:
    """Tell of a row that differs from what was stored."""
    return Finding(
        "row_changed", Severity.NOTE, N_("Changed: %(label)s."), {"label": label}, layer=layer
    )


def _gone(table: Table, label: str, place: Any) -> Finding:
    """Tell of a row that the file no longer has."""
    return Finding(
        "row_vanished",
        Severity.WARNING,
        N_("%(label)s is no longer in the file; it is kept and marked as vanished."),
        {"label": label},
        layer=table.name,
        place=place,
    )
