"""Rows on their way into the store: COPY to a temporary table on the session's connection."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely
from psycopg import sql
from sqlalchemy import Column, MetaData, Table
from sqlalchemy.orm import Session
from sqlalchemy.types import UserDefinedType

from geodata.crs import STORAGE_SRID


class BareGeometry(UserDefinedType[Any]):
    """A geometry column that travels as it is: neither wrapped nor indexed."""

    cache_ok = True

    def get_col_spec(self, **_: Any) -> str:
        """Give the type in PostgreSQL; a shape without SRID takes that of the column."""
        return f"geometry(geometry, {STORAGE_SRID})"


def copy_rows(
    session: Session, name: str, columns: Sequence[Column[Any]], frame: pd.DataFrame
) -> Table:
    """Copy a frame into a new temporary table, in the session's own transaction.

    Parameters
    ----------
    session : Session
    name : str
        Of the table; drop it when it has served.
    columns : Sequence of Column
        Named as the columns of the frame; geometry is a :class:`BareGeometry`.
    frame : DataFrame or GeoDataFrame
        Its geometry in EPSG:4326.

    Returns
    -------
    sqlalchemy.Table
    """
    table = Table(name, MetaData(), *columns, prefixes=["TEMPORARY"])
    table.create(session.connection())
    copy_into(session, table, frame[[column.name for column in columns]])
    return table


def copy_into(session: Session, table: Table, frame: pd.DataFrame) -> None:
    """Copy a frame into a table as it is, in the session's own transaction.

    Parameters
    ----------
    session : Session
    table : sqlalchemy.Table
    frame : DataFrame or GeoDataFrame
        Its columns are columns of the table; geometry in EPSG:4326.
    """
    target = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(table.name), sql.SQL(", ").join(map(sql.Identifier, frame.columns))
    )
    driver: Any = session.connection().connection.driver_connection
    with driver.cursor() as cursor, cursor.copy(target) as copy:
        for row in zip(*(_values(frame[name]) for name in frame.columns), strict=True):
            copy.write_row(row)


def refresh_statistics(session: Session, table: Table) -> None:
    """Tell the planner what a table holds now, in the session's own transaction.

    Without it a table that was just filled counts as nearly empty, and a join that compares
    each row with each is chosen: 100,000 buildings against 100,000 then take hours. Only keys
    are looked through, because they are what is joined; shapes are left to autovacuum.

    Parameters
    ----------
    session : Session
    table : sqlalchemy.Table
    """
    driver: Any = session.connection().connection.driver_connection
    with driver.cursor() as cursor:
        cursor.execute(sql.SQL("ANALYZE {} (key)").format(sql.Identifier(table.name)))


def _values(column: pd.Series) -> list[Any]:
    """Give the values of a column as the driver takes them."""
    if isinstance(column, gpd.GeoSeries):
        # Half the time of hex from GEOS; the SRID is that of the column.
        return [wkb and wkb.hex() for wkb in shapely.to_wkb(column.to_numpy())]
    return list(column.astype(object).where(column.notna(), None))
