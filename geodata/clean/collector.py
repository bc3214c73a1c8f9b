"""Collecting findings without drowning in them."""

from __future__ import annotations

from collections import Counter
from typing import Any

from shapely.geometry.base import BaseGeometry

from geodata.errors import N_
from geodata.findings import Finding, Severity
from geodata.limits import MAX_FINDINGS_PER_CODE


class Collector:
    """A list of findings of one layer; beyond a bound those of one code are only counted.

    Parameters
    ----------
    layer : str
    findings : list of Finding
        What reading found already.
    """

    def __init__(self, layer: str, findings: list[Finding]) -> None:
        self.layer = layer
        self._findings = list(findings)
        self._counts = Counter(finding.code for finding in findings)

    def add(
        self,
        code: str,
        severity: Severity,
        template: str,
        *,
        row: int | None = None,
        column: str = "",
        key: str = "",
        place: BaseGeometry | None = None,
        **params: Any,
    ) -> None:
        """Add one finding.

        Parameters
        ----------
        code : str
        severity : Severity
        template : str
            Marked with ``N_``; ``%(row)s`` and ``%(column)s`` are filled.
        row : int, optional
            One-based.
        column, key : str
        place : BaseGeometry, optional
            In EPSG:4326.
        **params : Any
            Values for the template.
        """
        if row is not None:
            params["row"] = row
        if column:
            params["column"] = column
        if key:
            params["key"] = key
        self.take(Finding(code, severity, template, params, row, self.layer, column, key, place))

    def take(self, finding: Finding) -> None:
        """Take a finding that a check made.

        Parameters
        ----------
        finding : Finding
        """
        self._counts[finding.code] += 1
        if self._counts[finding.code] <= MAX_FINDINGS_PER_CODE:
            self._findings.append(finding)

    def is_full(self, code: str) -> bool:
        """Say whether findings of a kind are only counted by now, and need not be made."""
        return self._counts[code] >= MAX_FINDINGS_PER_CODE

    def count(self, code: str) -> None:
        """Count a finding that was not made."""
        self._counts[code] += 1

    def all(self) -> list[Finding]:
        """Return the findings, with one line for those that were only counted."""
        more = [
            Finding(
                "more_findings",
                Severity.NOTE,
                N_("%(count)s more findings of the kind %(code)s are not listed."),
                {"count": count - MAX_FINDINGS_PER_CODE, "code": code},
                layer=self.layer,
            )
            for code, count in self._counts.items()
            if count > MAX_FINDINGS_PER_CODE
        ]
        return self._findings + more
