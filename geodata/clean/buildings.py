"""Buildings: outlines or points with number, address and counts."""

from __future__ import annotations

import numpy as np
import pandas as pd
import shapely

from geodata.clean.choices import read_choices
from geodata.clean.fields import read_values
from geodata.clean.keys import make_keys
from geodata.clean.overlaps import drop_duplicates, report_overlaps
from geodata.clean.shapes import areas_m2, drop_rows, repair_shapes, report, report_outside
from geodata.clean.uses import fill_kinds
from geodata.clean.values import house_number, number_in_name
from geodata.clean.work import ROW, Work
from geodata.errors import N_
from geodata.findings import Severity
from geodata.text import normal

_TINY_M2, _HUGE_M2 = 4.0, 100_000.0
_MOSTLY = 0.5
"""Beyond this share of buildings without a number, one finding says so for all."""
_NO_NUMBER = N_("Row %(row)s has no building number.")
_MOST = {"levels": 150, "entrance_count": 100, "households": 5_000, "population": 20_000}


def clean_buildings(work: Work) -> None:
    """Clean buildings.

    Parameters
    ----------
    work : Work
        Its frame becomes that of docs/frames.md.
    """
    read_values(work)
    name_buildings(work)
    check_counts(work)
    repair_shapes(work)
    fill_kinds(work)
    read_choices(work, "kind", default=None, unknown="unknown")
    drop_duplicates(work, ("number", "address"))
    _drop_slivers(work)
    make_keys(work, by=("number", "address"))
    report_overlaps(work)
    report_outside(work)
    _report_numbers(work)


def name_buildings(work: Work) -> None:
    """Bring numbers to one form, and complete number and address from what else is given.

    In China ``addr:housenumber`` is the plate on the street, which a whole compound shares; where
    the name says ``10号楼``, that is the building's number.

    Parameters
    ----------
    work : Work
        Its frame is changed.
    """
    frame = work.frame
    plates = frame["number"].map(house_number)
    named = frame["name"].map(number_in_name)
    is_plate = "housenumber" in normal(work.columns.get("number", ""))
    numbers = (
        named.where(named.notna(), plates) if is_plate else plates.where(plates.notna(), named)
    )
    made = [
        " ".join(part for part in (street, plate) if isinstance(part, str))
        for street, plate in zip(frame["street"], plates, strict=True)
    ]
    lacks = frame["address"].isna() & frame["street"].notna()
    frame["address"] = frame["address"].where(~lacks, pd.Series(made, index=frame.index))
    frame["number"] = numbers


def check_counts(work: Work) -> None:
    """Find counts that no building has, and empty them.

    Parameters
    ----------
    work : Work
        Its frame is changed.
    """
    for field, most in _MOST.items():
        wrong = (work.frame[field] > most).fillna(False).to_numpy(bool)
        for place in np.flatnonzero(wrong):
            work.found.add(
                "unlikely_count",
                Severity.WARNING,
                N_(
                    "Row %(row)s, column %(column)s: %(value)s is more than a building has; "
                    "it was left empty."
                ),
                row=int(work.frame[ROW].iloc[place]),
                column=work.columns.get(field, field),
                value=int(work.frame[field].iloc[place]),
            )
        work.frame[field] = work.frame[field].mask(wrong)


def _drop_slivers(work: Work) -> None:
    if work.frame.empty:
        return
    is_area = shapely.get_dimensions(work.frame.geometry.to_numpy()) == 2
    area_m2 = areas_m2(work.frame)
    report(
        work,
        is_area & (area_m2 > _HUGE_M2),
        "huge_building",
        Severity.WARNING,
        N_("Row %(row)s is larger than %(limit)s m²: is it a building?"),
        limit=int(_HUGE_M2),
    )
    drop_rows(
        work,
        is_area & (area_m2 < _TINY_M2),
        "sliver",
        N_("Row %(row)s is smaller than a room (4 m²); it was left out."),
    )


def _report_numbers(work: Work) -> None:
    frame = work.frame
    lacks = frame["number"].isna()
    if lacks.sum() > _MOSTLY * max(len(frame), 1):
        work.found.add(
            "missing_numbers",
            Severity.WARNING,
            N_("%(count)s of %(all)s buildings have no number."),
            count=int(lacks.sum()),
            all=len(frame),
        )
    else:
        report(work, lacks, "missing_number", Severity.WARNING, _NO_NUMBER)
    twice = frame.duplicated(["number", "address"]) & ~lacks
    report(
        work,
        twice,
        "duplicate_number",
        Severity.WARNING,
        N_("Row %(row)s has the number and address of an earlier building."),
    )
