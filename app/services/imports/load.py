"""Storing rows with a key and a shape: set-based, and only where something differs."""

from __future__ import annotations

import datetime as dt
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
    literal,
    literal_column,
    null,
    select,
    tuple_,
    update,
)
from sqlalchemy.dialects.postgresql import Insert, insert
from sqlalchemy.orm import Session

from app.services.areas import as_multi
from app.services.imports.options import Counts
from app.services.imports.rows import BareGeometry, copy_into, copy_rows
from app.services.imports.target import Target
from geodata.errors import N_
from geodata.findings import Finding, Severity

LISTED = 1000
"""So many added, changed and vanished rows are named one by one."""

Findings = list[Finding]


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
            copy_into(self.session, self.table, self.rows.assign(community_id=self.community_id))
            return Counts(added=len(self.rows)), []
        done = self._upsert().returning(
            _label(self.table, self.target), literal_column("xmax = 0").label("added")
        )
        written: Any = done.cte("written")
        added = func.count().filter(written.c.added).over()
        rows = self.session.execute(
            select(written.c.label, written.c.added, added, func.count().over())
            .order_by(written.c.added, written.c.label)
            .limit(LISTED)
        ).all()
        new, changed = (rows[0][2], rows[0][3] - rows[0][2]) if rows else (0, 0)
        counts = Counts(new, changed, len(self.rows) - new - changed)
        return counts, [_told(self.table, name, is_new) for name, is_new, *_ in rows]

    def _upsert(self) -> Insert:
        table, target, given = self.table, self.target, self.incoming
        names = ["key", *target.columns, target.geometry]
        values = select(literal(self.community_id), *(given.c[name] for name in names))
        insertion = insert(table).from_select(["community_id", *names], values)
        new = {name: self._merged(insertion, name) for name in names[1:]} | {"vanished_on": null()}
        differs = tuple_(*(table.c[name] for name in new)).is_distinct_from(tuple_(*new.values()))
        return insertion.on_conflict_do_update(
            index_elements=["community_id", "key"], set_=new, where=differs
        )

    def _merged(self, insertion: Insert, name: str) -> ColumnElement[Any]:
        """Give the value after an update: a cell that says nothing replaces no known value."""
        value: ColumnElement[Any] = insertion.excluded[name]
        if name == self.target.geometry:
            return value
        if name in self.target.nothing:
            value = func.nullif(value, self.target.nothing[name])
        return func.coalesce(value, self.table.c[name])

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
        Column("key", String),
        *(Column(name, BigInteger if name in counted else String) for name in target.columns),
        Column(target.geometry, BareGeometry),
    ]


def _rows(target: Target, frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Bring a clean frame to the columns and the geometry type of the table."""
    rows = frame[["key", *target.columns, "geometry"]].fillna(target.nothing)
    if target.multi:
        rows = rows.set_geometry([as_multi(shape) for shape in rows.geometry])
    return rows.rename_geometry(target.geometry)


def _label(table: Table, target: Target) -> ColumnElement[str]:
    """Give the name by which people know a row: number, name, or else its key."""
    known = [func.nullif(table.c[n], "") for n in ("number", "name") if n in target.columns]
    return func.coalesce(*known, table.c.key).label("label")


def _told(table: Table, label: str, new: bool) -> Finding:
    """Tell of a row that was added or changed."""
    if new:
        code, template = "row_added", N_("New: %(label)s.")
    else:
        code, template = "row_changed", N_("Changed: %(label)s.")
    return Finding(code, Severity.NOTE, template, {"label": label}, layer=table.name)


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
