"""What each subject consists of, and by which headers people write it (docs/frames.md in code)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from geodata.errors import N_, InputRefused, Question
from geodata.read.types import Places
from geodata.read.xy import place_columns
from geodata.schema.field import Field
from geodata.schema.ground import (
    AREAS,
    BARRIERS,
    BOUNDARY,
    BUILDINGS,
    CELLS,
    ENTRANCES,
    ESTATES,
    PATHS,
)
from geodata.schema.people import ISSUES, LEDGER, MEMBERS
from geodata.text import normal

__all__ = ["SUBJECTS", "Field", "frame_columns", "match_columns", "places_of"]

SUBJECTS: dict[str, tuple[Field, ...]] = {
    "boundary": BOUNDARY,
    "buildings": BUILDINGS,
    "entrances": ENTRANCES,
    "paths": PATHS,
    "barriers": BARRIERS,
    "estates": ESTATES,
    "areas": AREAS,
    "cells": CELLS,
    "ledger": LEDGER,
    "members": MEMBERS,
    "issues": ISSUES,
}
_WITHOUT_PLACES = frozenset({"ledger", "members"})
_PLACE_FIELDS = frozenset({"lon", "lat", "wkt"})


def places_of(subject: str) -> Places:
    """Say whether a subject's rows lie somewhere.

    Parameters
    ----------
    subject : str

    Returns
    -------
    {"required", "optional", "ignored"}
        For :class:`geodata.read.ReadOptions`.
    """
    if subject in _WITHOUT_PLACES:
        return "ignored"
    return "optional" if subject == "issues" else "required"


def frame_columns(subject: str) -> list[str]:
    """List the columns of a subject's frame, without geometry.

    Parameters
    ----------
    subject : str

    Returns
    -------
    list of str
    """
    return [field.name for field in SUBJECTS[subject] if field.stored]


def match_columns(
    subject: str, columns: Sequence[str], mapping: Mapping[str, str] | None = None
) -> dict[str, str]:
    """Find which column holds which field.

    Parameters
    ----------
    subject : str
    columns : Sequence[str]
        Headers as in the file.
    mapping : Mapping[str, str], optional
        The user's choices, field to column; they win.

    Returns
    -------
    dict
        Field to column; a column serves one field.

    Raises
    ------
    InputRefused
        If the mapping names a field or a column that is not there.
    """
    mapping = mapping or {}
    fields = SUBJECTS[subject]
    found = _explicit(subject, columns, mapping)
    spare = {column for column in columns if column not in found.values()}
    by_name: dict[str, str] = {}
    for column in columns:
        for name in _names(column):
            if column in spare:
                by_name.setdefault(name, column)
    for field in fields:
        names = [normal(alias) for alias in (field.name, *field.aliases)]
        match = next((by_name[name] for name in names if by_name.get(name) in spare), None)
        if match is not None and field.name not in found:
            found[field.name] = match
            spare.remove(match)
    return found


def _names(column: str) -> list[str]:
    """Give a header's forms: as it is, and without what stands in brackets, such as a unit."""
    return [normal(column), normal(re.sub(r"[(（\[【].*?[)）\]】]", "", column))]


def _explicit(subject: str, columns: Sequence[str], mapping: Mapping[str, str]) -> dict[str, str]:
    known = [field.name for field in SUBJECTS[subject]]
    places = place_columns(columns, mapping)
    found = {}
    for name, column in mapping.items():
        if name in _PLACE_FIELDS and places_of(subject) != "ignored":
            continue  # Reading has used these up.
        if name not in known:
            raise InputRefused(
                N_("There is no field %(field)s in %(subject)s. Fields are: %(choices)s (--map)."),
                field=name[:100],
                subject=subject,
                choices=", ".join(known),
            )
        if column not in columns and column not in places.values():
            raise InputRefused(
                N_(
                    "There is no column %(column)s for the field %(field)s. Columns are: "
                    "%(choices)s (--map)."
                ),
                column=column[:100],
                field=name,
                choices=", ".join(map(str, columns)),
                question=Question("map", tuple(map(str, columns)), field=name),
            )
        found[name] = column
    return found
