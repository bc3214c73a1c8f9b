"""Areas: boundary, estates, calm ground, cells."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd
import shapely

from geodata.check import check_cells
from geodata.clean.choices import read_choices
from geodata.clean.fields import read_values
from geodata.clean.keys import make_keys
from geodata.clean.overlaps import drop_duplicates
from geodata.clean.shapes import repair_shapes, report_outside
from geodata.clean.work import ROW, Work
from geodata.errors import N_, InputRefused
from geodata.findings import Severity

_MAX_CELLS = 999
"""As many as the three last digits of a cell's code can number."""


def clean_boundary(work: Work) -> None:
    """Clean a community's boundary: one row, whatever number of parts.

    Parameters
    ----------
    work : Work
        Its frame becomes that of docs/frames.md.

    Raises
    ------
    InputRefused
        If nothing of it is an area.
    """
    read_values(work)
    repair_shapes(work)
    if work.frame.empty:
        raise InputRefused(N_("%(file)s holds no outline of a community."), file=work.file)
    if len(work.frame) > 1:
        work.found.add(
            "merged_boundary",
            Severity.NOTE,
            N_("%(count)s outlines were joined to one boundary."),
            count=len(work.frame),
        )
    name = next((name for name in work.frame["name"] if isinstance(name, str)), None)
    whole = shapely.union_all(work.frame.geometry.to_numpy())
    work.frame = gpd.GeoDataFrame({"name": [name], ROW: [1]}, geometry=[whole], crs=4326)


def clean_estates(work: Work) -> None:
    """Clean residential compounds.

    Parameters
    ----------
    work : Work
        Its frame becomes that of docs/frames.md.
    """
    read_values(work)
    repair_shapes(work)
    drop_duplicates(work, ("name",))
    make_keys(work, by=("name",))
    report_outside(work)


def clean_areas(work: Work) -> None:
    """Clean green and water areas.

    Parameters
    ----------
    work : Work
        Its frame becomes that of docs/frames.md; rows that are neither are left out.
    """
    read_values(work)
    repair_shapes(work)
    frame = work.frame
    for field in ("landuse", "leisure", "natural", "water"):
        frame["kind"] = frame["kind"].where(frame["kind"].notna(), frame[field])
    read_choices(work, "kind", default=None, unknown=None)
    work.frame = work.frame[work.frame["kind"].notna()].reset_index(drop=True)
    make_keys(work)


def clean_cells(work: Work) -> None:
    """Clean cells, and check them as a division.

    Parameters
    ----------
    work : Work
        Its frame becomes that of docs/frames.md.
    """
    read_values(work)
    repair_shapes(work)
    read_choices(work, "kind", default="general", unknown="general")
    if len(work.frame) > _MAX_CELLS:
        raise InputRefused(
            N_("%(file)s holds %(count)s cells; a community has at most %(limit)s."),
            file=work.file,
            count=len(work.frame),
            limit=_MAX_CELLS,
        )
    drop_duplicates(work, ("code",))
    code = work.options.community_code
    rows = pd.Series(work.frame[ROW].to_numpy(), index=work.frame.index)
    for finding in check_cells(work.frame, work.boundary, community_code=code, rows=rows):
        work.found.take(finding)
