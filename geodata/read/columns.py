"""Column names: present, unique, of sane length."""

from __future__ import annotations

from collections.abc import Sequence

from geodata.errors import N_
from geodata.findings import Finding, Severity

_MAX_NAME = 100


def unique_columns(names: Sequence[str], layer: str) -> tuple[list[str], list[Finding]]:
    """Tell columns of the same name apart, so that none is lost.

    Parameters
    ----------
    names : Sequence[str]
        As in the file.
    layer : str
        For the findings.

    Returns
    -------
    list of str
        The second ``x`` is now ``x (2)``; a nameless third column is ``column 3``.
    list of Finding
    """
    taken: set[str] = set()
    columns, findings = [], []
    for place, raw in enumerate(names, start=1):
        name = " ".join(raw.replace("\ufeff", "").split())[:_MAX_NAME] or f"column {place}"
        unique, number = name, 2
        while unique in taken:
            unique, number = f"{name} ({number})", number + 1
        taken.add(unique)
        columns.append(unique)
        if unique != name:
            findings.append(_renamed(name, unique, layer))
    return columns, findings


def _renamed(name: str, unique: str, layer: str) -> Finding:
    return Finding(
        "duplicate_column",
        Severity.REPAIRED,
        N_("Two columns are named %(column)s; the later one is called %(renamed)s here."),
        {"column": name, "renamed": unique},
        layer=layer,
        column=unique,
    )
