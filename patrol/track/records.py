"""Records of stops as sheets hold them: which building, when, and perhaps where."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from geodata.errors import N_, InputRefused
from geodata.findings import Finding, Severity
from geodata.text import normal

_COLUMNS = {
    "name": ("点位", "点位名称", "楼号", "楼栋", "楼栋号", "地点", "stop", "building", "name"),
    "at": ("时间", "到点时间", "打卡时间", "巡查时间", "日期时间", "time", "at", "datetime"),
    "lon": ("经度", "lon", "lng", "longitude", "x"),
    "lat": ("纬度", "lat", "latitude", "y"),
}  # fmt: skip


@dataclass(frozen=True, eq=False)
class Records:
    """Records of visits.

    Attributes
    ----------
    table : DataFrame
        ``row`` (of the file, from 1), ``name`` (as written, or ""), ``at`` (aware UTC, or NaT),
        ``lon``, ``lat`` (degrees, or NaN).
    findings : tuple of Finding
        Rows left out, and times that could not be read.
    """

    table: pd.DataFrame
    findings: tuple[Finding, ...]


def read_records(sheet: pd.DataFrame, *, zone: str) -> Records:
    """Read records of visits from a table.

    Parameters
    ----------
    sheet : DataFrame
        As `geodata.read.read_table` gives it: any columns, texts.
    zone : str
        Time zone of the times, such as ``Asia/Shanghai``.

    Returns
    -------
    Records

    Raises
    ------
    InputRefused
        If no column names the stop, and none its place.
    """
    found = {field: _column(sheet, names) for field, names in _COLUMNS.items()}
    if found["name"] is None and (found["lon"] is None or found["lat"] is None):
        raise InputRefused(
            N_("The sheet needs a column 点位 or 楼号, or 经度 and 纬度. It has: %(columns)s."),
            columns=", ".join(map(str, sheet.columns))[:200],
        )
    table = pd.DataFrame({"row": np.arange(1, len(sheet) + 1)})
    names = sheet[found["name"]] if found["name"] is not None else pd.Series([""] * len(sheet))
    table["name"] = names.fillna("").astype(str).str.strip().to_numpy()
    table["at"] = _moments(_values(sheet, found["at"]), zone)
    for axis in ("lon", "lat"):
        numbers = pd.to_numeric(_values(sheet, found[axis]), errors="coerce")
        table[axis] = numbers.to_numpy(dtype=float)
    placed = (table["name"] != "") | (table["lon"].notna() & table["lat"].notna())
    findings = [_nameless(int(row)) for row in table.loc[~placed, "row"]]
    timeless = int((table["at"].isna() & placed).sum())
    if timeless:
        findings.append(_timeless(timeless))
    return Records(table[placed].reset_index(drop=True), tuple(findings))


def _column(sheet: pd.DataFrame, names: tuple[str, ...]) -> object | None:
    """Find a column by the words that people use, the usual one first."""
    known = {normal(str(column)): column for column in sheet.columns}
    return next((known[normal(name)] for name in names if normal(name) in known), None)


def _values(sheet: pd.DataFrame, column: object | None) -> pd.Series:
    if column is None:
        return pd.Series([None] * len(sheet), dtype=object)
    return sheet[column].reset_index(drop=True)


def _moments(values: pd.Series, zone: str) -> pd.Series:
    """Read times; those without a zone are the place's own."""
    texts = values.map(lambda value: None if pd.isna(value) else str(value).strip())
    read = [_moment(text, zone) for text in texts]
    return pd.Series(pd.to_datetime(read, utc=True))


def _moment(text: str | None, zone: str) -> pd.Timestamp:
    """Read one time, NaT where it is none."""
    moment = pd.to_datetime(text, errors="coerce") if text else pd.NaT
    if pd.isna(moment):
        return pd.NaT
    if moment.tzinfo is None:
        moment = moment.tz_localize(zone, ambiguous=True, nonexistent="shift_forward")
    return moment.tz_convert("UTC")


def _nameless(row: int) -> Finding:
    template = N_("Row %(row)s names neither a stop nor a place: left out.")
    return Finding(
        "record_without_place", Severity.ERROR, template, {"row": row}, row=row, layer="records"
    )


def _timeless(count: int) -> Finding:
    template = N_("%(count)s records have no time that can be read: they are dated now.")
    return Finding(
        "record_without_time", Severity.WARNING, template, {"count": count}, layer="records"
    )
