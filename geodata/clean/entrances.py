"""Entrances: a stairwell each."""

from __future__ import annotations

from geodata.clean.fields import read_values
from geodata.clean.keys import make_keys
from geodata.clean.overlaps import drop_duplicates
from geodata.clean.shapes import repair_shapes, report_outside
from geodata.clean.work import Work


def clean_entrances(work: Work) -> None:
    """Clean entrances.

    Parameters
    ----------
    work : Work
        Its frame becomes that of docs/frames.md.
    """
    read_values(work)
    repair_shapes(work)
    drop_duplicates(work, ("name",))
    make_keys(work)
    report_outside(work)
