"""How findings about cells name them: by row of a file, or by the name that people know."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import geopandas as gpd
import pandas as pd
from shapely.geometry.base import BaseGeometry

from geodata.findings import Finding, Severity


@dataclass(frozen=True)
class Texts:
    """One fault in two sentences.

    Attributes
    ----------
    by_row : str
        Template with ``%(row)s``, for somebody who has the file before them.
    by_name : str
        Template with ``%(cell)s``, for somebody who has the map before them.
    """

    by_row: str
    by_name: str


@dataclass(frozen=True)
class Labels:
    """The labels of the cells in a frame.

    Attributes
    ----------
    rows : list of int
        One-based row of each cell.
    names : list of str or None
        Their names; None where cells come from a file and are known by their rows.
    """

    rows: list[int]
    names: list[str] | None = field(default=None)

    @classmethod
    def of(cls, cells: gpd.GeoDataFrame, rows: pd.Series | None, names: pd.Series | None) -> Labels:
        """Label cells by the rows given, else by their place in the frame."""
        numbers = range(1, len(cells) + 1) if rows is None else rows
        told = None if names is None else [str(name) for name in names]
        return cls([int(row) for row in numbers], told)

    def finding(
        self,
        fault: str,
        texts: Texts,
        cell: int,
        place: BaseGeometry,
        facts: Mapping[str, Any] | None = None,
        *,
        severity: Severity = Severity.WARNING,
        other: int | None = None,
        column: str = "",
    ) -> Finding:
        """Make a finding about a cell, and perhaps another, by their positions in the frame."""
        params = {**(facts or {}), **self._label(cell, other)}
        template = texts.by_row if self.names is None else texts.by_name
        return Finding(
            fault, severity, template, params, self.rows[cell], column=column, place=place
        )

    def _label(self, cell: int, other: int | None) -> dict[str, Any]:
        """Give the values by which a template names one or two cells."""
        known: list[Any] = list(self.rows) if self.names is None else list(self.names)
        label = {"row" if self.names is None else "cell": known[cell]}
        return label if other is None else {**label, "other": known[other]}
