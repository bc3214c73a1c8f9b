"""Small inputs, made on the spot."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from geodata.errors import InputRefused
from geodata.read import ReadOptions, read_table

Refusal = Callable[..., InputRefused]


@pytest.fixture
def refused() -> Refusal:
    """Read a file that must be refused, and give the refusal."""

    def refuse(path: Path, **options: object) -> InputRefused:
        with pytest.raises(InputRefused) as caught:
            read_table(path, ReadOptions(**options))
        return caught.value

    return refuse


@pytest.fixture
def workbook(tmp_path: Path) -> Callable[..., Path]:
    """Write rows to the sheets of a workbook."""

    def write(**sheets: list[list[object]]) -> Path:
        book = openpyxl.Workbook()
        book.remove(book.active)
        for name, rows in sheets.items():
            sheet = book.create_sheet(name)
            for row in rows:
                sheet.append(row)
        path = tmp_path / "台账.xlsx"
        book.save(path)
        return path

    return write
