"""A summary as an Excel workbook: a sheet for each section, numbers as numbers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import xlsxwriter

from app.services.summaries.document import Document, Form, Section, Table

_FORMATS = {Form.SHARE: "0.0%", Form.TENTH: "#,##0.0", Form.COUNT: "#,##0", Form.METRES: "#,##0"}
_LONGEST_SHEET_NAME = 31
_NOT_IN_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))


def write_workbook(document: Document, path: Path) -> None:
    """Write the tables of a document; names are text, whatever they begin with.

    Parameters
    ----------
    document : Document
    path : Path
        Overwritten.
    """
    with xlsxwriter.Workbook(str(path)) as book:
        looks = {form: book.add_format({"num_format": code}) for form, code in _FORMATS.items()}
        pen = _Pen(book.add_format({"bold": True}), looks)
        for section in document.sections:
            name = section.heading.translate(_NOT_IN_NAMES)[:_LONGEST_SHEET_NAME]
            sheet = book.add_worksheet(name)
            pen.write_section(sheet, document, section)
            sheet.autofit(max_width=300)


class _Pen:
    """Writes sections downwards, one thing below the other."""

    def __init__(self, bold: Any, looks: dict[Form, Any]) -> None:
        self._bold = bold
        self._looks = looks

    def write_section(self, sheet: Any, document: Document, section: Section) -> None:
        """Write a section on its sheet."""
        sheet.write_string(0, 0, document.title, self._bold)
        sheet.write_string(1, 0, " ".join(filter(None, (*document.under, document.schematic))))
        row = 3
        for sentence in section.sentences:
            sheet.write_string(row, 0, sentence)
            row += 1
        for card in section.cards:
            for column, text in enumerate((card.label, card.value, card.beneath)):
                sheet.write_string(row, column, text)
            row += 1
        for table in section.tables:
            row = self._write_table(sheet, table, row + 1)

    def _write_table(self, sheet: Any, table: Table, row: int) -> int:
        """Write a table; give the row below it."""
        sheet.write_string(row, 0, table.title, self._bold)
        for column, head in enumerate(table.columns):
            sheet.write_string(row + 1, column, head.heading, self._bold)
        row += 2
        for values in (*table.rows, *([table.total] if table.total and table.rows else [])):
            for column, (head, value) in enumerate(zip(table.columns, values, strict=True)):
                if isinstance(value, str):
                    sheet.write_string(row, column, value)
                elif value is not None:
                    sheet.write_number(row, column, value, self._looks.get(head.form))
            row += 1
        if not table.rows:
            sheet.write_string(row, 0, table.empty)
            row += 1
        return row
