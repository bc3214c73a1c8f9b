"""The form of a category: what was typed, read and shown again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import render_template, request

from app.models import Catalogue, IssueCategory, RegionClass, TimeUnit
from app.queries.catalogue import find_category
from app.services.issues.catalogue import ICONS, CategoryEntry, LimitEntry, is_used
from app.web.catalogue.blueprint import configuring, form_text
from geodata.errors import N_, InputRefused

SPARE_ROWS = 3
"""Empty rows for further limits below those that a category has."""

_TEXTS = ("code", "group", "name", "name_en", "icon", "default_condition")


def read_form() -> CategoryEntry:
    """Read the category of the form at hand.

    Raises
    ------
    InputRefused
        If it cannot be read; what it says is checked when it is kept.
    """
    catalogue = form_text("catalogue")
    if catalogue not in {one.value for one in Catalogue}:
        raise InputRefused(N_("Choose a catalogue."))
    return CategoryEntry(
        catalogue=Catalogue(catalogue),
        for_residents="for_residents" in request.form,
        limits=tuple(_limit(row) for row in _typed_limits() if row["amount"]),
        **{name: form_text(name) for name in _TEXTS},
    )


def show_form(code: str, category_id: int | None, problem: str = "") -> str:
    """Render the form of a category, or of a new one."""
    with configuring(code) as asked:
        category = None
        if category_id is not None:
            category = find_category(asked.session, asked.community, category_id)
        typed = _typed() if problem else _stored(category)
        return render_template(
            "catalogue/category.html",
            community=asked.community,
            category=category,
            problem=problem,
            typed=typed,
            rows=[*typed["limits"], *[{}] * SPARE_ROWS],
            used=category is not None and is_used(asked.session, category),
            icons=ICONS,
            catalogues=list(Catalogue),
            units=list(TimeUnit),
            regions=list(RegionClass),
        )


def _typed() -> dict[str, Any]:
    """Give what was typed, as the form shows it."""
    return {
        **{name: form_text(name) for name in (*_TEXTS, "catalogue")},
        "for_residents": "for_residents" in request.form,
        "limits": [row for row in _typed_limits() if any(row.values())],
    }


def _typed_limits() -> Sequence[Mapping[str, str]]:
    """Give the rows of limits as typed."""
    names = ("condition", "region", "amount", "unit")
    columns = [[text.strip() for text in request.form.getlist(name)] for name in names]
    return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=False)]


def _stored(category: IssueCategory | None) -> dict[str, Any]:
    """Give a category as the form shows it; of a new one, what is usual."""
    if category is None:
        return {"catalogue": "community", "icon": "other", "for_residents": True, "limits": []}
    limits = [
        {
            "condition": limit.condition,
            "region": limit.region.value if limit.region else "",
            "amount": f"{limit.amount:g}",
            "unit": limit.unit.value,
        }
        for limit in category.limits
    ]
    return {name: getattr(category, name) for name in _TEXTS} | {
        "catalogue": category.catalogue.value,
        "for_residents": category.for_residents,
        "limits": limits,
    }


def _limit(row: Mapping[str, str]) -> LimitEntry:
    """Read one limit."""
    try:
        amount = float(row["amount"])
        region = RegionClass(row["region"]) if row["region"] else None
        return LimitEntry(amount, TimeUnit(row["unit"]), row["condition"], region)
    except ValueError:
        raise InputRefused(N_("%(said)s is no time limit."), said=row["amount"][:20]) from None
