"""Sheets: CSV and Excel, with headings and words in the reader's language."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import xlsxwriter

from app.queries.words import word
from app.services.exports.widths import column_width
from geodata.errors import N_

HEADINGS = {
    "address": N_("Address"),
    "building_number": N_("Building"),
    "buildings": N_("Buildings"),
    "category": N_("Category"),
    "cell_code": N_("Cell code"),
    "cell_name": N_("Cell"),
    "channel": N_("Channel"),
    "closed_at": N_("Closed"),
    "code": N_("Code"),
    "description": N_("Description"),
    "due_at": N_("Deadline"),
    "entrance_count": N_("Entrances"),
    "entrance_name": N_("Entrance"),
    "handler": N_("Handled by"),
    "households": N_("Households"),
    "issue_number": N_("Number"),
    "key": N_("Key"),
    "kind": N_("Kind"),
    "last_patrol_on": N_("Last patrol"),
    "lat": N_("Latitude"),
    "leader": N_("Cell leader"),
    "length_m": N_("Metres"),
    "levels": N_("Levels"),
    "light": N_("Light"),
    "lon": N_("Longitude"),
    "masked_phone": N_("Phone"),
    "members": N_("Members"),
    "minutes": N_("Minutes"),
    "name": N_("Name"),
    "number": N_("Building number"),
    "open_issues": N_("Open issues"),
    "overdue_issues": N_("Overdue issues"),
    "population": N_("Population"),
    "reported_at": N_("Reported"),
    "role": N_("Role"),
    "since": N_("Since"),
    "source_ref": N_("Reference"),
    "state": N_("State"),
    "stops": N_("Stops"),
    "title": N_("Issue"),
    "vacant_buildings": N_("Vacant buildings"),
}
_WORDS = {
    "role": ("duty_role",),
    "state": ("issue_state",),
    "light": ("light",),
    "channel": ("channel",),
    "kind": ("building_kind", "cell_kind"),
}
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_sheet(
    frame: pd.DataFrame, at: dt.datetime, translate: Callable[[str], str] | None
) -> pd.DataFrame:
    """Make a frame fit for a sheet: a place becomes two columns, times lose their zone.

    Parameters
    ----------
    frame : DataFrame or GeoDataFrame
    at : datetime.datetime
        Aware; times are shown in its zone.
    translate : callable or None
        See :func:`app.services.exports.export_file`.
    """
    sheet = pd.DataFrame(frame.drop(columns="geometry", errors="ignore"))
    for column in sheet.columns:
        sheet[column] = [_plain(value, column, at, translate) for value in sheet[column]]
    if isinstance(frame, gpd.GeoDataFrame):
        inside = frame.geometry.representative_point()
        sheet["lon"], sheet["lat"] = inside.x.round(7), inside.y.round(7)
    sheet = sheet.astype(object).where(sheet.notna(), None)
    return sheet.rename(columns=lambda name: translate(HEADINGS[name]) if translate else name)


def _plain(value: Any, column: str, at: dt.datetime, translate: Callable[[str], str] | None) -> Any:
    """Bring a value to what a sheet can hold."""
    if isinstance(value, dt.datetime):
        return None if pd.isna(value) else f"{value.astimezone(at.tzinfo):%Y-%m-%d %H:%M}"
    if isinstance(value, dt.date):
        return value.isoformat()
    if column in _WORDS and isinstance(value, str):
        return _say(value, column, translate) if translate else str(value)
    return value


def _say(value: str, column: str, translate: Callable[[str], str]) -> str:
    """Say a stored code in the reader's language."""
    said = (word(value, table, translate) for table in _WORDS[column])
    return next((text for text in said if text != value), value)


def write_csv(sheet: pd.DataFrame, path: Path) -> None:
    """Write a sheet as CSV that Excel opens as it is: UTF-8 with a mark, formulas disarmed.

    Parameters
    ----------
    sheet : DataFrame
    path : Path
    """
    sheet.map(disarm).to_csv(path, index=False, encoding="utf-8-sig", lineterminator="\r\n")


def disarm(value: Any) -> Any:
    """Put an apostrophe before a text that a spreadsheet would run as a formula."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def write_xlsx(sheet: pd.DataFrame, path: Path) -> None:
    """Write a sheet as an Excel workbook; all text is text, whatever it begins with.

    Parameters
    ----------
    sheet : DataFrame
    path : Path
    """
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet()
        page.freeze_panes(1, 0)
        bold = book.add_format({"bold": True})
        for place, heading in enumerate(sheet.columns):
            page.write_string(0, place, heading, bold)
            for row, value in enumerate(sheet.iloc[:, place], start=1):
                _write_cell(page, row, place, value)
            page.set_column(place, place, column_width([heading, *sheet.iloc[:, place]]))


def _write_cell(page: Any, row: int, place: int, value: Any) -> None:
    """Write one value of a sheet."""
    if isinstance(value, str):
        page.write_string(row, place, value)
    elif value is not None:
        page.write_number(row, place, value)
