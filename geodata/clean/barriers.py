"""Barriers: lines at which cells should end, and those that nobody crosses on foot."""

from __future__ import annotations

from geodata.clean.choices import read_choices
from geodata.clean.fields import read_values
from geodata.clean.keys import make_keys
from geodata.clean.overlaps import drop_duplicates
from geodata.clean.paths import is_set, split_lines
from geodata.clean.shapes import drop_rows, repair_shapes, report_outside
from geodata.clean.work import Work
from geodata.crs import to_metric
from geodata.errors import N_
from geodata.findings import Severity
from geodata.walkable import CLOSED_KINDS

_VIADUCT_M = 100.0
"""A longer bridge of a railway or motorway is a viaduct; a shorter one crosses a single street."""


def clean_barriers(work: Work) -> None:
    """Clean barriers; what leads through a tunnel or over a viaduct divides nothing.

    Parameters
    ----------
    work : Work
        Its frame becomes that of docs/frames.md; rows of no known kind are left out.
    """
    read_values(work)
    repair_shapes(work)
    split_lines(work)
    read_choices(work, "kind", default=None, unknown=None)
    work.frame = work.frame[work.frame["kind"].notna()].reset_index(drop=True)
    if not work.frame.empty:
        _leave_passable(work)
    drop_duplicates(work, ())
    make_keys(work)
    report_outside(work)


def _leave_passable(work: Work) -> None:
    """Leave out what people walk over or under."""
    frame = work.frame
    viaduct = is_set(frame["bridge"]) & frame["kind"].isin(CLOSED_KINDS)
    viaduct &= to_metric(frame).length > _VIADUCT_M
    drop_rows(
        work,
        is_set(frame["tunnel"]) | viaduct,
        "passable_barrier",
        N_("Row %(row)s leads through a tunnel or over a viaduct and parts no ground; it was left "
           "out."),
        Severity.NOTE,
    )  # fmt: skip
